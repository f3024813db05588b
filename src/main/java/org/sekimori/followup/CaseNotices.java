package org.sekimori.followup;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseHold;
import org.sekimori.cases.CaseStep;
import org.sekimori.stream.Ledger;
import org.sekimori.stream.NoticeEntry;

/** Which notice about an open case is due: what its state asks for and the ledger does not have yet. */
final class CaseNotices {

    /** What is longer ago is no news any more, such as after an upgrade. */
    private static final Duration TOLD_WITHIN = Memory.DAY.multipliedBy(3);

    private final FollowupSettings settings;
    private final Ledger ledger;

    CaseNotices(FollowupSettings settings, Ledger ledger) {
        this.settings = settings;
        this.ledger = ledger;
    }

    /** A case, open or closed lately, and whose it is. */
    record Open(String account, Case one) {}

    /**
     * What the customer is to be told, null: nothing, or not now. That a case came up is said once a day at most; that submission is
     * closed or open again is always said, as it is what the customer runs into.
     */
    @Nullable
    NoticeEntry customer(Open open, Memory memory, Instant now) {
        Case one = open.one();
        CaseHold hold = CaseHold.of(one);
        NoticeEntry first = ledger.entries().get(Keys.first(Keys.CUSTOMER, open.account(), one));
        if (first != null && !first.over()) {
            return ready(first, now);
        }
        boolean untold = first == null && one.progress().notifiedAt() == null;
        Instant held = hold.active() ? hold.since() : null;
        if (held != null) {
            return untold
                    ? fresh(first(open), Kind.ACCOUNT_HELD, Keys.CUSTOMER, open, now)
                    : knows(one, first, held)
                            ? null
                            : missing(Keys.held(open.account(), one), Kind.ACCOUNT_HELD, open, now);
        }
        NoticeEntry end = end(open, hold, now);
        if (end != null) {
            return end;
        }
        return untold && one.state() == Case.State.FLAGGED && !memory.toldToday(open.account(), one.id(), now)
                ? fresh(first(open), Kind.CASE_OPENED, Keys.CUSTOMER, open, now)
                : null;
    }

    /** That submission is open again, or the case is over that never closed it. */
    private @Nullable NoticeEntry end(Open open, CaseHold hold, Instant now) {
        Case one = open.one();
        Instant ended = hold.ended();
        Instant at = ended != null || one.state() != Case.State.RELEASED
                ? ended
                : one.progress().releasedAt();
        if (at == null || !at.plus(TOLD_WITHIN).isAfter(now)) {
            return null;
        }
        Kind kind = ended != null ? Kind.RELEASED : Kind.CASE_CLOSED;
        return missing(Keys.released(Keys.CUSTOMER, open.account(), one, at), kind, open, now);
    }

    private static String first(Open open) {
        return Keys.first(Keys.CUSTOMER, open.account(), open.one());
    }

    /** Whether the customer heard of this hold, by the first notice or by somebody's word. */
    private static boolean knows(Case one, @Nullable NoticeEntry first, Instant held) {
        if (first != null) {
            return first.kind().equals(Kind.ACCOUNT_HELD.word()) && !held.isAfter(first.since());
        }
        Instant told = one.progress().notifiedAt();
        return told != null && !held.isAfter(told);
    }

    /** Whether a closed case has something left to tell: its hold may have ended with it or later. */
    static boolean endsLately(Case one, Instant now) {
        CaseStep last = one.lastStep();
        return one.state() == Case.State.CLOSED
                && last != null
                && last.time().plus(TOLD_WITHIN).isAfter(now)
                && CaseHold.of(one).ended() != null;
    }

    private @Nullable NoticeEntry missing(String key, Kind kind, Open open, Instant now) {
        NoticeEntry known = ledger.entries().get(key);
        return known == null ? fresh(key, kind, Keys.CUSTOMER, open, now) : known.over() ? null : ready(known, now);
    }

    /** What the desk or a receiver of webhooks is to be told, null: nothing, or not now. */
    @Nullable
    NoticeEntry desk(String to, Open open, Instant now) {
        Case one = open.one();
        String key = Keys.first(to, open.account(), one);
        NoticeEntry first = ledger.entries().get(key);
        NoticeEntry customer = ledger.entries().get(Keys.first(Keys.CUSTOMER, open.account(), one));
        boolean unreachable = customer != null && customer.state() == NoticeEntry.State.NO_CONTACT;
        if (first != null && !first.over()) {
            return ready(first, now);
        }
        boolean young = one.state() == Case.State.FLAGGED
                || one.state() == Case.State.NOTIFIED
                || one.state() == Case.State.HELD;
        if (!young) {
            return null;
        }
        if (first == null) {
            Kind kind = unreachable && wants(to, Kind.NO_CONTACT) ? Kind.NO_CONTACT : Kind.CASE_OPENED;
            return wants(to, kind) ? fresh(key, kind, to, open, now) : null;
        }
        String later = Keys.noContact(to, open.account(), one);
        if (unreachable && first.kind().equals(Kind.CASE_OPENED.word()) && wants(to, Kind.NO_CONTACT)) {
            NoticeEntry known = ledger.entries().get(later);
            return known == null
                    ? fresh(later, Kind.NO_CONTACT, to, open, now)
                    : known.over() ? null : ready(known, now);
        }
        return null;
    }

    private boolean wants(String to, Kind kind) {
        return settings.webhooks().stream()
                .filter(webhook -> webhook.to().equals(to))
                .findFirst()
                .map(webhook -> webhook.wants(kind))
                .orElse(true);
    }

    private static NoticeEntry fresh(String key, Kind kind, String to, Open open, Instant now) {
        return NoticeEntry.due(key, kind.word(), to, open.account(), open.one().id(), now, new TreeMap<>());
    }

    private static @Nullable NoticeEntry ready(NoticeEntry entry, Instant now) {
        Instant next = entry.next();
        return next == null || !next.isAfter(now) ? entry : null;
    }
}
