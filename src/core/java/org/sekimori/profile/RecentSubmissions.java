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

    static final RecentSubmissions NONE = new RecentSubmissions(Read.NONE, 0, new Reservation[0], 0);

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

        /** @param before the time of the one before it */
        private void write(BinaryStateWriter out, long before) {
            int more = (fresh > 0 ? FRESH : 0) + (uncompared > 0 ? UNCOMPARED : 0) + (failed > 0 ? FAILED : 0);
            out.fixed32(key)
                    .signed(second - before)
                    .number(fate.ordinal() | lane.ordinal() << 3 | (long) more)
                    .signed(day - Math.floorDiv(second, 86_400L) + (fewDays ? FEW_DAYS : 0))
                    .number(recipients);
            if (fresh > 0) {
                out.number(fresh);
            }
            if (uncompared > 0) {
                out.number(uncompared);
            }
            if (failed > 0) {
                out.number(failed);
            }
        }

        /** The submission, of which key and time were read. */
        private static Reservation read(BinaryStateReader in, int key, long second) {
            int flags = in.count();
            long offset = in.signed();
            return new Reservation(
                    key,
                    second,
                    day(offset, second),
                    Status.ALL[flags & 7],
                    TrafficClass.at(flags >> 3 & 3),
                    in.count(),
                    (flags & FRESH) == 0 ? 0 : in.count(),
                    (flags & UNCOMPARED) == 0 ? 0 : in.count(),
                    (flags & FAILED) == 0 ? 0 : in.count(),
                    offset > FEW_DAYS / 2);
        }

        /** Goes to the end of it, and fails where it could not be read. Returns the ordinal of its status. */
        private static int skip(BinaryStateReader in, long second) {
            int flags = in.count();
            day(in.signed(), second);
            in.count();
            for (int more = flags & (FRESH | UNCOMPARED | FAILED); more != 0; more &= more - 1) {
                in.count();
            }
            return Status.ALL[flags & 7].ordinal();
        }

        private static int day(long offset, long second) {
            return Math.toIntExact(offset - (offset > FEW_DAYS / 2 ? FEW_DAYS : 0) + Math.floorDiv(second, 86_400L));
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

    private static final int FRESH = 1 << 5;
    private static final int UNCOMPARED = 1 << 6;
    private static final int FAILED = 1 << 7;

    /** Added to the offset of a local day, which is -1, 0 or 1, so that the mark takes no octet. */
    private static final int FEW_DAYS = 8;

    private static final int MOST = 96;

    /** Octets of the largest submission: key, time, status, day, and four numbers of recipients. */
    private static final int LARGEST = 4 + 6 + 2 + 2 + 4 * 3;

    private static final long KEPT_SECONDS = 7 * 86_400L;

    /** Clocks of servers differ; an outcome may seem to be this much earlier than its attempt. */
    private static final long CLOCKS_SECONDS = 300;

    /**
     * Submissions as they were read. Most steps look at keys, times and statuses alone and add a submission at the end, so the rest
     * of a submission is decoded when it is asked for, and all are written by copying the octets that they were read from.
     *
     * @param octets has them, and others
     * @param forgotten of the value that was read
     * @param keys of each, in order of arrival
     * @param seconds of each
     * @param fates ordinals of the status of each
     * @param at where each begins, and where the last one ends
     * @param decoded those that were asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // only decoded is ever changed, and nothing is compared
    private record Read(
            byte[] octets,
            long forgotten,
            int[] keys,
            long[] seconds,
            byte[] fates,
            int[] at,
            @Nullable Reservation[] decoded) {

        static final Read NONE =
                new Read(new byte[0], 0, new int[0], new long[0], new byte[0], new int[1], new Reservation[0]);

        int size() {
            return keys.length;
        }

        Reservation get(int index) {
            Reservation one = decoded[index];
            if (one == null) {
                BinaryStateReader in = new BinaryStateReader(octets, at[index]);
                int key = in.fixed32();
                in.signed();
                one = Reservation.read(in, key, seconds[index]);
                decoded[index] = one;
            }
            return one;
        }
    }

    private final Read read;

    /** The first of the read ones that is left. */
    private final int first;

    /** After those that were read, in order of arrival. */
    private final Reservation[] added;

    /** The newest time of a forgotten submission, in seconds since 1970; 0 without one. */
    private final long forgotten;

    private RecentSubmissions(Read read, int first, Reservation[] added, long forgotten) {
        this.read = read;
        this.first = first;
        this.added = added;
        this.forgotten = forgotten;
    }

    private RecentSubmissions(Reservation[] entries, long forgotten) {
        this(Read.NONE, 0, entries, forgotten);
    }

    private int size() {
        return read.size() - first + added.length;
    }

    private Reservation get(int index) {
        int at = first + index;
        return at < read.size() ? read.get(at) : added[at - read.size()];
    }

    private int key(int index) {
        int at = first + index;
        return at < read.size() ? read.keys[at] : added[at - read.size()].key;
    }

    private long second(int index) {
        int at = first + index;
        return at < read.size() ? read.seconds[at] : added[at - read.size()].second;
    }

    private Status fate(int index) {
        int at = first + index;
        return at < read.size() ? Status.ALL[read.fates[at]] : added[at - read.size()].fate;
    }

    private Reservation[] all() {
        Reservation[] all = new Reservation[size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = get(i);
        }
        return all;
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
        int found = -1;
        for (int i = 0; key != 0 && i < size(); i++) {
            if (key(i) == key
                    && second(i) <= second + CLOCKS_SECONDS
                    && second(i) > second - KEPT_SECONDS
                    && (found < 0 || second(i) >= second(found))) {
                found = i;
            }
        }
        return found < 0 ? null : get(found);
    }

    /** An outcome that arrived before its attempt. */
    @Nullable
    Reservation ahead(MailEvent attempt) {
        for (int i = 0; i < size(); i++) {
            // Few accounts have any, so the key is hashed only when there is one.
            if (fate(i).ahead()
                    && key(i) != 0
                    && key(i) == key(attempt)
                    && Math.abs(second(i) - attempt.time().getEpochSecond()) <= CLOCKS_SECONDS) {
                return get(i);
            }
        }
        return null;
    }

    /** Whether an attempt with this server and queue id is known, whatever became of it. */
    boolean asked(MailEvent attempt) {
        int key = key(attempt);
        for (int i = 0; key != 0 && i < size(); i++) {
            if (key(i) == key
                    && !fate(i).ahead()
                    && Math.abs(second(i) - attempt.time().getEpochSecond()) <= CLOCKS_SECONDS) {
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
        } else if (forgot(outcome) || !onlyOutcomes() && size() == MOST) {
            return OutcomeMatch.FORGOTTEN;
        }
        return outcome.kind() == EventKind.ACCEPTED && onlyOutcomes() ? OutcomeMatch.COUNTED : OutcomeMatch.NOT_FOUND;
    }

    /** Whether this account has outcomes only, so that no server asks about its submissions. */
    private boolean onlyOutcomes() {
        for (int i = 0; i < size(); i++) {
            if (!fate(i).ahead()) {
                return false;
            }
        }
        return true;
    }

    RecentSubmissions plus(Reservation more) {
        if (more.key == 0) {
            return this;
        }
        int size = size();
        long newForgotten = forgotten;
        int dropped = 0;
        boolean together = true;
        for (int i = 0; i < size; i++) {
            if (drops(i, more)) {
                newForgotten = Math.max(newForgotten, second(i));
                together &= i == dropped;
                dropped++;
            }
        }
        if (together && dropped <= read.size() - first) {
            Reservation[] after = Arrays.copyOf(added, added.length + 1);
            after[added.length] = more;
            return new RecentSubmissions(read, first + dropped, after, newForgotten);
        }
        Reservation[] kept = new Reservation[size - dropped + 1];
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (!drops(i, more)) {
                kept[at++] = get(i);
            }
        }
        kept[at] = more;
        return new RecentSubmissions(kept, newForgotten);
    }

    private boolean drops(int index, Reservation more) {
        return second(index) <= more.second - KEPT_SECONDS || index == 0 && size() == MOST;
    }

    /** Without submissions that are dated later than a moment. */
    RecentSubmissions until(long second) {
        Reservation[] kept =
                Arrays.stream(all()).filter(one -> one.second <= second).toArray(Reservation[]::new);
        return new RecentSubmissions(kept, Math.min(forgotten, second));
    }

    /** Time of the newest, in seconds since 1970; 0 without one. */
    long newest() {
        long newest = forgotten;
        for (int i = 0; i < size(); i++) {
            newest = Math.max(newest, second(i));
        }
        return newest;
    }

    /** Never less than what {@link #write} takes, in octets. */
    int atMost() {
        return 1 + 10 + size() * LARGEST;
    }

    /** Without all but the last ones. */
    RecentSubmissions newest(int most) {
        int drop = Math.max(0, size() - most);
        long newForgotten = forgotten;
        for (int i = 0; i < drop; i++) {
            newForgotten = Math.max(newForgotten, second(i));
        }
        return new RecentSubmissions(Arrays.copyOfRange(all(), drop, size()), newForgotten);
    }

    RecentSubmissions replace(Reservation old, Reservation changed) {
        Reservation[] copy = all();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == old) {
                copy[i] = changed;
            }
        }
        return new RecentSubmissions(copy, forgotten);
    }

    void write(BinaryStateWriter out) {
        out.number(size()).signed(forgotten);
        long before = forgotten;
        int left = read.size() - first;
        if (left > 0) {
            int same = first;
            if (first > 0 || forgotten != read.forgotten) {
                // The first one's time is counted from that of the forgotten ones.
                read.get(first).write(out, before);
                same++;
            }
            out.copy(read.octets, read.at[same], read.at[read.size()]);
            before = read.seconds[read.size() - 1];
        }
        for (Reservation one : added) {
            one.write(out, before);
            before = one.second;
        }
    }

    static RecentSubmissions read(BinaryStateReader in) {
        int size = in.count();
        long forgotten = in.signed();
        if (size == 0) {
            return new RecentSubmissions(Read.NONE, 0, NONE.added, forgotten);
        }
        int[] keys = new int[size];
        long[] seconds = new long[size];
        byte[] fates = new byte[size];
        int[] at = new int[size + 1];
        long second = forgotten;
        for (int i = 0; i < size; i++) {
            at[i] = in.position();
            keys[i] = in.fixed32();
            second += in.signed();
            seconds[i] = second;
            fates[i] = (byte) Reservation.skip(in, second);
        }
        at[size] = in.position();
        Read read = new Read(in.source(), forgotten, keys, seconds, fates, at, new Reservation[size]);
        return new RecentSubmissions(read, 0, NONE.added, forgotten);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentSubmissions r && forgotten == r.forgotten && Arrays.equals(all(), r.all());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(all());
    }
}
