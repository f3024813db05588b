package org.sekimori.lab.statistics;

/**
 * Whom an account has written to, by fingerprint. It holds at most {@value #MOST}; an account that writes to more is asked no
 * further, since from then on old and new could not be told apart.
 */
final class RecipientHistory {

    /** What a recipient is to the account. */
    enum Novelty {
        KNOWN,
        NEW,
        /** There are too few acquaintances yet to say that somebody is new, or too many to remember. */
        UNSAID
    }

    private static final int MOST = 1024;

    private long[] known = new long[16];
    private int size;

    /** What a recipient is, who is an acquaintance from then on. */
    Novelty classify(long recipient) {
        long fingerprint = recipient == 0 ? 1 : recipient;
        int slot = slot(fingerprint);
        boolean settled = size >= TrafficMeasure.ENOUGH_KNOWN && size < MOST;
        if (known[slot] == fingerprint) {
            return settled ? Novelty.KNOWN : Novelty.UNSAID;
        }
        if (size < MOST) {
            if (2 * size >= known.length) {
                grow();
                slot = slot(fingerprint);
            }
            known[slot] = fingerprint;
            size++;
        }
        return settled ? Novelty.NEW : Novelty.UNSAID;
    }

    private int slot(long fingerprint) {
        int slot = (int) ((fingerprint * 0x9e3779b97f4a7c15L) >>> 33) & (known.length - 1);
        while (known[slot] != 0 && known[slot] != fingerprint) {
            slot = (slot + 1) & (known.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] old = known;
        known = new long[2 * old.length];
        for (long one : old) {
            if (one != 0) {
                known[slot(one)] = one;
            }
        }
    }
}
