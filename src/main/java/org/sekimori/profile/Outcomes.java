package org.sekimori.profile;

import java.time.ZoneId;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Reservations.Fate;
import org.sekimori.profile.Reservations.Reservation;

/**
 * What is heard of a submission after its attempt, or before it: that the server took or refused it, that recipients could not be
 * reached or complained.
 */
final class Outcomes {

    /** A hop refused the mail because it knows no SMTPUTF8 (RFC 6531): says nothing about the sender. */
    private static final String NO_SMTPUTF8 = "5.6.7";

    private Outcomes() {}

    /** The server took a submission; one that nobody asked about counts from now on. */
    static Profile taken(Profile profile, MailEvent event, ZoneId zone, boolean overseas) {
        Reservation one = profile.reservations().find(event);
        if (one == null) {
            return profile.reservations().forgot(event)
                    ? profile
                    : profile.count(event, zone, overseas, Fate.CONFIRMED_AHEAD);
        }
        return taken(profile, one);
    }

    static Profile taken(Profile profile, Reservation one) {
        if (one.fate() == Fate.RESERVED) {
            return profile.with(profile.reservations().replace(one, one.with(Fate.CONFIRMED)));
        } else if (one.fate().counted()) {
            return profile;
        }
        Rhythm rhythm = profile.rhythm().acceptedAt(one.second(), one.day());
        return profile.with(one, one.with(one.fate().confirmed()), profile.counted(one), rhythm);
    }

    /** The server refused a submission; one that nobody asked about yet will not count. */
    static Profile refused(Profile profile, MailEvent event, ZoneId zone, boolean overseas) {
        Reservation one = profile.reservations().find(event);
        if (one == null) {
            return profile.reservations().forgot(event)
                    ? profile
                    : profile.with(profile.reservations()
                            .plus(profile.reservation(event, zone, overseas, Fate.RETURNED_AHEAD)));
        }
        return refused(profile, one);
    }

    static Profile refused(Profile profile, Reservation one) {
        return one.fate() == Fate.RESERVED
                ? profile.with(one, one.with(Fate.RETURNED), one.row(-1), profile.rhythm())
                : profile;
    }

    /** A bounce or complaint about a submission that the account really made; any other is nobody's. */
    static Profile failed(Profile profile, MailEvent event) {
        Reservation one = profile.reservations().find(event);
        if (one == null || !one.fate().counted() || NO_SMTPUTF8.equals(event.statusCode())) {
            return profile;
        }
        int failed = Math.min(Math.max(1, event.recipientCount()), one.recipients() - one.failed());
        if (failed == 0) {
            return profile;
        }
        int[] row = new int[Column.COUNT];
        row[event.kind() == Kind.BOUNCED ? Column.BOUNCED : Column.COMPLAINED] = failed;
        return profile.with(profile.reservations().replace(one, one.withFailed(failed)))
                .with(profile.history().plus(one.second(), one.day(), row));
    }
}
