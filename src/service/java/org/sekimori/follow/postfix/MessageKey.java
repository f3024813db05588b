package org.sekimori.follow.postfix;

/** 64-bit hashes (FNV-1a, then mixed) by which messages are found. */
final class MessageKey {

    private MessageKey() {}

    /** The hash of texts, in order. */
    static long of(String... texts) {
        long hash = 0xcbf29ce484222325L;
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
            hash = (hash ^ 0xffff) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 29;
    }
}
