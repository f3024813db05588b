package org.sekimori.lab.statistics;

/**
 * All histograms of one account, in one compact table, because a log has a hundred thousand accounts and each fills a few dozen
 * bins. Open addressing with linear probing.
 */
final class AccountHistograms {

    /** Visits each bin that is not empty. */
    interface Visitor {
        void bin(TrafficMeasure measure, int bin, int count);
    }

    private static final TrafficMeasure[] MEASURES = TrafficMeasure.values();
    private static final int FIRST_SIZE = 32;

    private int[] keys = new int[FIRST_SIZE];
    private int[] counts = new int[FIRST_SIZE];
    private int used;

    void add(TrafficMeasure measure, long value) {
        add(measure, value, 1);
    }

    void add(TrafficMeasure measure, long value, int times) {
        if (times > 0) {
            // One more than the place, since 0 is an empty slot.
            put(((measure.ordinal() << LogLinearBins.BITS) | LogLinearBins.of(value)) + 1, times);
        }
    }

    private void put(int key, int times) {
        int slot = slot(key);
        if (keys[slot] == 0) {
            if (2 * used >= keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
            used++;
        }
        counts[slot] += times;
    }

    private int slot(int key) {
        int slot = (key * 0x9e3779b9) >>> 15 & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        int[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new int[2 * oldKeys.length];
        counts = new int[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    void visit(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int place = keys[i] - 1;
                visitor.bin(MEASURES[place >>> LogLinearBins.BITS], place & ((1 << LogLinearBins.BITS) - 1), counts[i]);
            }
        }
    }
}
