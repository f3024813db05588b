package org.sekimori.intake.authpolicy;

import java.time.Instant;

/** Lets a number of things pass in each minute of UTC. Thread-safe. */
final class MinuteLimit {

    private static final int SECONDS = 60;

    private final int most;
    private long minute = Long.MIN_VALUE;
    private int passed;

    MinuteLimit(int most) {
        this.most = most;
    }

    /** Whether one more may pass at this time; counts it then. */
    synchronized boolean permits(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), SECONDS);
        if (current != minute) {
            minute = current;
            passed = 0;
        }
        if (passed == most) {
            return false;
        }
        passed++;
        return true;
    }
}
