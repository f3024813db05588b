package org.sekimori.api.server;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets a few threads at a time work on questions of mail servers. The system shares processors among all threads that can run. Of 200 that
 * answer HTTP in a rush, each gets as much as the two that answer at the policy port, and the two that decide: these would get next to
 * nothing, although questions over HTTP need the processor for a millisecond and wait for nothing.
 *
 * <p>A thread that takes longer is waiting for its client, and counts no more. Thread-safe.
 */
final class ProcessorGate {

    /** So long is the processor needed by no question, even on a machine with much other work. */
    private static final long WAITING_MILLIS = 250;

    private final int most;
    private final long waitingNanos;
    private final Set<Use> working = new HashSet<>();

    /** A thread at work; each is different from all others. */
    static final class Use {
        private long since;
    }

    /** @param most threads that work at a time */
    ProcessorGate(int most) {
        this(most, TimeUnit.MILLISECONDS.toNanos(WAITING_MILLIS));
    }

    /** @param waitingNanos after so long a thread counts as one that waits */
    ProcessorGate(int most, long waitingNanos) {
        this.most = most;
        this.waitingNanos = waitingNanos;
    }

    /** Waits for its turn, at most until the threads at work count no more; an interrupted thread works at once. */
    synchronized Use enter() {
        Use use = new Use();
        try {
            for (long left = left(); left > 0; left = left()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        use.since = System.nanoTime();
        working.add(use);
        return use;
    }

    /** Nanoseconds until a thread may enter if none leaves before; 0 or less for now. */
    private long left() {
        long now = System.nanoTime();
        int busy = 0;
        long soonest = Long.MAX_VALUE;
        for (Use use : working) {
            long left = waitingNanos - (now - use.since);
            if (left > 0) {
                busy++;
                soonest = Math.min(soonest, left);
            }
        }
        return busy < most ? 0 : soonest;
    }

    synchronized void leave(Use use) {
        working.remove(use);
        notify();
    }
}
