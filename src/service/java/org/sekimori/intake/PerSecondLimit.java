package org.sekimori.intake;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A limit per second. Thread-safe. */
final class PerSecondLimit {

    private final int most;
    private final LongSupplier nanos;
    private long begun;
    private int count;

    PerSecondLimit(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** Counts one event; whether it is within the limit. */
    synchronized boolean another() {
        long now = nanos.getAsLong();
        if (now - begun >= TimeUnit.SECONDS.toNanos(1)) {
            begun = now;
            count = 0;
        }
        if (count == most) {
            return false;
        }
        count++;
        return true;
    }
}
