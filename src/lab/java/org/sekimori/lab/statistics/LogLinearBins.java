package org.sekimori.lab.statistics;

/**
 * Puts whole numbers into bins: each number below 256 has its own, and above them every doubling has 32 of equal width, so that
 * a bin is never wider than 3.2 % of what is in it.
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

    /** What stands for the numbers in the bin: their middle, rounded down. */
    static long middle(int bin) {
        return low(bin) + (width(bin) - 1) / 2;
    }
}
