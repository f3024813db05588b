package org.sekimori.lab.statistics;

/** Fingerprints of texts for comparison: FNV-1a with 64 bits, over the characters. Not a secret and never written out. */
final class Fnv1aHash {

    private Fnv1aHash() {}

    /** Never 0. */
    static long of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }
}
