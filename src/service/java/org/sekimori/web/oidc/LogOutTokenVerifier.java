package org.sekimori.web.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies log-out tokens (OpenID Connect Back-Channel Logout 1.0, 2.6): signed by the provider, for this client, for a log-out, fresh, and
 * received for the first time. Thread-safe.
 */
final class LogOutTokenVerifier {

    private static final JOSEObjectType TYPE = new JOSEObjectType("logout+jwt");
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final int MOST_ID = 255;
    private static final int MOST_RECEIVED = 10_000;

    /** A token is sent at once (2.4 recommends 2 min); an older one may have been caught on its way. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private final OidcSettings settings;
    private final Clock clock;

    /** Ids of tokens, for longer than one is taken: its age, and twice how far clocks may differ. */
    private final Cache<String, Boolean> received = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(30))
            .maximumSize(MOST_RECEIVED)
            .build();

    LogOutTokenVerifier(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Whom a token logs out.
     *
     * @throws TokenSignature.RefusedException if it is not to be trusted, or came before
     * @throws KeySourceException if the keys cannot be had
     */
    OidcLogOut.LoggedOut verify(String token, JWKSource<SecurityContext> keys)
            throws TokenSignature.RefusedException, KeySourceException {
        JWTClaimsSet claims = TokenSignature.claims(token, TYPE, keys, this::check);
        if (received.asMap().putIfAbsent(claims.getJWTID(), true) != null) {
            throw new TokenSignature.RefusedException("it came before");
        }
        return new OidcLogOut.LoggedOut(claims.getSubject(), session(claims));
    }

    private static @Nullable String session(JWTClaimsSet claims) {
        return claims.getClaim("sid") instanceof String sid ? sid : null;
    }

    private void check(JWTClaimsSet claims) throws BadJWTException {
        TokenSignature.require(settings.issuer().equals(claims.getIssuer()), "its iss is another issuer");
        TokenSignature.require(claims.getAudience().contains(settings.clientId()), "its aud is another client");
        TokenSignature.require(
                claims.getClaim("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map<?, ?>,
                "its events have no log-out");
        TokenSignature.require(claims.getClaim("nonce") == null, "it has a nonce, as only ID tokens have");
        @Nullable Object sid = claims.getClaim("sid");
        TokenSignature.require(
                sid == null || isId(session(claims)), "its sid is not a text of 1 to " + MOST_ID + " characters");
        TokenSignature.require(claims.getSubject() != null || sid != null, "it has neither sub nor sid");
        TokenSignature.require(isId(claims.getJWTID()), "its jti is not a text of 1 to " + MOST_ID + " characters");
        checkTimes(claims);
    }

    private static boolean isId(@Nullable String id) {
        return id != null && !id.isEmpty() && id.length() <= MOST_ID;
    }

    private void checkTimes(JWTClaimsSet claims) throws BadJWTException {
        Instant now = clock.instant();
        @Nullable Date issued = claims.getIssueTime();
        @Nullable Date expires = claims.getExpirationTime();
        // Without exp, as Keycloak sent them for long, the age alone counts.
        TokenSignature.require(
                expires == null || expires.toInstant().plus(settings.skew()).isAfter(now),
                "it has expired; compare the clocks");
        TokenSignature.require(
                issued != null
                        && !issued.toInstant().isAfter(now.plus(settings.skew()))
                        && issued.toInstant().plus(OLDEST).plus(settings.skew()).isAfter(now),
                "its iat is missing, ahead, or more than " + OLDEST.toMinutes() + " min ago; compare the clocks");
    }
}
