package org.sekimori.api.decisions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.sekimori.api.request.ApiProblems;

/**
 * The first body of each {@code Idempotency-Key}, so that another body does not get its answer. Keeps the last 20,000 keys of a
 * day on this instance; requests with forgotten keys are answered from the log.
 */
final class IdempotencyKeyRegistry {

    private static final long MOST = 20_000;
    private static final Duration KEPT = Duration.ofDays(1);

    private final Cache<String, String> byKey =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    /**
     * Notes a body, unless one is known.
     *
     * @param sender name of the API key that it came with; another sender's body is another one
     * @throws org.springframework.web.ErrorResponseException 422 if the one known is another one
     */
    void register(String key, String sender, byte[] body) {
        String hash = hash(sender, body);
        String first = byKey.asMap().putIfAbsent(key, hash);
        if (first != null && !first.equals(hash)) {
            throw ApiProblems.idempotencyKeyReused();
        }
    }

    /** Forgets a body that was not used, so that a corrected one may come under the same key. */
    void forget(String key) {
        byKey.invalidate(key);
    }

    private static String hash(String sender, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(sender.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(body), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
