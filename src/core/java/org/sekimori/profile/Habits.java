package org.sekimori.profile;

import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.codec.StableHash;
import org.sekimori.profile.habits.KnownNames;
import org.sekimori.profile.habits.LastPlaces;
import org.sekimori.profile.habits.OwnHours;

/** Keeps the sections of a {@link Profile} that {@code org.sekimori.profile.habits} and {@link RefusedAttempts} describe. */
final class Habits {

    private Habits() {}

    /** After a submission was let pass: its name, hour and place. Days count only with mail to known people, of an unfrozen account. */
    static Profile learned(Profile profile, MailEvent event, ZoneId zone, int day, double credit) {
        KnownNames names = names(profile);
        boolean counts = credit > FamiliarityCredit.STRANGERS;
        int system = RefusedAttempts.system(event.origin());
        int helo = helo(event.helo());
        int tls = tls(event.tls());
        KnownNames after = new KnownNames(
                system == 0 ? names.systems() : names.systems().plus(system, day, counts),
                helo == 0 ? names.helos() : names.helos().plus(helo, day, counts),
                tls == 0 ? names.protocols() : names.protocols().plus(tls, day, counts));
        Profile named = profile.with(KnownNames.SECTION, after);
        if (profile.rhythm().frozen(event.time().getEpochSecond())) {
            return named;
        }
        int hour = event.time().atZone(zone).getHour();
        return named.with(
                OwnHours.SECTION, profile.sections().get(OwnHours.SECTION).plus(day, hour));
    }

    /**
     * The hash of a HELO name; 0 without one. Letters' case and a final dot make no difference, and neither does which address a
     * client without a name gives.
     */
    static int helo(@Nullable String helo) {
        if (helo == null || helo.isEmpty()) {
            return 0;
        }
        String name = helo.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return StableHash.of("helo []");
        }
        return StableHash.of("helo " + (name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
    }

    /** The hash of a version of TLS; 0 if it is not known. */
    static int tls(@Nullable String tls) {
        return tls == null || tls.isEmpty() ? 0 : StableHash.of("tls " + tls);
    }

    /** After a submission was let pass. */
    static Profile attempted(Profile profile, MailEvent event) {
        return event.origin().location() == null ? profile : used(tried(profile, event), event);
    }

    static Profile used(Profile profile, MailEvent event) {
        return profile.with(
                LastPlaces.SECTION, profile.sections().get(LastPlaces.SECTION).usedFrom(event));
    }

    static Profile tried(Profile profile, MailEvent event) {
        return profile.with(
                LastPlaces.SECTION, profile.sections().get(LastPlaces.SECTION).triedFrom(event));
    }

    static Profile with(Profile profile, RefusedAttempts refused) {
        return profile.with(RefusedAttempts.SECTION, refused);
    }

    static KnownNames names(Profile profile) {
        return profile.sections().get(KnownNames.SECTION);
    }

    static RefusedAttempts refused(Profile profile) {
        return profile.sections().get(RefusedAttempts.SECTION);
    }

    /** After a change of password: what others tried before, and where they were, concerns the owner no more. */
    static Profile passwordChanged(Profile profile, long second, int day) {
        return with(profile, refused(profile).after(second, day))
                .with(
                        LastPlaces.SECTION,
                        profile.sections().get(LastPlaces.SECTION).after(second));
    }

    /** After a judgement; where an intruder used to be refused must not look like a habit of the owner's. */
    static Profile judged(Profile profile, boolean harmless) {
        return with(profile, harmless ? refused(profile).habitOnly() : RefusedAttempts.NONE)
                .with(LastPlaces.SECTION, LastPlaces.NONE);
    }

    static Profile until(Profile profile, long second, int day) {
        return with(profile, refused(profile).until(second, day))
                .with(KnownNames.SECTION, names(profile).until(day))
                .with(OwnHours.SECTION, profile.sections().get(OwnHours.SECTION).until(day))
                .with(
                        LastPlaces.SECTION,
                        profile.sections().get(LastPlaces.SECTION).until(second));
    }

    static long newest(Profile profile) {
        return Math.max(
                refused(profile).newest(),
                profile.sections().get(LastPlaces.SECTION).newest());
    }
}
