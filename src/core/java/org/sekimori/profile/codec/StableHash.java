package org.sekimori.profile.codec;

/** Hashes that must never change, because account state contains them. */
public final class StableHash {

    private StableHash() {}

    /** 32 bits, evenly spread: FNV-1a (Fowler, Noll, Vo) over the characters, finished as in MurmurHash3 (Appleby). */
    public static int of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return (int) (hash >>> 32);
    }
}
