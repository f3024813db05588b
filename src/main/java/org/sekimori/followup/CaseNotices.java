package org.sekimori.followup;

import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.stream.Ledger;
import org.sekimori.stream.NoticeEntry;

/** Which notice about an open case is due: what its state asks for and the ledger does not have yet. */
final class CaseNotices {

    private final FollowupSettings settings;
    private final Ledger ledger;

    CaseNotices(FollowupSettings settings, Ledger ledger) {
        this.settings = settings;
        this.ledger = ledger;
    }

    /** An open case and whose it is. */
    record Open(String account, Case one) {}

    /** What the customer is to be told, null: nothing, or not now. */
    @Nullable
    NoticeEntry customer(Open open, Memory memory, Instant now) {
        Case one = open.one();
        NoticeEntry first = ledger.entries().get(Keys.first(Keys.CUSTOMER, open.account(), one));
        if (first != null && !first.over()) {
            return ready(first, now);
        }
        if (memory.toldToday(open.account(), one.id(), now)) {
            return null;
        }
        if (first == null && one.progress().notifiedAt() == null) {
            if (one.state() == Case.State.HELD) {
                return fresh(
                        Keys.first(Keys.CUSTOMER, open.account(), one), Kind.ACCOUNT_HELD, Keys.CUSTOMER, open, now);
            } else if (one.state() == Case.State.FLAGGED) {
                return fresh(
                        Keys.first(Keys.CUSTOMER, open.account(), one), Kind.CASE_OPENED, Keys.CUSTOMER, open, now);
            }
        }
        if (one.state() == Case.State.HELD && heldSince(one, first)) {
            return missing(Keys.held(open.account(), one), Kind.ACCOUNT_HELD, open, now);
        }
        Instant released = one.progress().releasedAt();
        return one.state() == Case.State.RELEASED
                        && released != null
                        && released.plus(Memory.DAY.multipliedBy(3)).isAfter(now)
                ? missing(Keys.released(Keys.CUSTOMER, open.account(), one), Kind.RELEASED, open, now)
                : null;
    }

    /** Whether submission was closed after the customer heard of the case for the first time. */
    private static boolean heldSince(Case one, @Nullable NoticeEntry first) {
        Instant told = first != null ? first.at() : one.progress().notifiedAt();
        Instant held = one.progress().heldAt();
        return told != null
                && held != null
                && held.isAfter(told)
                && (first == null || first.kind().equals(Kind.CASE_OPENED.word()));
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
                .map(webhook -> webhook.kinds().contains(kind))
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
