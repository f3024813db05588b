package org.sekimori.lab.backtest;

import java.util.BitSet;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Fingerprints of decisions by their ids, in two arrays of numbers, so that a month's decisions fit into memory. A fingerprint is
 * two checksums of 32 bits over all bytes: one difference in 2^64 would go unseen. An id may occur more than once, as when an
 * event comes again after a day.
 *
 * <p>Each is matched once. A decision with equal bytes takes its fingerprint; one with other bytes only reserves one of its id
 * and leaves it to a later decision with equal bytes, so the counts do not depend on the order of decisions.
 */
final class DecisionFingerprints {

    /** Whether a print was there to be taken. */
    enum MatchResult {
        /** None had these bytes. */
        NONE,
        FREE,
        /** It was there and reserved; the reservation is to be made anew. */
        RESERVED
    }

    /**
     * A decision's fingerprint.
     *
     * @param id never 0
     */
    record DecisionFingerprint(long id, long checksum) {

        /** @param id the decision's, 20 digits of Crockford's base 32 */
        static DecisionFingerprint of(String id, byte[] decision) {
            CRC32 one = new CRC32();
            CRC32C two = new CRC32C();
            one.update(decision);
            two.update(decision);
            return new DecisionFingerprint(number(id), one.getValue() << 32 | two.getValue());
        }
    }

    private static final int ID_DIGITS = 20;
    private static final double LOAD = 0.6;

    private long[] ids = new long[1 << 10];
    private long[] checksums = new long[1 << 10];
    private final BitSet taken = new BitSet();
    private final BitSet reserved = new BitSet();
    private int size;

    /** Adds a decision; not allowed after the first match. */
    void add(DecisionFingerprint print) {
        if (size >= LOAD * ids.length) {
            grow();
        }
        put(print.id(), print.checksum());
        size++;
    }

    private void put(long id, long checksum) {
        int at = place(id);
        while (ids[at] != 0) {
            at = next(at);
        }
        ids[at] = id;
        checksums[at] = checksum;
    }

    private void grow() {
        long[] oldIds = ids;
        long[] oldChecksums = checksums;
        ids = new long[2 * oldIds.length];
        checksums = new long[2 * oldIds.length];
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIds[i] != 0) {
                put(oldIds[i], oldChecksums[i]);
            }
        }
    }

    /** Takes a fingerprint with these bytes, preferably an unreserved one. */
    MatchResult match(DecisionFingerprint wanted) {
        int found = -1;
        for (int at = place(wanted.id()); ids[at] != 0; at = next(at)) {
            if (ids[at] == wanted.id() && checksums[at] == wanted.checksum() && !taken.get(at)) {
                found = at;
                if (!reserved.get(at)) {
                    break;
                }
            }
        }
        if (found < 0) {
            return MatchResult.NONE;
        }
        MatchResult how = reserved.get(found) ? MatchResult.RESERVED : MatchResult.FREE;
        taken.set(found);
        reserved.clear(found);
        return how;
    }

    /** Reserves a fingerprint with this id; false if none is left. */
    boolean reserve(long id) {
        for (int at = place(id); ids[at] != 0; at = next(at)) {
            if (ids[at] == id && !taken.get(at) && !reserved.get(at)) {
                reserved.set(at);
                return true;
            }
        }
        return false;
    }

    /** Whether any was added with this id. */
    boolean knows(long id) {
        for (int at = place(id); ids[at] != 0; at = next(at)) {
            if (ids[at] == id) {
                return true;
            }
        }
        return false;
    }

    /** How many were added and are neither taken nor reserved. */
    long unused() {
        return size - taken.cardinality() - reserved.cardinality();
    }

    private int place(long id) {
        return (int) (id * 0x9E3779B97F4A7C15L >>> 32) & ids.length - 1;
    }

    private int next(int at) {
        return at + 1 & ids.length - 1;
    }

    /** 64 bits of the id, or a hash of a foreign id; never 0. */
    private static long number(String id) {
        long number = 0;
        for (int i = 0; i < Math.min(id.length(), ID_DIGITS); i++) {
            number = Long.rotateLeft(number, 5) ^ Character.digit(id.charAt(i), 36);
        }
        return number == 0 ? 1 : number;
    }
}
