package org.sekimori.web.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies ID tokens (OpenID Connect Core 1.0, 3.1.3.7): the signature by one of the provider's keys under a public-key algorithm, then for
 * whom the token was made, by whom, when, and for which log-in. Thread-safe.
 */
final class IdTokenVerifier {

    private static final int MOST_SUBJECT = 255;

    private final OidcSettings settings;
    private final Clock clock;

    IdTokenVerifier(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The claims of a token.
     *
     * @throws TokenSignature.RefusedException if it is not to be trusted
     * @throws KeySourceException if the keys cannot be had
     */
    OidcClaims verify(String token, PendingLogIn pending, JWKSource<SecurityContext> keys)
            throws TokenSignature.RefusedException, KeySourceException {
        JWTClaimsSet claims = TokenSignature.claims(token, null, keys, all -> check(all, pending));
        Map<String, Object> values = claims.getClaims().entrySet().stream()
                .filter(one -> one.getValue() != null)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        return new OidcClaims(settings.issuer(), claims.getSubject(), values);
    }

    private void check(JWTClaimsSet claims, PendingLogIn pending) throws BadJWTException {
        TokenSignature.require(settings.issuer().equals(claims.getIssuer()), "its iss is another issuer");
        List<String> audience = claims.getAudience();
        TokenSignature.require(audience.contains(settings.clientId()), "its aud is another client");
        @Nullable Object party = claims.getClaim("azp");
        TokenSignature.require(
                party == null ? audience.size() == 1 : settings.clientId().equals(party),
                "its azp is another client, or missing beside several aud");
        TokenSignature.require(
                claims.getClaim("nonce") instanceof String nonce && PendingLogIn.same(pending.nonce(), nonce),
                "its nonce is not that of this log-in");
        @Nullable String subject = claims.getSubject();
        TokenSignature.require(
                subject != null
                        && !subject.isEmpty()
                        && subject.length() <= MOST_SUBJECT
                        && subject.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "its sub is not a text of 1 to " + MOST_SUBJECT + " visible ASCII characters");
        checkTimes(claims, pending);
    }

    private void checkTimes(JWTClaimsSet claims, PendingLogIn pending) throws BadJWTException {
        Instant now = clock.instant();
        @Nullable Date expires = claims.getExpirationTime();
        @Nullable Date issued = claims.getIssueTime();
        @Nullable Date begins = claims.getNotBeforeTime();
        TokenSignature.require(expires != null && issued != null, "it lacks exp or iat");
        TokenSignature.require(
                expires != null && expires.toInstant().plus(settings.skew()).isAfter(now),
                "it has expired; compare the clocks");
        TokenSignature.require(
                issued != null
                        && !issued.toInstant().isAfter(now.plus(settings.skew()))
                        && !issued.toInstant().isBefore(pending.began().minus(settings.skew())),
                "its iat is before this log-in or ahead; compare the clocks");
        TokenSignature.require(
                begins == null || !begins.toInstant().isAfter(now.plus(settings.skew())),
                "its nbf is ahead; compare the clocks");
    }
}
