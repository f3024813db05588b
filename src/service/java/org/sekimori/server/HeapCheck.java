package org.sekimori.server;

/** Checks that the heap is large enough for a service. */
public final class HeapCheck {

    /** With less the first rulebook does not come up, or the first busy minute ends the process. */
    private static final long LEAST_MB = 160;

    /** Usable share of a heap, since collectors keep a part of it empty. */
    private static final double COUNTED = 0.9;

    private static final long MB = 1 << 20;

    private HeapCheck() {}

    /** @throws UserFacingException if it was not */
    public static void require() {
        require(Runtime.getRuntime().maxMemory());
    }

    public static void require(long most) {
        if (most < LEAST_MB * COUNTED * MB) {
            throw new UserFacingException(
                    "a heap of " + most / MB + " MB is too small for the service: a small one needs " + LEAST_MB
                            + " MB, and 448 MB are usual; set SEKIMORI_HEAP=448m, or leave it out");
        }
    }
}
