package org.sekimori.rig;

/**
 * The size of tests that can show the same by little or by much. {@code ./sekimori test --long} sets the system property
 * {@code sekimori.long}; whole tests that are too long for each day have the tag {@code long} instead.
 */
public final class LongRun {

    private static final boolean LONG = Boolean.getBoolean("sekimori.long");

    private LongRun() {}

    /** Whether this is the long run. */
    public static boolean is() {
        return LONG;
    }

    /** How much a test does. */
    public static int size(int usual, int inLongRun) {
        return LONG ? inLongRun : usual;
    }
}
