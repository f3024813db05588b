package org.sekimori.intake.limits;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory limit of incomplete requests on all connections together. Above it, connections that hold more than an honest request
 * needs are closed. Thread-safe.
 */
public final class IncompleteRequestLimit {

    /** Octets on all connections together. */
    public static final long MOST = 16L * 1024 * 1024;

    /** Octets that any connection may hold. */
    public static final int FREE = 2 * 1024;

    private final AtomicLong held = new AtomicLong();

    /**
     * Updates the octets that a connection holds.
     *
     * @param before octets it held before
     * @return false: it must be closed
     */
    public boolean reserve(int now, int before) {
        long all = held.addAndGet((long) now - before);
        return all <= MOST || now <= FREE;
    }

    /** Octets on all connections together. */
    public long held() {
        return held.get();
    }
}
