package org.sekimori.lab.backtest;

import java.util.BitSet;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Fingerprints of decisions by their ids, in two arrays of numbers, so that the decisions of a month fit into memory. A print is two
 * checksums of 32 bits over all bytes: one difference in 2^64 would go unseen. The same id may be there more than once, as when an
 * event comes again after a day.
 */
final class Prints {

    /** What is known of a decision. */
    enum Known {
        SAME,
        DIFFERENT,
        ABSENT
    }

    private static final int ID_DIGITS = 20;
    private static final double LOAD = 0.6;

    private final CRC32 one = new CRC32();
    private final CRC32C two = new CRC32C();
    private long[] ids = new long[1 << 10];
    private long[] prints = new long[1 << 10];
    private final BitSet used = new BitSet();
    private int size;

    /**
     * Adds a decision.
     *
     * @param id its id, 20 digits of Crockford's base 32
     */
    void add(String id, byte[] decision) {
        if (size >= LOAD * ids.length) {
            grow();
        }
        put(number(id), print(decision));
        size++;
    }

    private void put(long id, long print) {
        int at = place(id);
        while (ids[at] != 0) {
            at = at + 1 & ids.length - 1;
        }
        ids[at] = id;
        prints[at] = print;
    }

    private void grow() {
        long[] oldIds = ids;
        long[] oldPrints = prints;
        ids = new long[2 * oldIds.length];
        prints = new long[2 * oldIds.length];
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIds[i] != 0) {
                put(oldIds[i], oldPrints[i]);
            }
        }
    }

    /**
     * Whether it was added with these bytes; marks what it finds, which is not found again. One that is there more often than it was
     * added is different. No more may be added then.
     */
    Known find(String id, byte[] decision) {
        long wanted = number(id);
        long print = print(decision);
        int different = -1;
        boolean known = false;
        for (int at = place(wanted); ids[at] != 0; at = at + 1 & ids.length - 1) {
            if (ids[at] == wanted) {
                known = true;
                if (!used.get(at) && prints[at] == print) {
                    used.set(at);
                    return Known.SAME;
                }
                different = used.get(at) ? different : at;
            }
        }
        if (different >= 0) {
            used.set(different);
        }
        return known ? Known.DIFFERENT : Known.ABSENT;
    }

    /** How many were added and not found. */
    long unused() {
        return size - used.cardinality();
    }

    long size() {
        return size;
    }

    private int place(long id) {
        return (int) (id * 0x9E3779B97F4A7C15L >>> 32) & ids.length - 1;
    }

    private long print(byte[] bytes) {
        one.reset();
        two.reset();
        one.update(bytes);
        two.update(bytes);
        return one.getValue() << 32 | two.getValue();
    }

    /** 64 of the id's bits, or of its characters if it is no id of ours; never 0. */
    private static long number(String id) {
        long number = 0;
        for (int i = 0; i < Math.min(id.length(), ID_DIGITS); i++) {
            number = Long.rotateLeft(number, 5) ^ Character.digit(id.charAt(i), 36);
        }
        return number == 0 ? 1 : number;
    }
}
