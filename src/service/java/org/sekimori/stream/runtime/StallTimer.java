package org.sekimori.stream.runtime;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells whether a figure has not changed for too long. Not thread-safe. */
final class StallTimer {

    private final long patienceNanos;
    private final LongSupplier progress;
    private final LongSupplier nanoTime;
    private long seen;
    private long since;

    /**
     * Begins now.
     *
     * @param patience longest time without a change
     * @param nanoTime as {@link System#nanoTime}
     */
    StallTimer(Duration patience, LongSupplier progress, LongSupplier nanoTime) {
        this.patienceNanos = patience.toNanos();
        this.progress = progress;
        this.nanoTime = nanoTime;
        this.seen = progress.getAsLong();
        this.since = nanoTime.getAsLong();
    }

    /** Looks at the figure; whether its last change was longer ago than the patience lasts. */
    boolean stalled() {
        long now = nanoTime.getAsLong();
        long current = progress.getAsLong();
        if (current != seen) {
            seen = current;
            since = now;
        }
        return now - since > patienceNanos;
    }
}
