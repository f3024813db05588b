package org.sekimori.api;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory for bodies that are on their way, in octets. One key may have half of it, so that no key keeps another from sending. Holds no
 * more names than there are keys. Safe for use by many threads.
 */
final class BodyBudget {

    private final long most;
    private final Map<String, Long> byKey = new HashMap<>();
    private long held;

    /** @param most octets of all bodies together */
    BodyBudget(long most) {
        this.most = most;
    }

    /** An eighth of the heap, and room for two of the largest in any case. */
    static long ofHeap() {
        return Math.max(
                2L * BodyFilter.MOST_KEPT + 1024 * 1024, Runtime.getRuntime().maxMemory() / 8);
    }

    /** Takes octets for a key; false if that is too much. They are taken in any case, until they are given back. */
    synchronized boolean take(String key, long octets) {
        held += octets;
        long own = byKey.merge(key, octets, Long::sum);
        return held <= most && own <= most / 2;
    }

    synchronized void giveBack(String key, long octets) {
        held -= octets;
        byKey.computeIfPresent(key, (name, own) -> own > octets ? own - octets : null);
    }

    /** Octets of all bodies on their way. */
    synchronized long held() {
        return held;
    }
}
