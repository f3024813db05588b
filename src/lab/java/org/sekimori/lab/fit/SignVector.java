package org.sekimori.lab.fit;

import java.util.Arrays;

/**
 * The evidence of one attempt: for each sign, in the order of their names, the step of its table that the attempt is on, or
 * {@link #ABSENT}.
 *
 * @param steps never changed
 */
record SignVector(byte[] steps) {

    /** No rule read the sign: it does not apply. */
    static final byte ABSENT = -1;

    @Override
    public boolean equals(Object other) {
        return other instanceof SignVector vector && Arrays.equals(steps, vector.steps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(steps);
    }
}
