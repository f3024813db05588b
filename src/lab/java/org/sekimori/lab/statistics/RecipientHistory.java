package org.sekimori.lab.statistics;

/**
 * An account's past recipients, by fingerprint. Holds at most {@value #MOST}; beyond, new and known ones cannot be told apart,
 * and the account is not classified any more.
 */
final class RecipientHistory {

    /** Classification of a recipient. */
    enum Novelty {
        KNOWN,
        NEW,
        /** Too few recipients are known to call one new, or too many to remember. */
        UNSAID
    }

    private static final int MOST = 1024;

    private long[] known = new long[16];
    private int size;

    /** Classifies a recipient, which counts as known from then on. */
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
