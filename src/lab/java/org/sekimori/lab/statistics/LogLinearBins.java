package org.sekimori.lab.statistics;

/**
 * Bins of whole numbers: one for each number below 256, and above them 32 of equal width per doubling, so that a bin is never
 * wider than 3.2 % of its numbers.
 */
final class LogLinearBins {

    private static final int EXACT_BITS = 8;
    private static final int EXACT = 1 << EXACT_BITS;
    private static final int STEP_BITS = 5;
    private static final int STEPS = 1 << STEP_BITS;

    /** Bits that the number of any bin fits in. */
    static final int BITS = 11;

    private LogLinearBins() {}

    /** @param value from 0 */
    static int of(long value) {
        if (value < EXACT) {
            return (int) Math.max(0, value);
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        int step = (int) (value >>> (exponent - STEP_BITS)) & (STEPS - 1);
        return EXACT + (exponent - EXACT_BITS) * STEPS + step;
    }

    /** How many numbers share the bin. */
    static long width(int bin) {
        return bin < EXACT ? 1 : 1L << ((bin - EXACT) / STEPS + EXACT_BITS - STEP_BITS);
    }

    /** The smallest number in the bin. */
    static long low(int bin) {
        return bin < EXACT ? bin : (STEPS + (bin - EXACT) % STEPS) * width(bin);
    }

    /** Representative of a bin: its middle, rounded down. */
    static long middle(int bin) {
        return low(bin) + (width(bin) - 1) / 2;
    }
}
