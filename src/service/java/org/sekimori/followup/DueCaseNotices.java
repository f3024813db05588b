package org.sekimori.followup;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseHoldPeriod;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;

/** Determines the due notices about a case: those that its state requires and the outbox lacks. */
final class DueCaseNotices {

    /** Older changes are not notified any more, such as after an upgrade. */
    private static final Duration TOLD_WITHIN = NoticeHistory.DAY.multipliedBy(3);

    private final FollowupSettings settings;
    private final NoticeOutbox ledger;

    DueCaseNotices(FollowupSettings settings, NoticeOutbox ledger) {
        this.settings = settings;
        this.ledger = ledger;
    }

    /** A case, open or closed lately, and whose it is. */
    record AccountCase(String account, Case one) {}

    /**
     * The due notice to the customer; null: none now. A new case is notified once a day at most; a hold and its end always are,
     * because they affect the customer. Of a case that is only a doubt a customer hears nothing: nothing was refused.
     */
    @Nullable
    NoticeRecord customer(AccountCase open, NoticeHistory history, Instant now) {
        Case one = open.one();
        CaseHoldPeriod hold = CaseHoldPeriod.of(one);
        NoticeRecord first = ledger.entries().get(NoticeKeys.first(NoticeKeys.CUSTOMER, open.account(), one));
        if (first != null && !first.isFinished()) {
            return ready(first, now);
        }
        boolean untold = first == null && one.progress().notifiedAt() == null;
        Instant held = hold.active() ? hold.since() : null;
        if (held != null) {
            return untold
                    ? fresh(first(open), NoticeKind.ACCOUNT_HELD, NoticeKeys.CUSTOMER, open, now)
                    : knows(one, first, held)
                            ? null
                            : missing(NoticeKeys.held(open.account(), one), NoticeKind.ACCOUNT_HELD, open, now);
        }
        if (untold && one.doubt() && hold.ended() == null) {
            return null;
        }
        NoticeRecord end = end(open, hold, now);
        if (end != null) {
            return end;
        }
        return untold && one.state() == Case.State.FLAGGED && !history.notifiedWithinDay(open.account(), one.id(), now)
                ? fresh(first(open), NoticeKind.CASE_OPENED, NoticeKeys.CUSTOMER, open, now)
                : null;
    }

    /** That submission is open again, or the case is over that never closed it. */
    private @Nullable NoticeRecord end(AccountCase open, CaseHoldPeriod hold, Instant now) {
        Case one = open.one();
        Instant ended = hold.ended();
        Instant at = ended != null || one.state() != Case.State.RELEASED
                ? ended
                : one.progress().releasedAt();
        if (at == null || !at.plus(TOLD_WITHIN).isAfter(now)) {
            return null;
        }
        NoticeKind kind = ended != null ? NoticeKind.RELEASED : NoticeKind.CASE_CLOSED;
        return missing(NoticeKeys.released(NoticeKeys.CUSTOMER, open.account(), one, at), kind, open, now);
    }

    private static String first(AccountCase open) {
        return NoticeKeys.first(NoticeKeys.CUSTOMER, open.account(), open.one());
    }

    /** Whether the customer knows of this hold, by the first notice or by a person. */
    private static boolean knows(Case one, @Nullable NoticeRecord first, Instant held) {
        if (first != null) {
            return first.kind().equals(NoticeKind.ACCOUNT_HELD.word()) && !held.isAfter(first.since());
        }
        Instant told = one.progress().notifiedAt();
        return told != null && !held.isAfter(told);
    }

    /** Whether a closed case may still need a notice: its hold may have ended with it or later. */
    static boolean endsLately(Case one, Instant now) {
        CaseHistoryEntry last = one.lastStep();
        return one.state() == Case.State.CLOSED
                && last != null
                && last.time().plus(TOLD_WITHIN).isAfter(now)
                && CaseHoldPeriod.of(one).ended() != null;
    }

    private @Nullable NoticeRecord missing(String key, NoticeKind kind, AccountCase open, Instant now) {
        NoticeRecord known = ledger.entries().get(key);
        return known == null
                ? fresh(key, kind, NoticeKeys.CUSTOMER, open, now)
                : known.isFinished() ? null : ready(known, now);
    }

    /** The due notice to analysts or a webhook receiver; null: none now. */
    @Nullable
    NoticeRecord desk(String to, AccountCase open, Instant now) {
        Case one = open.one();
        String key = NoticeKeys.first(to, open.account(), one);
        NoticeRecord first = ledger.entries().get(key);
        NoticeRecord customer = ledger.entries().get(NoticeKeys.first(NoticeKeys.CUSTOMER, open.account(), one));
        boolean unreachable = customer != null && customer.state() == NoticeRecord.State.NO_CONTACT;
        if (first != null && !first.isFinished()) {
            return ready(first, now);
        }
        boolean young = one.state() == Case.State.FLAGGED
                || one.state() == Case.State.NOTIFIED
                || one.state() == Case.State.HELD;
        if (!young) {
            return null;
        }
        if (first == null) {
            NoticeKind kind =
                    unreachable && wants(to, NoticeKind.NO_CONTACT) ? NoticeKind.NO_CONTACT : NoticeKind.CASE_OPENED;
            return wants(to, kind) ? fresh(key, kind, to, open, now) : null;
        }
        String later = NoticeKeys.noContact(to, open.account(), one);
        if (unreachable && first.kind().equals(NoticeKind.CASE_OPENED.word()) && wants(to, NoticeKind.NO_CONTACT)) {
            NoticeRecord known = ledger.entries().get(later);
            return known == null
                    ? fresh(later, NoticeKind.NO_CONTACT, to, open, now)
                    : known.isFinished() ? null : ready(known, now);
        }
        return null;
    }

    private boolean wants(String to, NoticeKind kind) {
        return settings.webhooks().stream()
                .filter(webhook -> webhook.to().equals(to))
                .findFirst()
                .map(webhook -> webhook.wants(kind))
                .orElse(true);
    }

    private static NoticeRecord fresh(String key, NoticeKind kind, String to, AccountCase open, Instant now) {
        return NoticeRecord.due(key, kind.word(), to, open.account(), open.one().id(), now, new TreeMap<>());
    }

    private static @Nullable NoticeRecord ready(NoticeRecord entry, Instant now) {
        Instant next = entry.next();
        return next == null || !next.isAfter(now) ? entry : null;
    }
}
