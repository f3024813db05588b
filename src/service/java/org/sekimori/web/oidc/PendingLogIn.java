package org.sekimori.web.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/**
 * A log-in that was begun in a browser and has not come back. Lives in that browser's cookie, sealed.
 *
 * @param state what the provider sends back, so that an answer belongs to this browser
 * @param nonce what stands in the ID token, so that a token belongs to this log-in
 * @param verifier of the code (PKCE, RFC 7636), so that a code belongs to this log-in
 * @param next path that was asked for; empty without one
 */
record PendingLogIn(String state, String nonce, String verifier, String next, Instant began) {

    private static final int BYTES = 32;

    /** A fresh one, with 256 random bits for each value. */
    static PendingLogIn fresh(SecureRandom random, String next, Instant now) {
        return new PendingLogIn(text(random), text(random), text(random), next, now);
    }

    private static String text(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is shown of the verifier at first: its SHA-256 (RFC 7636, 4.2). */
    String challenge() {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares texts in the same time wherever they differ. */
    static boolean same(String expected, String sent) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return "log-in begun at " + began;
    }
}
