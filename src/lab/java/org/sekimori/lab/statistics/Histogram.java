package org.sekimori.lab.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Histogram of whole numbers from 0, exact below 256 and within 3.2 % above ({@link LogLinearBins}). Statistics of an empty one
 * are NaN.
 */
final class Histogram {

    private long[] counts = new long[8];
    private long total;

    /** A histogram from {@link #counts}. */
    static Histogram of(Map<Long, Long> counts) {
        Histogram histogram = new Histogram();
        counts.forEach((value, count) -> histogram.add(LogLinearBins.of(value), count));
        return histogram;
    }

    void add(int bin, long count) {
        if (bin >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(bin + 1, counts.length * 2));
        }
        counts[bin] += count;
        total += count;
    }

    /** How many numbers were counted. */
    public long total() {
        return total;
    }

    /** The numbers that occur, each standing for its bin, and how often. */
    public SortedMap<Long, Long> counts() {
        SortedMap<Long, Long> sparse = new TreeMap<>();
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                sparse.put(LogLinearBins.middle(bin), counts[bin]);
            }
        }
        return sparse;
    }

    /** The largest number; 0 if empty. */
    public long largest() {
        for (int bin = counts.length - 1; bin >= 0; bin--) {
            if (counts[bin] > 0) {
                return LogLinearBins.middle(bin);
            }
        }
        return 0;
    }

    double mean() {
        double sum = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            sum += (double) counts[bin] * LogLinearBins.middle(bin);
        }
        return sum / total;
    }

    /** The bin of the smallest number that at least this share of all do not exceed (nearest rank); 0 if empty. */
    int quantileBin(double share) {
        // The subtraction keeps 0.9 of 10, which floating point makes a little more than 9, at rank 9.
        long rank = Math.max(1, (long) Math.ceil(share * total - 1e-9));
        long below = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            below += counts[bin];
            if (below >= rank) {
                return bin;
            }
        }
        return 0;
    }

    double quantile(double share) {
        return total == 0 ? Double.NaN : LogLinearBins.middle(quantileBin(share));
    }

    /** The share of the numbers from {@code low} to {@code high}, both included. */
    double share(long low, long high) {
        long within = 0;
        int last = Math.min(counts.length - 1, LogLinearBins.of(high));
        for (int bin = LogLinearBins.of(low); bin <= last; bin++) {
            within += counts[bin];
        }
        return (double) within / total;
    }

    /** Sum of the largest numbers, this share of all and at least one, as a share of the total. */
    double topShare(double share) {
        long left = Math.max(1, (long) Math.ceil(share * total - 1e-9));
        double top = 0;
        for (int bin = counts.length - 1; bin >= 0 && left > 0; bin--) {
            long taken = Math.min(left, counts[bin]);
            top += (double) taken * LogLinearBins.middle(bin);
            left -= taken;
        }
        return top / (mean() * total);
    }
}
