package org.sekimori.web.my.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account;
import org.sekimori.web.my.link.PortalTokens.Expired;
import org.sekimori.web.my.link.PortalTokens.Invalid;
import org.sekimori.web.my.link.PortalTokens.Valid;
import org.sekimori.web.my.link.PortalTokens.Verification;

class PortalTokensTest {

    private static final String OLD = "11".repeat(32);
    private static final String NEW = "22".repeat(32);
    private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Account.LoginNormalizer NAMING = new Account.LoginNormalizer("isp.example", "+");
    private static final CustomerLogin HANAKO = new CustomerLogin(
            "hanako",
            List.of(Account.of("hanako@isp.example"), Account.of("info@hanako.example")),
            Locale.JAPANESE,
            ZoneId.of("Europe/Berlin"));

    private static PortalTokens tokens(String keys) {
        PortalKeys parsed = PortalKeys.parse(keys);
        return new PortalTokens(() -> parsed, LIFE, NAMING);
    }

    private final PortalTokens tokens = tokens("new " + NEW + "\nold " + OLD);

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .audience(PortalTokens.AUDIENCE)
                .subject("Hanako@ISP.example")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(120)))
                .jwtID("0123456789abcdef");
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String key) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
            token.sign(new MACSigner(java.util.HexFormat.of().parseHex(key)));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private Verification read(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        return tokens.read(signed(claims.build(), JWSAlgorithm.HS256, NEW), NOW);
    }

    @Test
    void aTokenSaysWhoComesWithWhichMailboxesInWhichLanguageAndZone() {
        assertThat(tokens.read(tokens.write(HANAKO, NOW), NOW)).isInstanceOfSatisfying(Valid.class, valid -> {
            assertThat(valid.login()).isEqualTo(HANAKO);
            assertThat(valid.id()).hasSizeBetween(16, 64);
        });
    }

    @Test
    void withoutMailboxesTheLogInIsTheMailboxNormalisedAsLogInsAre() {
        assertThat(read(claims -> {})).isInstanceOfSatisfying(Valid.class, valid -> {
            assertThat(valid.login().mailboxes()).containsExactly(Account.of("hanako@isp.example"));
            assertThat(valid.login().language()).isNull();
            assertThat(valid.login().zone()).isNull();
        });
    }

    @Test
    void whileTheKeyIsChangedBothAreTakenAndThenTheNewOneAlone() {
        String old = tokens("old " + OLD).write(HANAKO, NOW);

        assertThat(tokens.read(old, NOW)).isInstanceOf(Valid.class);
        assertThat(tokens("new " + NEW).read(old, NOW)).isInstanceOf(Invalid.class);
        // Under the name of another key it is not even tried.
        assertThat(tokens("old " + NEW + "\nnew " + OLD).read(old, NOW)).isInstanceOf(Invalid.class);
    }

    @Test
    void itEndsWithItsTimeAndMayNotLiveLong() {
        String token = tokens.write(HANAKO, NOW);

        assertThat(tokens.read(token, NOW.plus(LIFE).minusSeconds(1))).isInstanceOf(Valid.class);
        assertThat(tokens.read(token, NOW.plus(LIFE))).isInstanceOf(Expired.class);
        assertThat(read(claims -> claims.expirationTime(Date.from(NOW.plus(LIFE).plusSeconds(1)))))
                .isInstanceOfSatisfying(Invalid.class, invalid -> assertThat(invalid.why())
                        .isEqualTo("its exp must be after iat, by at most 300 s"));
        assertThat(read(claims -> claims.issueTime(Date.from(NOW.plusSeconds(61)))))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.why()).contains("the portal's clock"));
    }

    @Test
    void whatIsNotForThisPageOrCannotBeUsedOnceIsRefused() {
        assertThat(read(claims -> claims.audience("billing"))).isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.audience(List.of(PortalTokens.AUDIENCE, "billing"))))
                .isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.jwtID(null))).isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.jwtID("1"))).isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.jwtID("0123456789abcdef\n"))).isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.issueTime(null))).isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.expirationTime(null))).isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.subject(null))).isInstanceOf(Invalid.class);
        for (String name : List.of("hana\u202eko", "hana\u2028ko", "hana\tko", "hana\u200bko", "x via desk")) {
            assertThat(read(claims -> claims.subject(name).claim("mailboxes", List.of("hanako"))))
                    .isInstanceOf(Invalid.class);
        }
        assertThat(read(claims -> claims.claim("mailboxes", Arrays.asList((Object) null))))
                .isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.claim("mailboxes", List.of()))).isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.claim("mailboxes", "hanako"))).isInstanceOf(Invalid.class);
        assertThat(read(claims -> claims.claim("mailboxes", List.of("unnameable@invalid"))))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void anUnknownLanguageOrZoneDoesNotKeepACustomerOut() {
        assertThat(read(claims -> claims.claim("locale", "fr-FR").claim("zoneinfo", "Mars/Olympus")))
                .isInstanceOfSatisfying(Valid.class, valid -> {
                    assertThat(valid.login().language()).isNull();
                    assertThat(valid.login().zone()).isNull();
                });
        assertThat(read(claims -> claims.claim("locale", "ja-JP")))
                .isInstanceOfSatisfying(
                        Valid.class,
                        valid -> assertThat(valid.login().language()).isEqualTo(Locale.JAPANESE));
    }

    @Test
    void theAlgorithmIsOursToChoose() {
        JWTClaimsSet claims = claims().build();

        assertThat(tokens.read(signed(claims, JWSAlgorithm.HS256, NEW), NOW)).isInstanceOf(Valid.class);
        assertThat(tokens("new " + NEW + NEW).read(signed(claims, JWSAlgorithm.HS512, NEW + NEW), NOW))
                .isInstanceOf(Invalid.class);
        assertThat(tokens.read(new PlainJWT(claims).serialize(), NOW)).isInstanceOf(Invalid.class);
        assertThat(tokens.read(signed(claims, JWSAlgorithm.HS256, "33".repeat(32)), NOW))
                .isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "{}"})
    void whatIsNoTokenIsRefused(String token) {
        assertThat(tokens.read(token, NOW)).isInstanceOf(Invalid.class);
        assertThat(tokens.read(token + "a".repeat(10_000), NOW)).isInstanceOf(Invalid.class);
    }

    @Test
    void aChangedCharacterAnywhereIsNoticed() {
        String token = tokens.write(HANAKO, NOW);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            Verification read = tokens.read(changed, NOW);
            // The last characters of a part have bits that mean nothing; the content is the same then.
            assertThat(read instanceof Invalid || read.equals(tokens.read(token, NOW)))
                    .as("character %s", i)
                    .isTrue();
        }
    }

    @Test
    void aFileOfKeysSaysWhatIsWrongWithoutTheKey() {
        for (String wrong :
                List.of("", "# nothing", NEW, "a b c", "new " + NEW + "\nnew " + OLD, "new abc", "new 1234")) {
            assertThatThrownBy(() -> PortalKeys.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(NEW);
        }
    }
}
