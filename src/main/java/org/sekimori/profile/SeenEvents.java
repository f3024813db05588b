package org.sekimori.profile;

import java.util.Arrays;

/**
 * The ids of the last 64 events that were counted without being decided upon (outcomes, bounces, log-ins, imported past), as
 * hashes: a repetition counts once. One of 2<sup>26</sup> new events is taken for a repetition.
 */
final class SeenEvents {

    static final SeenEvents NONE = new SeenEvents(new int[0]);

    private static final int MOST = 64;

    /** Oldest first. */
    private final int[] hashes;

    private SeenEvents(int[] hashes) {
        this.hashes = hashes;
    }

    boolean contains(String id) {
        int hash = Hash.of(id);
        for (int seen : hashes) {
            if (seen == hash) {
                return true;
            }
        }
        return false;
    }

    SeenEvents plus(String id) {
        int from = hashes.length == MOST ? 1 : 0;
        int[] changed = Arrays.copyOfRange(hashes, from, hashes.length + 1);
        changed[changed.length - 1] = Hash.of(id);
        return new SeenEvents(changed);
    }

    void write(PackedWriter out) {
        out.number(hashes.length);
        for (int hash : hashes) {
            out.bits(hash);
        }
    }

    static SeenEvents read(PackedReader in) {
        int[] hashes = new int[in.count()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.bits();
        }
        return new SeenEvents(hashes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenEvents s && Arrays.equals(hashes, s.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }
}
