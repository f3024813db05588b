package org.sekimori.api.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.publishers.PublisherRegistry;

/**
 * An API key, by its hash. A plain SHA-256 suffices because keys are long and random: dictionary attacks are impossible.
 *
 * @param name its holder, in the audit trail
 * @param scopes its scopes
 * @param sha256 of the key, 64 hexadecimal digits
 * @param expires from when it is refused; null: never
 */
public record ApiKey(
        String name,
        Set<ApiScope> scopes,
        String sha256,
        @Nullable Instant expires) {

    /** The key of the command line on the same machine. */
    public static final String LOCAL = "local";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ApiKey {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a key's name has 1 to 64 letters, digits, dots, dashes and underscores, and starts with a letter or digit");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 of key " + name + " must be 64 lower-case hexadecimal digits");
        }
        if (expires != null && name.equals(LOCAL)) {
            throw new IllegalArgumentException("the key " + LOCAL + " is this installation's own and never expires");
        }
        Set<ApiScope> copy = EnumSet.noneOf(ApiScope.class);
        copy.addAll(scopes);
        scopes = Collections.unmodifiableSet(copy);
    }

    /** Whether it is past its end. */
    boolean expired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    public boolean local() {
        return name.equals(LOCAL);
    }

    /** The part of its scopes that concerns publishing. */
    public PublisherRegistry.KeyScopes publishing() {
        return new PublisherRegistry.KeyScopes(
                local(),
                scopes.contains(ApiScope.EVENTS_WRITE),
                scopes.contains(ApiScope.DECISIONS_WRITE),
                scopes.contains(ApiScope.ACCOUNTS_WRITE));
    }

    /** Whether this is the key with a hash; takes the same time for every hash. */
    boolean hasHash(byte[] hash) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), hash);
    }

    public static byte[] hash(String clear) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(clear.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
