package org.sekimori.profile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;

/**
 * The last 96 submissions of at most 7 days, to be matched with later reports: an outcome confirms a reservation, proof of a
 * refusal before the queue releases it, a bounce belongs to its submission. Matched by server, queue id (or SMTP transaction,
 * without a queue id) and time, because servers reuse queue ids. Events with neither id are not kept: an attempt and its outcome
 * without ids count twice.
 *
 * <p>"Last" means the order of arrival, and 7 days are counted from each newly added one. An outcome without a match may precede
 * its attempt, and is kept to be found by it, if their times are at most {@value #CLOCKS_SECONDS} seconds apart; or its attempt
 * may be forgotten. An outcome as old as a forgotten submission does not count, unless only outcomes without attempts are kept:
 * then the servers of this account only report.
 */
final class RecentSubmissions {

    static final RecentSubmissions NONE = new RecentSubmissions(new Reservation[0], 0);

    /** Status of a submission; stored by its ordinal. */
    enum Status {
        /** We refused it; it is not counted. */
        REFUSED,
        /** We let it pass; it is counted. */
        RESERVED,
        /** The server took it; it is counted. */
        CONFIRMED,
        /** The server proved that it refused it before it queued it; it is not counted any more. */
        REFUSED_BEFORE_QUEUE,
        /** The server took it; the attempt has not arrived yet. Counted. */
        CONFIRMED_AHEAD,
        /** The server proved a refusal before the queue; the attempt has not arrived yet. */
        REFUSED_BEFORE_QUEUE_AHEAD;

        private static final Status[] ALL = values();

        boolean counted() {
            return this == RESERVED || this == CONFIRMED || this == CONFIRMED_AHEAD;
        }

        boolean ahead() {
            return this == CONFIRMED_AHEAD || this == REFUSED_BEFORE_QUEUE_AHEAD;
        }

        /** The status after the server took it; the attempt may still be missing. */
        Status confirmed() {
            return ahead() ? CONFIRMED_AHEAD : CONFIRMED;
        }

        /** The status after the attempt arrived. */
        Status met() {
            return counted() ? CONFIRMED : REFUSED_BEFORE_QUEUE;
        }
    }

    /**
     * A submission.
     *
     * @param key hash of server and queue id
     * @param second its time
     * @param day the local day it is counted in
     * @param lane its traffic class
     * @param recipients envelope recipients
     * @param fresh new recipients among them
     * @param uncompared recipients that could not be compared
     * @param failed recipients whose delivery failed or who complained; never more than {@code recipients}
     * @param fewDays whether it came from a network used on few days, of a familiar provider; see {@link FamiliarityCredit#newNetwork}
     */
    record Reservation(
            int key,
            long second,
            int day,
            Status fate,
            TrafficClass lane,
            int recipients,
            int fresh,
            int uncompared,
            int failed,
            boolean fewDays) {

        Reservation with(Status newFate) {
            return new Reservation(key, second, day, newFate, lane, recipients, fresh, uncompared, failed, fewDays);
        }

        /** Takes the other's recipients; keeps this one's time, class and status. */
        Reservation withRecipientsOf(Reservation other) {
            return new Reservation(
                    key,
                    second,
                    day,
                    fate,
                    lane,
                    other.recipients,
                    other.fresh,
                    other.uncompared,
                    Math.min(failed, other.recipients),
                    fewDays);
        }

        /** With failed recipients, which proves that the server had taken it. */
        Reservation withFailed(int more) {
            Status proved = fate == Status.RESERVED ? Status.CONFIRMED : fate;
            return new Reservation(
                    key, second, day, proved, lane, recipients, fresh, uncompared, failed + more, fewDays);
        }

        /** The row that it adds to a {@link SendHistory}, or takes back. */
        int[] row(int sign) {
            int[] row = new int[HistoryColumn.COUNT];
            row[HistoryColumn.messages(lane)] = sign;
            row[HistoryColumn.recipients(lane)] = sign * recipients;
            row[HistoryColumn.NEW] = sign * fresh;
            row[HistoryColumn.UNCOMPARED] = sign * uncompared;
            return row;
        }
    }

    /** Added to the offset of a local day, which is -1, 0 or 1, so that the mark takes no octet. */
    private static final int FEW_DAYS = 8;

    private static final int MOST = 96;

    /** Octets of the largest submission: key, time, status, day, and four numbers of recipients. */
    private static final int LARGEST = 4 + 6 + 2 + 2 + 4 * 3;

    private static final long KEPT_SECONDS = 7 * 86_400L;

    /** Clocks of servers differ; an outcome may seem to be this much earlier than its attempt. */
    private static final long CLOCKS_SECONDS = 300;

    /** In order of arrival. */
    private final Reservation[] entries;

    /** The newest time of a forgotten submission, in seconds since 1970; 0 without one. */
    private final long forgotten;

    private RecentSubmissions(Reservation[] entries, long forgotten) {
        this.entries = entries;
        this.forgotten = forgotten;
    }

    /** The key of an event, or 0 if nothing can be found by it. */
    static int key(MailEvent event) {
        String queueId = event.queueId() == null ? event.instance() : event.queueId();
        return queueId == null ? 0 : StableHash.of(event.server() + '\n' + queueId);
    }

    /** The submission of an outcome: the newest with its key that is not younger than the outcome. */
    @Nullable
    Reservation find(MailEvent outcome) {
        return find(key(outcome), outcome.time().getEpochSecond());
    }

    @Nullable
    Reservation find(int key, long second) {
        Reservation found = null;
        for (Reservation entry : entries) {
            if (key != 0
                    && entry.key == key
                    && entry.second <= second + CLOCKS_SECONDS
                    && entry.second > second - KEPT_SECONDS
                    && (found == null || entry.second >= found.second)) {
                found = entry;
            }
        }
        return found;
    }

    /** An outcome that arrived before its attempt. */
    @Nullable
    Reservation ahead(MailEvent attempt) {
        for (Reservation entry : entries) {
            // Few accounts have any, so the key is hashed only when there is one.
            if (entry.fate.ahead()
                    && entry.key != 0
                    && entry.key == key(attempt)
                    && Math.abs(entry.second - attempt.time().getEpochSecond()) <= CLOCKS_SECONDS) {
                return entry;
            }
        }
        return null;
    }

    /** Whether an attempt with this server and queue id is known, whatever became of it. */
    boolean asked(MailEvent attempt) {
        int key = key(attempt);
        for (Reservation entry : entries) {
            if (key != 0
                    && entry.key == key
                    && !entry.fate.ahead()
                    && Math.abs(entry.second - attempt.time().getEpochSecond()) <= CLOCKS_SECONDS) {
                return true;
            }
        }
        return false;
    }

    /** Whether a submission of this time may have been forgotten already. */
    boolean forgot(MailEvent outcome) {
        return forgotten != 0 && outcome.time().getEpochSecond() <= forgotten + CLOCKS_SECONDS && !onlyOutcomes();
    }

    /** Whether an outcome finds its submission, and why not. */
    OutcomeMatch match(MailEvent outcome) {
        if (key(outcome) == 0) {
            return OutcomeMatch.NO_ID;
        } else if (find(outcome) != null) {
            return OutcomeMatch.FOUND;
        } else if (forgot(outcome) || !onlyOutcomes() && entries.length == MOST) {
            return OutcomeMatch.FORGOTTEN;
        }
        return outcome.kind() == EventKind.ACCEPTED && onlyOutcomes() ? OutcomeMatch.COUNTED : OutcomeMatch.NOT_FOUND;
    }

    /** Whether this account has outcomes only, so that no server asks about its submissions. */
    private boolean onlyOutcomes() {
        for (Reservation entry : entries) {
            if (!entry.fate.ahead()) {
                return false;
            }
        }
        return true;
    }

    RecentSubmissions plus(Reservation added) {
        if (added.key == 0) {
            return this;
        }
        Reservation[] kept = new Reservation[entries.length + 1];
        long newForgotten = forgotten;
        int size = 0;
        for (int i = 0; i < entries.length; i++) {
            Reservation entry = entries[i];
            if (entry.second <= added.second - KEPT_SECONDS || i == 0 && entries.length == MOST) {
                newForgotten = Math.max(newForgotten, entry.second);
            } else {
                kept[size++] = entry;
            }
        }
        kept[size++] = added;
        return new RecentSubmissions(size == kept.length ? kept : Arrays.copyOf(kept, size), newForgotten);
    }

    /** Without submissions that are dated later than a moment. */
    RecentSubmissions until(long second) {
        Reservation[] kept =
                Arrays.stream(entries).filter(one -> one.second <= second).toArray(Reservation[]::new);
        return new RecentSubmissions(kept, Math.min(forgotten, second));
    }

    /** Time of the newest, in seconds since 1970; 0 without one. */
    long newest() {
        long newest = forgotten;
        for (Reservation entry : entries) {
            newest = Math.max(newest, entry.second);
        }
        return newest;
    }

    /** Never less than what {@link #write} takes, in octets. */
    int atMost() {
        return 1 + 10 + entries.length * LARGEST;
    }

    /** Without all but the last ones. */
    RecentSubmissions newest(int most) {
        int drop = Math.max(0, entries.length - most);
        long newForgotten = forgotten;
        for (int i = 0; i < drop; i++) {
            newForgotten = Math.max(newForgotten, entries[i].second);
        }
        return new RecentSubmissions(Arrays.copyOfRange(entries, drop, entries.length), newForgotten);
    }

    RecentSubmissions replace(Reservation old, Reservation changed) {
        Reservation[] copy = entries.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == old) {
                copy[i] = changed;
            }
        }
        return new RecentSubmissions(copy, forgotten);
    }

    void write(BinaryStateWriter out) {
        out.number(entries.length).signed(forgotten);
        long before = forgotten;
        for (Reservation one : entries) {
            int more = (one.fresh > 0 ? 1 : 0) + (one.uncompared > 0 ? 2 : 0) + (one.failed > 0 ? 4 : 0);
            out.fixed32(one.key)
                    .signed(one.second - before)
                    .number(one.fate.ordinal() | one.lane.ordinal() << 3 | (long) more << 5)
                    .signed(one.day - Math.floorDiv(one.second, 86_400L) + (one.fewDays ? FEW_DAYS : 0))
                    .number(one.recipients);
            before = one.second;
            if (one.fresh > 0) {
                out.number(one.fresh);
            }
            if (one.uncompared > 0) {
                out.number(one.uncompared);
            }
            if (one.failed > 0) {
                out.number(one.failed);
            }
        }
    }

    static RecentSubmissions read(BinaryStateReader in) {
        Reservation[] entries = new Reservation[in.count()];
        long forgotten = in.signed();
        long second = forgotten;
        for (int i = 0; i < entries.length; i++) {
            int key = in.fixed32();
            second += in.signed();
            int flags = in.count();
            long offset = in.signed();
            boolean fewDays = offset > FEW_DAYS / 2;
            int day = Math.toIntExact(offset - (fewDays ? FEW_DAYS : 0) + Math.floorDiv(second, 86_400L));
            int recipients = in.count();
            int fresh = (flags & 1 << 5) == 0 ? 0 : in.count();
            int uncompared = (flags & 1 << 6) == 0 ? 0 : in.count();
            int failed = (flags & 1 << 7) == 0 ? 0 : in.count();
            Status fate = Status.ALL[flags & 7];
            entries[i] = new Reservation(
                    key,
                    second,
                    day,
                    fate,
                    TrafficClass.at(flags >> 3 & 3),
                    recipients,
                    fresh,
                    uncompared,
                    failed,
                    fewDays);
        }
        return new RecentSubmissions(entries, forgotten);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentSubmissions r && forgotten == r.forgotten && Arrays.equals(entries, r.entries);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }
}
