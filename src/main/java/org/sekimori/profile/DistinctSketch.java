package org.sekimori.profile;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * How many different values were seen in a window of up to 24 hours, without keeping the values: a sample of their hashes
 * with the minute in which each was last seen.
 *
 * <p>Up to {@code capacity} different values in 24 hours the answer is exact (but for two values that share one of
 * 2<sup>32</sup> hashes). Beyond, only hashes below a threshold θ are kept, which is the bottom-k or theta sketch of Bar-Yossef
 * et al., 'Counting Distinct Elements in a Data Stream' (RANDOM 2002), and the answer is their number divided by θ; its relative
 * standard error is {@code 1/√(k−1)} with k the number kept in the window, 15 % for 48. HyperLogLog answers no window but the
 * one that it was filled for, and takes more room for the same error at these sizes.
 *
 * <p>θ returns to 1 when nothing that was left out can be in a window any more, 24 hours after the last of it. Until then a
 * window with few values is estimated, too, in steps of 1/θ.
 *
 * <p>Each value counts as of the last time that it was seen, so a window that ends before the newest minute misses those that
 * were seen again since.
 */
final class DistinctSketch {

    /** The longest window, in minutes. */
    static final int KEPT_MINUTES = 1440;

    private static final long ALL = 1L << 32;

    private final int capacity;

    /** Hashes at and above are left out; from 1 to 2^32. */
    private final long threshold;

    /** The minute in which something was last left out; 0 while nothing is. */
    private final int leftOut;

    /** Rising as unsigned numbers. */
    private final int[] hashes;

    /** When each was last seen, in minutes since 1970. */
    private final int[] minutes;

    private DistinctSketch(int capacity, long threshold, int leftOut, int[] hashes, int[] minutes) {
        this.capacity = capacity;
        this.threshold = threshold;
        this.leftOut = leftOut;
        this.hashes = hashes;
        this.minutes = minutes;
    }

    static DistinctSketch empty(int capacity) {
        return new DistinctSketch(capacity, ALL, 0, new int[0], new int[0]);
    }

    /** After a value with this hash was seen; hashes must be spread evenly. */
    DistinctSketch plus(int hash, int minute) {
        int newest = Math.max(minute, newest());
        if (minute <= newest - KEPT_MINUTES) {
            return this;
        }
        long limit = leftOut <= newest - KEPT_MINUTES ? ALL : threshold;
        int[] keptHashes = new int[hashes.length + 1];
        int[] keptMinutes = new int[hashes.length + 1];
        int size = 0;
        boolean placed = (hash & 0xffffffffL) >= limit;
        int out = placed ? Math.max(leftOut, minute) : leftOut;
        for (int i = 0; i < hashes.length; i++) {
            if (!placed && Integer.compareUnsigned(hash, hashes[i]) <= 0) {
                placed = true;
                keptHashes[size] = hash;
                keptMinutes[size++] = hash == hashes[i] ? Math.max(minute, minutes[i]) : minute;
                if (hash == hashes[i]) {
                    continue;
                }
            }
            if (minutes[i] > newest - KEPT_MINUTES) {
                keptHashes[size] = hashes[i];
                keptMinutes[size++] = minutes[i];
            }
        }
        if (!placed) {
            keptHashes[size] = hash;
            keptMinutes[size++] = minute;
        }
        if (size > capacity) {
            size--;
            limit = keptHashes[size] & 0xffffffffL;
            out = Math.max(out, keptMinutes[size]);
        }
        return new DistinctSketch(
                capacity,
                limit,
                limit == ALL ? 0 : out,
                Arrays.copyOf(keptHashes, size),
                Arrays.copyOf(keptMinutes, size));
    }

    /** Without what was last seen in this minute or before. */
    DistinctSketch after(int minute) {
        int[] keptHashes = new int[hashes.length];
        int[] keptMinutes = new int[hashes.length];
        int size = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (minutes[i] > minute) {
                keptHashes[size] = hashes[i];
                keptMinutes[size++] = minutes[i];
            }
        }
        boolean whole = threshold == ALL || leftOut <= minute;
        return new DistinctSketch(
                capacity,
                whole ? ALL : threshold,
                whole ? 0 : leftOut,
                Arrays.copyOf(keptHashes, size),
                Arrays.copyOf(keptMinutes, size));
    }

    private int newest() {
        int newest = threshold < ALL ? leftOut : Integer.MIN_VALUE / 2;
        for (int minute : minutes) {
            newest = Math.max(newest, minute);
        }
        return newest;
    }

    /**
     * How many different values in the window that ends with the minute {@code now}; longer windows than an hour are counted in
     * minutes here, too.
     *
     * @throws IllegalArgumentException if the window is counted in days
     */
    long distinct(int now, Window window) {
        int kept = 0;
        int first = now - minutes(window);
        for (int minute : minutes) {
            kept += minute > first && minute <= now ? 1 : 0;
        }
        return exact(now) ? kept : Math.round(kept * (double) ALL / threshold);
    }

    /** Whether answers are exact now. */
    boolean exact(int now) {
        return threshold == ALL || leftOut <= now - KEPT_MINUTES;
    }

    /** Gives the kept hashes of a window to {@code each}. */
    void forEach(int now, Window window, IntConsumer each) {
        int first = now - minutes(window);
        for (int i = 0; i < hashes.length; i++) {
            if (minutes[i] > first && minutes[i] <= now) {
                each.accept(hashes[i]);
            }
        }
    }

    private static int minutes(Window window) {
        if (window.step() == Window.Step.DAY) {
            throw new IllegalArgumentException("different values are counted in windows of 1m to 24h, not " + window);
        }
        return window.steps() * window.step().seconds() / 60;
    }

    void write(PackedWriter out) {
        out.number(hashes.length * 2L + (threshold == ALL ? 0 : 1));
        if (threshold != ALL) {
            out.bits((int) threshold).signed(leftOut);
        }
        int before = 0;
        for (int i = 0; i < hashes.length; i++) {
            out.bits(hashes[i]).signed((long) minutes[i] - before);
            before = minutes[i];
        }
    }

    static DistinctSketch read(PackedReader in, int capacity) {
        int head = in.count();
        long threshold = ALL;
        int leftOut = 0;
        if ((head & 1) == 1) {
            threshold = in.bits() & 0xffffffffL;
            leftOut = Math.toIntExact(in.signed());
        }
        int[] hashes = new int[head >> 1];
        int[] minutes = new int[head >> 1];
        int before = 0;
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.bits();
            before += Math.toIntExact(in.signed());
            minutes[i] = before;
        }
        return new DistinctSketch(capacity, threshold, leftOut, hashes, minutes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinctSketch s
                && threshold == s.threshold
                && leftOut == s.leftOut
                && Arrays.equals(hashes, s.hashes)
                && Arrays.equals(minutes, s.minutes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes) ^ Arrays.hashCode(minutes);
    }
}
