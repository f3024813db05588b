package org.sekimori.profile.habits;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StateSection;

/**
 * The last located places of an account: of accepted submissions and log-ins, and of attempts, refused ones too. Attempts without
 * a location leave them as they are.
 *
 * @param used the last place that the account was used from; null if none is known
 * @param tried the last place of an attempt; null if none is known
 */
public record LastPlaces(@Nullable Visit used, @Nullable Visit tried) {

    /** No place. */
    public static final LastPlaces NONE = new LastPlaces(null, null);

    /** The section of a profile. */
    public static final StateSection<LastPlaces> SECTION = StateSection.of(
            4,
            NONE,
            LastPlaces::write,
            in -> new LastPlaces(readVisit(in), readVisit(in)),
            value -> 2 * (1 + 10 + 2 + 2 + 3));

    private void write(BinaryStateWriter out) {
        writeVisit(out, used);
        writeVisit(out, tried);
    }

    /**
     * A place at a time.
     *
     * @param second seconds since 1970
     */
    public record Visit(long second, Origin.Location location) {

        /** Kilometres to another place that are certain, see {@link Origin.Location#distanceTo}. */
        public double distanceTo(Origin.Location other) {
            return location.distanceTo(other);
        }
    }

    /** After an accepted submission, or a log-in. */
    public LastPlaces usedFrom(MailEvent event) {
        Visit visit = visit(event);
        return visit == null ? this : new LastPlaces(later(used, visit), tried);
    }

    /** After an attempt. */
    public LastPlaces triedFrom(MailEvent event) {
        Visit visit = visit(event);
        return visit == null ? this : new LastPlaces(used, later(tried, visit));
    }

    private static Visit later(@Nullable Visit before, Visit now) {
        return before == null || now.second >= before.second ? now : before;
    }

    private static @Nullable Visit visit(MailEvent event) {
        Origin.Location location = event.origin().location();
        return location == null ? null : new Visit(event.time().getEpochSecond(), location);
    }

    /** Without places of this second or before. */
    public LastPlaces after(long second) {
        return new LastPlaces(
                used == null || used.second <= second ? null : used,
                tried == null || tried.second <= second ? null : tried);
    }

    /** Without places of later than this second. */
    public LastPlaces until(long second) {
        return new LastPlaces(
                used == null || used.second > second ? null : used,
                tried == null || tried.second > second ? null : tried);
    }

    /** Time of the newest place, in seconds since 1970; 0 without one. */
    public long newest() {
        return Math.max(used == null ? 0 : used.second, tried == null ? 0 : tried.second);
    }

    private static void writeVisit(BinaryStateWriter out, @Nullable Visit visit) {
        out.number(visit == null ? 0 : 1);
        if (visit != null) {
            Origin.Location at = visit.location;
            out.signed(visit.second)
                    .signed(Math.round(at.latitude() * Origin.Location.PER_DEGREE))
                    .signed(Math.round(at.longitude() * Origin.Location.PER_DEGREE))
                    .number(at.radiusKm());
        }
    }

    private static @Nullable Visit readVisit(BinaryStateReader in) {
        if (in.number() == 0) {
            return null;
        }
        return new Visit(
                in.signed(),
                new Origin.Location(
                        (double) in.signed() / Origin.Location.PER_DEGREE,
                        (double) in.signed() / Origin.Location.PER_DEGREE,
                        in.count()));
    }
}
