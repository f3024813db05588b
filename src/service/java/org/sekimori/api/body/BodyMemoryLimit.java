package org.sekimori.api.body;

import java.util.HashMap;
import java.util.Map;
import org.sekimori.api.request.RequestBodyReader;

/**
 * Memory limit of bodies in transfer, in octets. One key may have half of it, so that no key keeps another from sending. Holds no
 * more names than there are keys. Thread-safe.
 */
public final class BodyMemoryLimit {

    private final long most;
    private final Map<String, Long> byKey = new HashMap<>();
    private long held;

    /** @param most octets of all bodies together */
    public BodyMemoryLimit(long most) {
        this.most = most;
    }

    /** An eighth of the heap, but at least two of the largest bodies. */
    public static long ofHeap() {
        return Math.max(
                2L * RequestBodyReader.MOST_BYTES + 1024 * 1024,
                Runtime.getRuntime().maxMemory() / 8);
    }

    /** Takes octets for a key; false if that is too much. They are taken in any case, until they are given back. */
    synchronized boolean acquire(String key, long octets) {
        held += octets;
        long own = byKey.merge(key, octets, Long::sum);
        return held <= most && own <= most / 2;
    }

    synchronized void release(String key, long octets) {
        held -= octets;
        byKey.computeIfPresent(key, (name, own) -> own > octets ? own - octets : null);
    }

    /** Octets of all bodies on their way. */
    synchronized long held() {
        return held;
    }
}
