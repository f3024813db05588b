package org.sekimori.neighbours;

import java.util.Arrays;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/** Counts by step of the clock, the newest few steps; a value. */
final class RecentSum {

    static final RecentSum NONE = new RecentSum(new long[0], new long[0]);

    /** Rising. */
    private final long[] steps;

    private final long[] counts;

    private RecentSum(long[] steps, long[] counts) {
        this.steps = steps;
        this.counts = counts;
    }

    /**
     * With more in a step.
     *
     * @param kept how many steps are kept, the newest one included; what is older than that is left out
     */
    RecentSum plus(long step, long count, int kept) {
        if (count == 0) {
            return this;
        }
        long newest = steps.length == 0 ? step : Math.max(step, steps[steps.length - 1]);
        if (step <= newest - kept) {
            return this;
        }
        int from = 0;
        while (from < steps.length && steps[from] <= newest - kept) {
            from++;
        }
        int at = Arrays.binarySearch(steps, from, steps.length, step);
        if (at >= 0) {
            long[] more = Arrays.copyOfRange(counts, from, counts.length);
            more[at - from] += count;
            return new RecentSum(Arrays.copyOfRange(steps, from, steps.length), more);
        }
        int place = -at - 1 - from;
        int size = steps.length - from;
        long[] newSteps = new long[size + 1];
        long[] newCounts = new long[size + 1];
        System.arraycopy(steps, from, newSteps, 0, place);
        System.arraycopy(counts, from, newCounts, 0, place);
        newSteps[place] = step;
        newCounts[place] = count;
        System.arraycopy(steps, from + place, newSteps, place + 1, size - place);
        System.arraycopy(counts, from + place, newCounts, place + 1, size - place);
        return new RecentSum(newSteps, newCounts);
    }

    /** The sum of the steps from {@code first} to {@code last}, both included. */
    long within(long first, long last) {
        long sum = 0;
        for (int i = 0; i < steps.length; i++) {
            sum += steps[i] >= first && steps[i] <= last ? counts[i] : 0;
        }
        return sum;
    }

    /** The newest step; 0 without any. */
    long newest() {
        return steps.length == 0 ? 0 : steps[steps.length - 1];
    }

    void write(BinaryStateWriter out) {
        out.number(steps.length);
        long before = 0;
        for (int i = 0; i < steps.length; i++) {
            out.number(steps[i] - before).number(counts[i]);
            before = steps[i];
        }
    }

    static RecentSum read(BinaryStateReader in) {
        int size = in.count();
        if (size == 0) {
            return NONE;
        }
        long[] steps = new long[size];
        long[] counts = new long[size];
        long before = 0;
        for (int i = 0; i < size; i++) {
            before += in.number();
            steps[i] = before;
            counts[i] = in.number();
        }
        return new RecentSum(steps, counts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentSum sum && Arrays.equals(steps, sum.steps) && Arrays.equals(counts, sum.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(steps) * 31 + Arrays.hashCode(counts);
    }
}
