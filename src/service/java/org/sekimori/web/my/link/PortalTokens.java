package org.sekimori.web.my.link;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/**
 * Tokens in the portal's links: JSON Web Tokens (RFC 7519) under HMAC-SHA-256, as {@code docs/portal.md} describes them. That a token is used
 * once is checked elsewhere. Thread-safe.
 */
public final class PortalTokens {

    /** The claim {@code aud}, so that no other token under the same key is taken for a link. */
    public static final String AUDIENCE = "sekimori-my";

    /** How far the portal's clock may be ahead. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final String MAILBOXES = "mailboxes";
    private static final String LANGUAGE = "locale";
    private static final String ZONE = "zoneinfo";
    private static final int MOST_CHARACTERS = 6_000;

    private final Supplier<@Nullable PortalKeys> keys;
    private final Duration life;
    private final Account.LoginNormalizer naming;

    /**
     * @param keys the keys in force; null while there are none that can be used
     * @param life longest time from a token's making to its end
     * @param naming how the provider writes log-ins
     */
    public PortalTokens(Supplier<@Nullable PortalKeys> keys, Duration life, Account.LoginNormalizer naming) {
        this.keys = keys;
        this.life = life;
        this.naming = naming;
    }

    /** Result of verifying a token. */
    public sealed interface Verification {}

    /**
     * The portal's, and in time.
     *
     * @param id of this token alone
     */
    public record Valid(CustomerLogin login, String id) implements Verification {}

    /** The portal's, and too old. */
    public record Expired() implements Verification {}

    /**
     * Not the portal's, or not as it must be.
     *
     * @param why for the log: without the token and what it says
     */
    public record Invalid(String why) implements Verification {}

    /** Verifies a token at an instant. */
    public Verification read(String token, Instant now) {
        @Nullable PortalKeys current = keys.get();
        if (current == null) {
            return new Invalid("there is no key of the portal that can be used");
        }
        if (token.length() > MOST_CHARACTERS) {
            return new Invalid("it has more than " + MOST_CHARACTERS + " characters");
        }
        try {
            SignedJWT signed = SignedJWT.parse(token);
            if (!current.signed(signed)) {
                return new Invalid("its signature is none of a key in force");
            }
            return claims(signed.getJWTClaimsSet(), now);
        } catch (ParseException | JOSEException e) {
            return new Invalid("it is no signed JSON Web Token");
        }
    }

    private Verification claims(JWTClaimsSet claims, Instant now) throws ParseException {
        @Nullable Date issued = claims.getIssueTime();
        @Nullable Date expires = claims.getExpirationTime();
        @Nullable String id = claims.getJWTID();
        if (!claims.getAudience().equals(List.of(AUDIENCE))) {
            return new Invalid("its aud is not " + AUDIENCE);
        }
        if (id == null || !id.matches("[A-Za-z0-9._~-]{16,64}")) {
            return new Invalid("its jti must be from 16 to 64 letters and digits, random and never used again");
        }
        if (issued == null || expires == null) {
            return new Invalid("it lacks iat or exp");
        }
        Instant begin = issued.toInstant();
        Instant end = expires.toInstant();
        if (begin.isAfter(now.plus(SKEW))) {
            return new Invalid("its iat is more than " + SKEW.toSeconds() + " s ahead; look at the portal's clock");
        }
        if (!end.isAfter(begin) || end.isAfter(begin.plus(life))) {
            return new Invalid("its exp must be after iat, by at most " + life.toSeconds() + " s");
        }
        if (!end.isAfter(now)) {
            return new Expired();
        }
        return login(claims, id);
    }

    private Verification login(JWTClaimsSet claims, String id) throws ParseException {
        @Nullable String name = claims.getSubject();
        if (name == null || !CustomerLogin.isName(name)) {
            return new Invalid(
                    "its sub must be the log-in's name, of 1 to 100 characters that can be seen, without" + " ' via '");
        }
        @Nullable List<String> named = claims.getStringListClaim(MAILBOXES);
        if (named != null && named.stream().anyMatch(Objects::isNull)) {
            return new Invalid("its mailboxes must be names");
        }
        try {
            List<Account> mailboxes = (named == null ? List.of(name) : named)
                    .stream().map(naming::account).distinct().toList();
            if (mailboxes.contains(Account.UNNAMEABLE)) {
                return new Invalid("one of its mailboxes is no account");
            }
            CustomerLogin login = new CustomerLogin(
                    name,
                    mailboxes,
                    CustomerLogin.language(claims.getStringClaim(LANGUAGE)),
                    zone(claims.getStringClaim(ZONE)));
            return new Valid(login, id);
        } catch (IllegalArgumentException e) {
            return new Invalid("its mailboxes must be from 1 to " + CustomerLogin.MOST_MAILBOXES + " accounts");
        }
    }

    /** A zone that this Java does not know is left out: the page shows the time of home. */
    private static @Nullable ZoneId zone(@Nullable String name) {
        try {
            return name == null ? null : ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * A token as the portal makes it, for trying the page out.
     *
     * @throws IllegalStateException if there is no key that can be used
     */
    public String write(CustomerLogin login, Instant now) {
        @Nullable PortalKeys current = keys.get();
        if (current == null) {
            throw new IllegalStateException("there is no key of the portal that can be used");
        }
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .audience(AUDIENCE)
                .subject(login.name())
                .claim(MAILBOXES, login.mailboxes().stream().map(Account::name).toList())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .jwtID(UUID.randomUUID().toString());
        if (login.language() != null) {
            claims.claim(LANGUAGE, login.language().toLanguageTag());
        }
        if (login.zone() != null) {
            claims.claim(ZONE, login.zone().getId());
        }
        return current.sign(claims.build());
    }
}
