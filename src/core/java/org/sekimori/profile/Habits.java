package org.sekimori.profile;

import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.profile.codec.StableHash;
import org.sekimori.profile.habits.FlaggedPlaces;
import org.sekimori.profile.habits.KnownNames;
import org.sekimori.profile.habits.LastPlaces;
import org.sekimori.profile.habits.OwnHours;

/** Keeps the sections of a {@link Profile} that {@code org.sekimori.profile.habits} and {@link RefusedAttempts} describe. */
final class Habits {

    private Habits() {}

    /** After a submission was let pass: its name, hour and place. Days count only with mail to known people, of an unfrozen account. */
    static Profile learned(Profile profile, MailEvent event, ZoneId zone, int day, double credit) {
        KnownNames names = names(profile);
        boolean counts = credit == 1;
        int system = RefusedAttempts.system(event.origin());
        int helo = helo(event);
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

    /** A submission without a name, which is a habit, too. */
    static final int NO_HELO = StableHash.of("helo");

    /**
     * The hash of a submission's HELO name; that of none if it has none, and 0 for webmail. Letters' case and a final dot make no
     * difference, and neither does which address a client without a name gives.
     */
    static int helo(MailEvent event) {
        String helo = event.helo();
        if (event.channel() == SubmissionChannel.WEBMAIL) {
            return 0;
        }
        if (helo == null || helo.isEmpty()) {
            return NO_HELO;
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
    static Profile judged(Profile profile, int from, boolean harmless) {
        return with(
                        harmless ? taught(profile, from) : profile,
                        harmless ? refused(profile).habitOnly() : RefusedAttempts.NONE)
                .with(LastPlaces.SECTION, LastPlaces.NONE);
    }

    /** Remembers where a flagged submission came from, until somebody judges it. */
    static Profile flagged(Profile profile, MailEvent event, int day) {
        FlaggedPlaces.Place place = new FlaggedPlaces.Place(
                FamiliarNetworks.networkHash(event.origin()),
                FamiliarNetworks.providerHash(event.origin()),
                FamiliarNetworks.countryHash(event.origin()),
                RefusedAttempts.system(event.origin()),
                helo(event),
                day);
        return profile.with(
                FlaggedPlaces.SECTION,
                profile.sections().get(FlaggedPlaces.SECTION).plus(place));
    }

    /** A person said that the flagged submissions were the owner's: so are their networks and programs. */
    private static Profile taught(Profile profile, int from) {
        FamiliarNetworks networks = profile.networks();
        KnownNames names = names(profile);
        for (FlaggedPlaces.Place place :
                profile.sections().get(FlaggedPlaces.SECTION).places()) {
            if (place.day() < from) {
                continue;
            }
            networks = networks.taught(place.network(), place.provider(), place.country(), place.day());
            names = new KnownNames(
                    place.system() == 0 ? names.systems() : names.systems().taught(place.system(), place.day()),
                    place.helo() == 0 ? names.helos() : names.helos().taught(place.helo(), place.day()),
                    names.protocols());
        }
        return profile.toBuilder()
                .networks(networks)
                .build()
                .with(KnownNames.SECTION, names)
                .with(FlaggedPlaces.SECTION, FlaggedPlaces.NONE);
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
