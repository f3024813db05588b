package org.sekimori.intake.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Generates ids for a request's events without one, so that a repetition of the request gives the same ids. An id is made of the
 * request's key, the line, and its content: another event or another sender with the same key must not be taken for a repetition.
 *
 * @param key of the request; 1 to 200 characters
 * @param sender the sender
 */
public record EventIdGenerator(String key, String sender) {

    private static final int LONGEST_KEY = 160;
    private static final int SHOWN_BYTES = 4;

    /** The id of the event in a line, such as {@code nightly-7:12:9f86d081}; at most 200 characters. */
    String of(int line, byte[] event) {
        MessageDigest digest = sha256();
        digest.update(sender.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        String what = HexFormat.of().formatHex(digest.digest(event), 0, SHOWN_BYTES);
        String request = key;
        if (key.length() > LONGEST_KEY) {
            request = HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        }
        return request + ":" + line + ":" + what;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
