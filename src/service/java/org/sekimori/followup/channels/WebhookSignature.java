package org.sekimori.followup.channels;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks by Standard Webhooks (https://www.standardwebhooks.com, symmetric signatures, {@code v1}): HMAC-SHA-256 over id,
 * time and body.
 */
public final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private WebhookSignature() {}

    /**
     * The value of the header {@code webhook-signature}.
     *
     * @param secret base64, with or without {@code whsec_} before it
     * @throws IllegalArgumentException if the secret is not base64 of at least 24 bytes
     */
    public static String of(String secret, String id, Instant time, byte[] body) {
        byte[] key = key(secret);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + time.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] key(String secret) {
        String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the secret is not base64, with or without whsec_ before it", e);
        }
        if (key.length < 24) {
            throw new IllegalArgumentException("the secret has fewer than 24 bytes, which the specification asks for");
        }
        return key;
    }
}
