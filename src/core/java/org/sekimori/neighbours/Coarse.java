package org.sekimori.neighbours;

/** Counts in steps of about an eighth, so that a count is told seldom and is never far off. */
final class Coarse {

    private static final int EXACT = 8;

    private Coarse() {}

    /** The number of the step that a count is on: 0 for 0, exact up to 8, then one more for each eighth. */
    static int step(long count) {
        if (count <= EXACT) {
            return (int) Math.max(0, count);
        }
        // Between two powers of two lie eight steps.
        int power = 63 - Long.numberOfLeadingZeros(count);
        return EXACT + (power - 3) * EXACT + (int) ((count >>> (power - 3)) & 7);
    }
}
