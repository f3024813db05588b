package org.sekimori.lab.judge.environment;

import org.sekimori.lab.world.RandomStream;

/**
 * Ids of recipients. Each kind of recipient has its own numbers, so that two addresses are never one, and all are scrambled, so
 * that nothing can be read from their order.
 */
public enum RecipientIds {
    /** Other customers of the provider; the group is 0 and the index the number of the account. */
    CUSTOMER,
    /** People known to a whole neighbourhood or firm. */
    COMMUNITY,
    /** Shops, authorities and firms known to everybody. */
    PUBLIC,
    /** People known to one customer only. */
    PRIVATE,
    /** Members of a club. */
    CLUB,
    /** Subscribers of a newsletter. */
    SUBSCRIBER,
    /** Entries of a list that thieves buy or harvest. */
    HARVESTED,
    /** A recipient written to once. */
    STRANGER;

    private static final int KIND_SHIFT = 60;
    private static final int GROUP_SHIFT = 32;

    /**
     * One address.
     *
     * @param group of 28 bits
     * @param index of 32 bits
     */
    public long id(long group, long index) {
        return scrambled((long) ordinal() << KIND_SHIFT | group << GROUP_SHIFT | index);
    }

    /** A new recipient. */
    public static long stranger(RandomStream draw) {
        return scrambled((long) STRANGER.ordinal() << KIND_SHIFT | draw.bits() >>> (Long.SIZE - KIND_SHIFT));
    }

    /** One to one: multiplication by an odd number and a shifted exclusive or can both be undone. */
    private static long scrambled(long value) {
        long z = (value ^ (value >>> 32)) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 29)) * 0xbf58476d1ce4e5b9L;
        return z ^ (z >>> 32);
    }
}
