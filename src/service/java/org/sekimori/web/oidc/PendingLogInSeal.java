package org.sekimori.web.oidc;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals pending log-ins for the browser's cookie: encrypted and authenticated (AES-GCM), under a key that lives as long as the process.
 * Strangers who begin log-ins therefore take no memory here, and nobody makes one up. Thread-safe.
 */
final class PendingLogInSeal {

    /** From the begin to the way back; the person types a password and a code meanwhile. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int KEY_BYTES = 32;
    private static final int MOST_CHARACTERS = 4_000;
    private static final String STATE = "state";
    private static final String NONCE = "nonce";
    private static final String VERIFIER = "verifier";
    private static final String NEXT = "next";

    private final byte[] key = new byte[KEY_BYTES];
    private final String realm;

    /** @param realm that the log-ins are for; those of another one are not opened */
    PendingLogInSeal(SecureRandom random, String realm) {
        this.realm = realm;
        random.nextBytes(key);
    }

    String seal(PendingLogIn pending) {
        EncryptedJWT sealed = new EncryptedJWT(
                new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM),
                new JWTClaimsSet.Builder()
                        .audience(realm)
                        .issueTime(Date.from(pending.began()))
                        .claim(STATE, pending.state())
                        .claim(NONCE, pending.nonce())
                        .claim(VERIFIER, pending.verifier())
                        .claim(NEXT, pending.next())
                        .build());
        try {
            sealed.encrypt(new DirectEncrypter(key));
            return sealed.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a key of this length encrypts", e);
        }
    }

    /** The log-in of a cookie; null if it was not sealed here, for this realm, within {@link #LIFE}. */
    @Nullable
    PendingLogIn open(@Nullable String cookie, Instant now) {
        if (cookie == null || cookie.length() > MOST_CHARACTERS) {
            return null;
        }
        try {
            EncryptedJWT sealed = EncryptedJWT.parse(cookie);
            sealed.decrypt(new DirectDecrypter(key));
            JWTClaimsSet claims = sealed.getJWTClaimsSet();
            Instant began = claims.getIssueTime().toInstant();
            boolean good = claims.getAudience().equals(List.of(realm))
                    && !began.isAfter(now)
                    && now.isBefore(began.plus(LIFE));
            return good
                    ? new PendingLogIn(
                            claims.getStringClaim(STATE),
                            claims.getStringClaim(NONCE),
                            claims.getStringClaim(VERIFIER),
                            claims.getStringClaim(NEXT),
                            began)
                    : null;
        } catch (ParseException | JOSEException e) {
            // Another process sealed it, or nobody did; the reader is asked to begin again.
            return null;
        }
    }
}
