package org.sekimori.profile;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Estimates the number of different values seen in a window of up to 24 hours, without keeping the values: a sample of their
 * hashes with the minute in which each was last seen.
 *
 * <p>Up to {@code capacity} different values in 24 hours the answer is exact (but for two values that share one of 2<sup>32</sup>
 * hashes). Beyond, only hashes below a threshold θ are kept, which is the bottom-k or theta sketch of Bar-Yossef et al.,
 * 'Counting Distinct Elements in a Data Stream' (RANDOM 2002), and the answer is their number divided by θ; its relative standard
 * error is {@code 1/√(k−1)} with k the number kept in the window, 15 % for 48. HyperLogLog answers only the window that it was
 * filled for, and takes more space for the same error at these sizes.
 *
 * <p>θ returns to 1 once no dropped value can be in a window any more, 24 hours after the last of them. Until then a window with
 * few values is estimated, too, in steps of 1/θ.
 *
 * <p>Each value counts at the last time that it was seen, so a window that ends before the newest minute misses those seen again
 * since. A value may be marked, and marked values are counted separately; the latest mark applies.
 */
final class DistinctSketch {

    /** The longest window, in minutes. */
    static final int KEPT_MINUTES = 1440;

    private static final long ALL = 1L << 32;

    /** No minute at all. */
    static final int NEVER = Integer.MIN_VALUE;

    private final int capacity;

    /** Hashes at and above are left out; from 1 to 2^32. */
    private final long threshold;

    /** The minute in which something was last left out; 0 while nothing is. */
    private final int leftOut;

    /** Rising as unsigned numbers. */
    private final int[] hashes;

    /** When each was last seen: minutes since 1970, times two, plus one if it was marked then. */
    private final int[] seen;

    private DistinctSketch(int capacity, long threshold, int leftOut, int[] hashes, int[] seen) {
        this.capacity = capacity;
        this.threshold = threshold;
        this.leftOut = leftOut;
        this.hashes = hashes;
        this.seen = seen;
    }

    static DistinctSketch empty(int capacity) {
        return new DistinctSketch(capacity, ALL, 0, new int[0], new int[0]);
    }

    /** After a value with this hash was seen unmarked; hashes must be spread evenly. */
    DistinctSketch plus(int hash, int minute) {
        return plus(hash, minute, false);
    }

    /** After a value with this hash was seen; hashes must be spread evenly. */
    DistinctSketch plus(int hash, int minute, boolean marked) {
        int added = minute << 1 | (marked ? 1 : 0);
        int newest = Math.max(minute, newest());
        if (minute <= newest - KEPT_MINUTES) {
            return this;
        }
        long limit = leftOut <= newest - KEPT_MINUTES ? ALL : threshold;
        int[] keptHashes = new int[hashes.length + 1];
        int[] keptSeen = new int[hashes.length + 1];
        int size = 0;
        boolean placed = (hash & 0xffffffffL) >= limit;
        int out = placed ? Math.max(leftOut, minute) : leftOut;
        for (int i = 0; i < hashes.length; i++) {
            if (!placed && Integer.compareUnsigned(hash, hashes[i]) <= 0) {
                placed = true;
                keptHashes[size] = hash;
                keptSeen[size++] = hash == hashes[i] && minute < minute(i) ? seen[i] : added;
                if (hash == hashes[i]) {
                    continue;
                }
            }
            if (minute(i) > newest - KEPT_MINUTES) {
                keptHashes[size] = hashes[i];
                keptSeen[size++] = seen[i];
            }
        }
        if (!placed) {
            keptHashes[size] = hash;
            keptSeen[size++] = added;
        }
        if (size > capacity) {
            size--;
            limit = keptHashes[size] & 0xffffffffL;
            out = Math.max(out, keptSeen[size] >> 1);
        }
        return new DistinctSketch(
                capacity,
                limit,
                limit == ALL ? 0 : out,
                Arrays.copyOf(keptHashes, size),
                Arrays.copyOf(keptSeen, size));
    }

    /** Without values last seen in this minute or before. */
    DistinctSketch after(int minute) {
        return within(minute + 1, Integer.MAX_VALUE);
    }

    /** Without values last seen after this minute. */
    DistinctSketch until(int minute) {
        return within(Integer.MIN_VALUE, minute);
    }

    private DistinctSketch within(int first, int last) {
        int[] keptHashes = new int[hashes.length];
        int[] keptSeen = new int[hashes.length];
        int size = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (minute(i) >= first && minute(i) <= last) {
                keptHashes[size] = hashes[i];
                keptSeen[size++] = seen[i];
            }
        }
        boolean whole = threshold == ALL || leftOut < first || leftOut > last;
        return new DistinctSketch(
                capacity,
                whole ? ALL : threshold,
                whole ? 0 : leftOut,
                Arrays.copyOf(keptHashes, size),
                Arrays.copyOf(keptSeen, size));
    }

    /** The minute in which anything was last seen; far in the past if nothing was. */
    int newest() {
        int newest = threshold < ALL ? leftOut : Integer.MIN_VALUE / 2;
        for (int i = 0; i < seen.length; i++) {
            newest = Math.max(newest, minute(i));
        }
        return newest;
    }

    private int minute(int index) {
        return seen[index] >> 1;
    }

    /** The minute in which a value with this hash was last seen; {@link #NEVER} if it is not kept. */
    int lastSeen(int hash) {
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] == hash) {
                return minute(i);
            }
        }
        return NEVER;
    }

    /** Number of different values per kept one; 1 while answers are exact. */
    int each() {
        return (int) Math.round((double) ALL / threshold);
    }

    /**
     * How many different values in the window that ends with the minute {@code now}; longer windows than an hour are counted in
     * minutes here, too.
     *
     * @throws IllegalArgumentException if the window is counted in days
     */
    long distinct(int now, TimeWindow window) {
        return count(now, window, 0);
    }

    /** How many of them were marked when they were last seen; as {@link #distinct}. */
    long marked(int now, TimeWindow window) {
        return count(now, window, 1);
    }

    private long count(int now, TimeWindow window, int mark) {
        int kept = 0;
        int first = now - minutes(window);
        for (int one : seen) {
            kept += one >> 1 > first && one >> 1 <= now && (one & mark) == mark ? 1 : 0;
        }
        return exact(now) ? kept : Math.round(kept * (double) ALL / threshold);
    }

    /** Whether answers are exact now. */
    boolean exact(int now) {
        return threshold == ALL || leftOut <= now - KEPT_MINUTES;
    }

    /** Gives the kept hashes of a window to {@code each}. */
    void forEach(int now, TimeWindow window, IntConsumer each) {
        int first = now - minutes(window);
        for (int i = 0; i < hashes.length; i++) {
            if (minute(i) > first && minute(i) <= now) {
                each.accept(hashes[i]);
            }
        }
    }

    private static int minutes(TimeWindow window) {
        if (window.step() == TimeWindow.Step.DAY) {
            throw new IllegalArgumentException("different values are counted in windows of 1m to 24h, not " + window);
        }
        return window.steps() * window.step().seconds() / 60;
    }

    /** Never less than what {@link #write} takes, in octets. */
    int atMost() {
        return 12 + 9 * hashes.length;
    }

    void write(BinaryStateWriter out) {
        out.number(hashes.length * 2L + (threshold == ALL ? 0 : 1));
        if (threshold != ALL) {
            out.fixed32((int) threshold).signed(leftOut);
        }
        int before = 0;
        for (int i = 0; i < hashes.length; i++) {
            // The mark is the lowest bit, so that small distances in time stay short.
            out.fixed32(hashes[i]).signed(((long) minute(i) - before) << 1 | (seen[i] & 1));
            before = minute(i);
        }
    }

    /** Decodes {@link #write}'s output; format 4 and before had no marks, and all values are read as marked or unmarked. */
    static DistinctSketch read(BinaryStateReader in, int capacity, int format, boolean markedBefore) {
        int head = in.count();
        long threshold = ALL;
        int leftOut = 0;
        if ((head & 1) == 1) {
            threshold = in.fixed32() & 0xffffffffL;
            leftOut = Math.toIntExact(in.signed());
        }
        int[] hashes = new int[head >> 1];
        int[] seen = new int[head >> 1];
        int minute = 0;
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.fixed32();
            long packed = in.signed();
            boolean marked = format < Profile.MARKED_FORMAT ? markedBefore : (packed & 1) == 1;
            minute += Math.toIntExact(format < Profile.MARKED_FORMAT ? packed : packed >> 1);
            seen[i] = minute << 1 | (marked ? 1 : 0);
        }
        return new DistinctSketch(capacity, threshold, leftOut, hashes, seen);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinctSketch s
                && threshold == s.threshold
                && leftOut == s.leftOut
                && Arrays.equals(hashes, s.hashes)
                && Arrays.equals(seen, s.seen);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes) ^ Arrays.hashCode(seen);
    }
}
