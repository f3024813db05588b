package org.sekimori.profile;

import java.time.ZoneId;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.RecentSubmissions.Reservation;
import org.sekimori.profile.RecentSubmissions.Status;

/**
 * Applies the outcomes of a submission, which may arrive before its attempt: queued, refused before the queue, bounced,
 * complained about. Evidence that the server had queued it outweighs everything else.
 */
final class OutcomeHandler {

    /** A hop without SMTPUTF8 (RFC 6531) refused the mail: no evidence on the sender. */
    private static final String NO_SMTPUTF8 = "5.6.7";

    private OutcomeHandler() {}

    /** The server took a submission; one without an attempt counts from now on. */
    static Profile accepted(Profile profile, MailEvent event, ZoneId zone, boolean overseas) {
        Reservation one = profile.reservations().find(event);
        if (one == null) {
            return profile.reservations().forgot(event)
                    ? profile
                    : Habits.attempted(profile.count(event, zone, overseas, Status.CONFIRMED_AHEAD), event);
        }
        return accepted(profile, one);
    }

    static Profile accepted(Profile profile, Reservation one) {
        if (one.fate() == Status.RESERVED) {
            return profile.with(profile.reservations().replace(one, one.with(Status.CONFIRMED)));
        } else if (one.fate().counted()) {
            return profile;
        }
        ActivityRecency rhythm = profile.rhythm().acceptedAt(one.second(), one.day());
        return profile.with(one, one.with(one.fate().confirmed()), profile.counted(one), rhythm);
    }

    /**
     * A delivery attempt failed, so the message is in the server's queue. Without a matching submission it does not count: each
     * recipient and each attempt brings one, for days after the submission may be forgotten.
     */
    static Profile queued(Profile profile, MailEvent event) {
        Reservation one = profile.reservations().find(event);
        return one == null ? profile : accepted(profile, one);
    }

    /**
     * A server reports a refusal. Only proof that it happened before the queue releases the reservation, or keeps a later attempt
     * from counting. Without proof it may be the next hop's refusal of queued mail.
     */
    static Profile refused(Profile profile, MailEvent event, ZoneId zone, boolean overseas) {
        if (!event.beforeQueue()) {
            return profile;
        }
        Reservation one = profile.reservations().find(event);
        if (one == null) {
            return profile.reservations().forgot(event)
                    ? profile
                    : profile.with(profile.reservations()
                            .plus(profile.reservation(event, zone, overseas, Status.REFUSED_BEFORE_QUEUE_AHEAD)));
        }
        if (one.fate() != Status.RESERVED) {
            return profile;
        }
        boolean forNow = event.kind() == EventKind.RATE_LIMITED
                || event.statusCode() != null && event.statusCode().startsWith("4");
        RefusedAttempts more = Habits.refused(profile).refusedByServer(one.second(), one.day(), forNow);
        return Habits.with(refusedBeforeQueue(profile, one), more);
    }

    static Profile refusedBeforeQueue(Profile profile, Reservation one) {
        return one.fate() == Status.RESERVED
                ? profile.with(one, one.with(Status.REFUSED_BEFORE_QUEUE), one.row(-1), profile.rhythm())
                : profile;
    }

    /**
     * A bounce or complaint about a submission that the account really made; any other is ignored. It proves that the server had
     * taken the message.
     */
    static Profile bouncedOrComplained(Profile before, MailEvent event) {
        Reservation known = before.reservations().find(event);
        if (known == null || known.fate() == Status.REFUSED) {
            return before;
        }
        Profile profile = accepted(before, known);
        Reservation one = profile.reservations().find(event);
        if (one == null || NO_SMTPUTF8.equals(event.statusCode())) {
            return profile;
        }
        int failed = Math.min(Math.max(1, event.recipientCount()), one.recipients() - one.failed());
        if (failed == 0) {
            return profile;
        }
        int[] row = new int[HistoryColumn.COUNT];
        row[event.kind() == EventKind.BOUNCED ? HistoryColumn.BOUNCED : HistoryColumn.COMPLAINED] = failed;
        Profile tested = event.kind() == EventKind.BOUNCED
                ? profile.with(CorrespondenceSections.bounced(profile.sections(), event, one, failed, one.failed()))
                : profile;
        return tested.with(profile.reservations().replace(one, one.withFailed(failed)))
                .with(profile.history().plus(one.second(), one.day(), row));
    }
}
