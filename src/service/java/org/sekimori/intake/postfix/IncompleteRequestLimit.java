package org.sekimori.intake.postfix;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory limit of incomplete requests on all connections together. Above it, connections that hold more than an honest request
 * needs are closed. Thread-safe.
 */
final class IncompleteRequestLimit {

    /** Octets on all connections together. */
    static final long MOST = 16L * 1024 * 1024;

    /** Octets that any connection may hold. */
    static final int FREE = 2 * 1024;

    private final AtomicLong held = new AtomicLong();

    /**
     * Updates the octets that a connection holds.
     *
     * @param before octets it held before
     * @return false: it must be closed
     */
    boolean reserve(int now, int before) {
        long all = held.addAndGet((long) now - before);
        return all <= MOST || now <= FREE;
    }

    /** Octets on all connections together. */
    long held() {
        return held.get();
    }
}
