package org.sekimori.profile.statistics;

import java.util.Arrays;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * The last {@value #MOST} envelope senders, other than its own name, that an account used, as hashes with the local day of the
 * first use. A sender is new until the day after its first use, so that all of a burst is new, and not only its first message.
 *
 * <p>On the first day that anything is kept every sender would be new; then nothing is said.
 */
public final class KnownSenders {

    /** So many are kept. */
    static final int MOST = 16;

    /** Nothing is kept yet. */
    private static final int NEVER = Integer.MIN_VALUE;

    /** Nothing was seen. */
    public static final KnownSenders NONE = new KnownSenders(NEVER, new int[0], new int[0]);

    /** The first day that senders are kept of. */
    private final int since;

    /** In order of the last use, latest at the end. */
    private final int[] hashes;

    /** The day of the first use of each. */
    private final int[] days;

    private KnownSenders(int since, int[] hashes, int[] days) {
        this.since = since;
        this.hashes = hashes;
        this.days = days;
    }

    /** Whether a sender was not used on any day before this one; false while nothing was kept before this day. */
    public boolean isNew(int hash, int day) {
        if (since == NEVER || since >= day) {
            return false;
        }
        int at = find(hash);
        return at < 0 || days[at] >= day;
    }

    private int find(int hash) {
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    /** After a message under the account's own name, or without a sender. */
    public KnownSenders plusOwn(int day) {
        return since != NEVER && since <= day ? this : new KnownSenders(day, hashes, days);
    }

    /** After a message under another name. */
    public KnownSenders plus(int hash, int day) {
        int at = find(hash);
        if (at >= 0 && at == hashes.length - 1 && days[at] <= day) {
            return plusOwn(day);
        }
        int[] newHashes = new int[hashes.length + (at < 0 ? 1 : 0)];
        int[] newDays = new int[newHashes.length];
        int size = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (i != at) {
                newHashes[size] = hashes[i];
                newDays[size++] = days[i];
            }
        }
        newHashes[size] = hash;
        newDays[size++] = at < 0 ? day : Math.min(day, days[at]);
        return plusOwn(day).with(newHashes, newDays).newest(MOST);
    }

    private KnownSenders with(int[] newHashes, int[] newDays) {
        return new KnownSenders(since, newHashes, newDays);
    }

    /** Without all but the last ones. */
    public KnownSenders newest(int most) {
        int drop = Math.max(0, hashes.length - most);
        return drop == 0
                ? this
                : with(Arrays.copyOfRange(hashes, drop, hashes.length), Arrays.copyOfRange(days, drop, days.length));
    }

    /** Without senders first used on this day or later. */
    public KnownSenders before(int day) {
        int[] newHashes = new int[hashes.length];
        int[] newDays = new int[hashes.length];
        int size = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (days[i] < day) {
                newHashes[size] = hashes[i];
                newDays[size++] = days[i];
            }
        }
        return size == hashes.length ? this : with(Arrays.copyOf(newHashes, size), Arrays.copyOf(newDays, size));
    }

    /** Moves later days to this one. */
    public KnownSenders until(int day) {
        int[] newDays = days.clone();
        for (int i = 0; i < newDays.length; i++) {
            newDays[i] = Math.min(day, newDays[i]);
        }
        return since == NEVER ? this : new KnownSenders(Math.min(since, day), hashes, newDays);
    }

    /** Never less than what {@link #write} takes, in octets. */
    public int atMost() {
        return 6 + 9 * hashes.length;
    }

    /** Writes them; must not be called for none at all. */
    public void write(BinaryStateWriter out) {
        out.signed(since).number(hashes.length);
        for (int i = 0; i < hashes.length; i++) {
            out.fixed32(hashes[i]).signed((long) days[i] - since);
        }
    }

    /** Reads {@link #write}'s output. */
    public static KnownSenders read(BinaryStateReader in) {
        int since = Math.toIntExact(in.signed());
        int[] hashes = new int[in.count()];
        int[] days = new int[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.fixed32();
            days[i] = Math.toIntExact(since + in.signed());
        }
        return new KnownSenders(since, hashes, days);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownSenders k
                && since == k.since
                && Arrays.equals(hashes, k.hashes)
                && Arrays.equals(days, k.days);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes) + since;
    }
}
