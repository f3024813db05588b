package org.sekimori.web.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.api.MutableClock;
import org.sekimori.rig.ScriptedHttpServer;
import org.sekimori.rig.ScriptedHttpServer.Answer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a hostile browser, a hostile provider, and a broken one can do to a log-in: nothing but fail. */
class OidcClientTest {

    private static final String ID = "console-client";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RSAKey key;

    @SuppressWarnings("NullAway.Init")
    private static RSAKey stranger;

    private final MutableClock clock = new MutableClock();
    private final Map<String, String> overrides = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private ScriptedHttpServer server;

    private RSAKey signer = key;
    private @Nullable Answer tokenAnswer;
    private volatile Runnable waiting = () -> {};
    private String idToken = "";

    @BeforeAll
    static void keys() throws JOSEException, IOException {
        key = new RSAKeyGenerator(2048).keyID("first").generate();
        stranger = new RSAKeyGenerator(2048).keyID("second").generate();
        Files.writeString(folder.resolve("secret"), "s3cret/+\n");
    }

    @BeforeEach
    void serve() throws IOException {
        server = new ScriptedHttpServer();
        server.answer(this::answer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.port() + "/realm";
    }

    private Answer answer(ScriptedHttpServer.Request request) {
        String at = "http://127.0.0.1:" + server.port();
        return switch (request.target()) {
            case "/realm/.well-known/openid-configuration" ->
                new Answer(
                        200,
                        overrides
                                .getOrDefault("description", """
                        {"issuer":"ISSUER","authorization_endpoint":"AT/auth?tenant=1","token_endpoint":"AT/token",
                         "jwks_uri":"AT/keys","end_session_endpoint":"AT/end"%s}
                        """.formatted(overrides.getOrDefault("more", "")))
                                .replace("ISSUER", issuer())
                                .replace("AT/", at + "/"));
            case "/keys" -> new Answer(200, new JWKSet(signer.toPublicJWK()).toString());
            case "/token" -> {
                waiting.run();
                yield tokenAnswer == null
                        ? new Answer(
                                200,
                                "{\"id_token\":\"" + idToken
                                        + "\",\"token_type\":\"bearer\",\"access_token\":\"the-access\"}")
                        : tokenAnswer;
            }
            case "/user-info" -> new Answer(200, overrides.getOrDefault("user-info", ""));
            default -> new Answer(404, "");
        };
    }

    private OidcSettings settings(String realm, List<String> amr) {
        return new OidcSettings(
                realm,
                issuer(),
                ID,
                folder.resolve("secret"),
                "https://mail.isp.example/",
                "/" + realm + "/log-in/oidc/callback",
                List.of("profile"),
                List.of(),
                amr,
                overrides.containsKey("user-info"),
                Duration.ofSeconds(60));
    }

    private OidcClient client() {
        return OidcClient.withPatience(settings("console", List.of()), clock, PATIENCE);
    }

    /** A browser that has begun a log-in. */
    private record Begun(Map<String, String> query, Cookie cookie) {
        String state() {
            return Objects.requireNonNull(query.get("state"));
        }
    }

    private static Begun begin(OidcClient client, String next) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        URI to = client.begin(next, false, new MockHttpServletRequest("GET", "/console/log-in/oidc"), response)
                .orElseThrow();
        Cookie cookie = Objects.requireNonNull(response.getCookies()[0]);
        assertThat(cookie.isHttpOnly()).isTrue();
        return new Begun(query(to.getRawQuery()), cookie);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** @param parameters names and values, after an address of the client if their number is odd */
    private static OidcOutcome finish(OidcClient client, Begun begun, String... parameters) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/console/log-in/oidc/callback");
        request.setCookies(begun.cookie());
        int first = parameters.length % 2;
        if (first == 1) {
            request.setRemoteAddr(parameters[0]);
        }
        for (int i = first; i < parameters.length; i += 2) {
            request.addParameter(parameters[i], parameters[i + 1]);
        }
        return client.finish(request, new MockHttpServletResponse());
    }

    private static void assertRefused(OidcOutcome outcome, OidcProblem problem, String why) {
        assertThat(outcome).isInstanceOf(OidcOutcome.Refused.class);
        OidcOutcome.Refused refused = (OidcOutcome.Refused) outcome;
        assertThat(refused.problem()).as(refused.why()).isEqualTo(problem);
        assertThat(refused.why()).contains(why);
    }

    private JWTClaimsSet.Builder claims(Begun begun) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(ID)
                .subject("4711")
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                .claim("nonce", begun.query().get("nonce"));
    }

    private String sign(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signer.getKeyID())
                        .build(),
                claims);
        token.sign(new RSASSASigner(signer));
        return token.serialize();
    }

    /** A whole log-in with a token as the provider makes it, but for one change. */
    private OidcOutcome logIn(OidcClient client, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        Begun begun = begin(client, "/console/cases");
        idToken = sign(change.apply(claims(begun)).build());
        return finish(client, begun, "state", begun.state(), "code", "c0de");
    }

    @Test
    void aCodeBecomesTheClaimsOfItsPersonAndTheSecretStaysInTheHeader() throws Exception {
        OidcClient client = client();
        Begun begun = begin(client, "/console/cases");
        assertThat(begun.query())
                .containsEntry("tenant", "1")
                .containsEntry("response_type", "code")
                .containsEntry("client_id", ID)
                .containsEntry("redirect_uri", "https://mail.isp.example/console/log-in/oidc/callback")
                .containsEntry("scope", "openid profile")
                .containsEntry("code_challenge_method", "S256");
        idToken = sign(claims(begun).claim("groups", List.of("mail-desk")).build());

        OidcOutcome outcome = finish(client, begun, "state", begun.state(), "code", "c0de");

        assertThat(outcome).isInstanceOfSatisfying(OidcOutcome.Authenticated.class, in -> {
            assertThat(in.next()).isEqualTo("/console/cases");
            assertThat(in.claims().subject()).isEqualTo("4711");
            assertThat(in.claims().values()).containsEntry("groups", List.of("mail-desk"));
        });
        ScriptedHttpServer.Request asked = server.requests().stream()
                .filter(one -> one.target().equals("/token"))
                .findFirst()
                .orElseThrow();
        Map<String, String> form = query(asked.body());
        String verifier = Objects.requireNonNull(form.get("code_verifier"));
        assertThat(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(verifier.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(begun.query().get("code_challenge"));
        assertThat(form).containsEntry("code", "c0de").doesNotContainKey("client_secret");
        assertThat(new String(Base64.getDecoder().decode(asked.authorization().substring(6)), StandardCharsets.UTF_8))
                .isEqualTo(ID + ":s3cret%2F%2B");
    }

    @Test
    void aProviderThatTakesTheSecretInTheFormOnlyGetsItThere() throws JOSEException {
        overrides.put("more", ",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]");

        assertThat(logIn(client(), claims -> claims)).isInstanceOf(OidcOutcome.Authenticated.class);

        assertThat(server.requests())
                .anySatisfy(asked -> assertThat(asked.body()).contains("client_secret=s3cret%2F%2B"))
                .allSatisfy(asked -> assertThat(asked.authorization()).isEmpty());
    }

    @Test
    void anAnswerWithoutTheStateOfThisBrowserAsksTheProviderNothing() {
        OidcClient client = client();
        Begun victim = begin(client, "");
        Begun attacker = begin(client, "");

        for (String[] wrong : new String[][] {
            {"code", "c0de"},
            {"code", "c0de", "state", ""},
            {"code", "c0de", "state", attacker.state()},
            {"code", "c0de", "state", victim.state(), "state", victim.state()}
        }) {
            assertRefused(finish(client, victim, wrong), OidcProblem.AGAIN, "state");
        }
        Begun without = new Begun(victim.query(), new Cookie("other", "x"));
        assertRefused(finish(client, without, "state", victim.state(), "code", "c0de"), OidcProblem.AGAIN, "not begun");
        assertThat(server.requests()).noneMatch(asked -> asked.target().equals("/token"));
    }

    @Test
    void theSameAnswerComesOnceAndNotLaterThanTenMinutes() throws JOSEException {
        OidcClient client = client();
        Begun begun = begin(client, "");
        idToken = sign(claims(begun).build());
        assertThat(finish(client, begun, "state", begun.state(), "code", "c0de"))
                .isInstanceOf(OidcOutcome.Authenticated.class);
        assertRefused(
                finish(client, begun, "state", begun.state(), "code", "c0de"), OidcProblem.AGAIN, "came back before");

        Begun late = begin(client, "");
        clock.advance(Duration.ofMinutes(10));
        assertRefused(finish(client, late, "state", late.state(), "code", "c0de"), OidcProblem.AGAIN, "too long ago");
    }

    @Test
    void aLookAheadUsesNothingUp() {
        OidcClient client = client();
        Begun begun = begin(client, "");
        MockHttpServletRequest head = new MockHttpServletRequest("HEAD", "/console/log-in/oidc/callback");
        head.setCookies(begun.cookie());
        head.addParameter("state", begun.state());
        head.addParameter("code", "c0de");
        MockHttpServletResponse response = new MockHttpServletResponse();

        assertRefused(client.finish(head, response), OidcProblem.AGAIN, "not opened");

        assertThat(response.getCookies()).isEmpty();
    }

    @Test
    void whatWasBegunAtAnotherRealmOrByAnotherProcessEndsNothingHere() {
        OidcClient my = OidcClient.withPatience(settings("my", List.of()), clock, PATIENCE);
        Begun there = begin(my, "");
        Begun asHere = new Begun(
                there.query(),
                new Cookie("sekimori-console-oidc", there.cookie().getValue()));
        assertRefused(finish(client(), asHere, "state", there.state(), "code", "c"), OidcProblem.AGAIN, "not begun");

        Begun before = begin(client(), "");
        assertRefused(finish(client(), before, "state", before.state(), "code", "c"), OidcProblem.AGAIN, "not begun");
    }

    /** One change of a token each, and what the log says of it. */
    enum Forgery {
        NONCE("its nonce", claims -> claims.claim("nonce", "another")),
        NO_NONCE("its nonce", claims -> claims.claim("nonce", null)),
        AUDIENCE("its aud", claims -> claims.audience("my-client")),
        NO_AUDIENCE("its aud", claims -> claims.audience((String) null)),
        SEVERAL("its azp", claims -> claims.audience(List.of(ID, "my-client"))),
        PARTY("its azp", claims -> claims.claim("azp", "my-client")),
        ISSUER("its iss", claims -> claims.issuer("https://other.example")),
        SUBJECT("its sub", claims -> claims.subject(null)),
        SUBJECT_OF_TWO_LINES("its sub", claims -> claims.subject("a\nb")),
        EXPIRED("expired", claims -> claims.expirationTime(at(-61))),
        NO_EXPIRY("lacks exp", claims -> claims.expirationTime(null)),
        BEFORE_THE_LOG_IN("its iat", claims -> claims.issueTime(at(-61))),
        AHEAD("its iat", claims -> claims.issueTime(at(62))),
        NOT_YET("its nbf", claims -> claims.notBeforeTime(at(62)));

        private final String why;
        private final UnaryOperator<JWTClaimsSet.Builder> change;

        Forgery(String why, UnaryOperator<JWTClaimsSet.Builder> change) {
            this.why = why;
            this.change = change;
        }

        private static Date at(long seconds) {
            Instant start = new MutableClock().instant();
            return Date.from(start.plusSeconds(seconds));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenForSomebodyElseForAnotherLogInOrOutOfTimeIsRefused(Forgery forgery) throws JOSEException {
        assertRefused(logIn(client(), forgery.change), OidcProblem.INVALID, forgery.why);
    }

    @Test
    void clocksMayDifferWithinTheBound() throws JOSEException {
        assertThat(logIn(client(), claims -> claims.issueTime(Forgery.at(59))
                        .notBeforeTime(Forgery.at(59))
                        .expirationTime(Forgery.at(-59))))
                .isInstanceOf(OidcOutcome.Authenticated.class);
    }

    @Test
    void theAlgorithmIsNotTheTokensToChoose() throws JOSEException {
        OidcClient client = client();
        Begun begun = begin(client, "");
        idToken = new PlainJWT(claims(begun).build()).serialize();
        assertRefused(finish(client, begun, "state", begun.state(), "code", "c"), OidcProblem.INVALID, "signature");

        begun = begin(client, "");
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
                claims(begun).build());
        confused.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        idToken = confused.serialize();
        assertRefused(finish(client, begun, "state", begun.state(), "code", "c"), OidcProblem.INVALID, "signature");
    }

    @Test
    void aForeignKeyUnderAKnownNameAndAnAccessTokenAreRefused() throws JOSEException {
        OidcClient client = client();
        Begun begun = begin(client, "");
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                claims(begun).build());
        forged.sign(new RSASSASigner(stranger));
        idToken = forged.serialize();
        assertRefused(finish(client, begun, "state", begun.state(), "code", "c"), OidcProblem.INVALID, "signature");

        begun = begin(client, "");
        SignedJWT access = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.getKeyID())
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims(begun).build());
        access.sign(new RSASSASigner(key));
        idToken = access.serialize();
        assertRefused(finish(client, begun, "state", begun.state(), "code", "c"), OidcProblem.INVALID, "");
    }

    @Test
    void aChangedKeyIsFetched() throws JOSEException {
        OidcClient client = client();
        assertThat(logIn(client, claims -> claims)).isInstanceOf(OidcOutcome.Authenticated.class);
        signer = stranger;
        assertThat(logIn(client, claims -> claims)).isInstanceOf(OidcOutcome.Authenticated.class);
    }

    @Test
    void anAnswerThatNamesAnotherIssuerOrHidesItIsRefused() {
        OidcClient client = client();
        Begun begun = begin(client, "");
        assertRefused(
                finish(client, begun, "state", begun.state(), "code", "c", "iss", "https://other.example"),
                OidcProblem.INVALID,
                "issuer");

        overrides.put("more", ",\"authorization_response_iss_parameter_supported\":true");
        OidcClient strict = client();
        Begun hidden = begin(strict, "");
        assertRefused(finish(strict, hidden, "state", hidden.state(), "code", "c"), OidcProblem.INVALID, "issuer");
    }

    @ParameterizedTest
    @CsvSource({"access_denied, DENIED", "server_error, AWAY", "invalid_scope, INVALID", "'<b>\n', INVALID"})
    void theProvidersErrorIsToldInOwnWords(String error, OidcProblem problem) {
        OidcClient client = client();
        Begun begun = begin(client, "");
        OidcOutcome outcome = finish(client, begun, "state", begun.state(), "error", error, "error_description", "<x>");
        assertRefused(outcome, problem, "the provider answered");
        assertThat(((OidcOutcome.Refused) outcome).why()).doesNotContain("<", "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{\"issuer\":\"https://other.example\"}",
                "{\"issuer\":\"ISSUER\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"javascript:alert(1)\",\"token_endpoint\":\"AT/t\",\"jwks_uri\":\"AT/k\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"AT/a\",\"token_endpoint\":\"http://10.0.0.1/t\",\"jwks_uri\":\"AT/k\"}",
                "HUGE"
            })
    void aDescriptionThatCannotBeUsedBeginsNoLogIn(String description) {
        overrides.put("description", description.equals("HUGE") ? "x".repeat(10 << 20) : description);
        assertThat(client().begin("", false, new MockHttpServletRequest(), new MockHttpServletResponse()))
                .isEmpty();
    }

    @Test
    void aProviderThatIsDownIsNotAskedByEveryStrangerAndIsFoundAgain() {
        overrides.put("description", "down");
        OidcClient client = client();
        for (int i = 0; i < 3; i++) {
            assertThat(client.begin("", false, new MockHttpServletRequest(), new MockHttpServletResponse()))
                    .isEmpty();
        }
        assertThat(server.requests()).hasSize(1);

        overrides.remove("description");
        clock.advance(Duration.ofSeconds(5));
        assertThat(client.begin("", false, new MockHttpServletRequest(), new MockHttpServletResponse()))
                .isPresent();
    }

    @Test
    void aTokenAnswerThatIsHugeBrokenOrRefusedLetsNobodyIn() {
        OidcClient client = client();
        Map.of(
                        new Answer(200, "x".repeat(10 << 20)), OidcProblem.AWAY,
                        new Answer(200, "no json"), OidcProblem.AWAY,
                        new Answer(503, ""), OidcProblem.AWAY,
                        new Answer(302, ""), OidcProblem.AWAY,
                        new Answer(200, "{\"access_token\":\"a\"}"), OidcProblem.INVALID,
                        new Answer(400, "{\"error\":\"invalid_grant\"}"), OidcProblem.INVALID)
                .forEach((answer, problem) -> {
                    tokenAnswer = answer;
                    Begun begun = begin(client, "");
                    assertRefused(finish(client, begun, "state", begun.state(), "code", "c"), problem, "");
                });
    }

    @Test
    void aProviderThatNeverAnswersIsGivenUp() {
        tokenAnswer = new Answer(0, "");
        OidcClient client = OidcClient.withPatience(settings("console", List.of()), clock, Duration.ofMillis(2_000));
        Begun begun = begin(client, "");
        assertRefused(
                finish(client, begun, "state", begun.state(), "code", "c"), OidcProblem.AWAY, "no complete answer");
    }

    @Test
    void aPasswordAloneIsTooLittleWhereASecondFactorIsRequired() throws JOSEException {
        OidcClient client = OidcClient.withPatience(settings("my", List.of("otp", "hwk")), clock, PATIENCE);
        assertRefused(logIn(client, claims -> claims.claim("amr", List.of("pwd"))), OidcProblem.WEAK, "4711");
        assertRefused(logIn(client, claims -> claims), OidcProblem.WEAK, "4711");
        assertRefused(logIn(client, claims -> claims.claim("amr", Map.of("otp", true))), OidcProblem.WEAK, "amr");
        assertThat(logIn(client, claims -> claims.claim("amr", List.of("pwd", "otp"))))
                .isInstanceOf(OidcOutcome.Authenticated.class);
    }

    @Test
    void whatOnlyUserInfoSaysIsAddedButNothingThatTheTokenMustSay() throws JOSEException {
        overrides.put(
                "user-info",
                "{\"sub\":\"4711\",\"email\":\"a@isp.example\",\"groups\":[\"desk\"],"
                        + "\"name\":\"of UserInfo\",\"amr\":[\"otp\"],\"sid\":\"s\",\"nothing\":null}");
        overrides.put("more", ",\"userinfo_endpoint\":\"AT/user-info\"");
        tokenAnswer = null;
        OidcOutcome outcome = logIn(client(), claims -> claims.claim("name", "of the token"));

        assertThat(outcome).isInstanceOfSatisfying(OidcOutcome.Authenticated.class, in -> {
            assertThat(in.claims().values())
                    .containsEntry("email", "a@isp.example")
                    .containsEntry("groups", List.of("desk"))
                    .containsEntry("name", "of the token")
                    .doesNotContainKeys("amr", "sid", "nothing");
            assertThat(in.session()).isNull();
        });
        assertThat(server.requests())
                .filteredOn(asked -> asked.target().equals("/user-info"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.authorization()).isEqualTo("Bearer the-access"));

        OidcClient strict = OidcClient.withPatience(settings("console", List.of("otp")), clock, PATIENCE);
        assertRefused(logIn(strict, claims -> claims), OidcProblem.WEAK, "4711");
        overrides.put("user-info", "{\"sub\":\"4712\"}");
        assertRefused(logIn(client(), claims -> claims), OidcProblem.INVALID, "another subject");
        overrides.put("more", "");
        assertRefused(logIn(client(), claims -> claims), OidcProblem.INVALID, "no userinfo_endpoint");
    }

    /** Many browsers of one stranger, and one browser from elsewhere, while the provider answers nobody. */
    @Test
    void oneStrangerDoesNotHoldAllRequestsToTheProvider() throws Exception {
        CountDownLatch asked = new CountDownLatch(AskingClients.MOST_OF_ONE);
        CountDownLatch answer = new CountDownLatch(1);
        waiting = () -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        OidcClient client = client();
        ExecutorService strangers = Executors.newCachedThreadPool();
        try {
            List<Future<OidcOutcome>> held = new ArrayList<>();
            for (int i = 0; i < AskingClients.MOST_OF_ONE; i++) {
                Begun begun = begin(client, "");
                held.add(strangers.submit(() -> finish(client, begun, "state", begun.state(), "code", "made-up")));
            }
            asked.await();
            for (int i = 0; i < 10; i++) {
                Begun more = begin(client, "/console/cases");
                OidcOutcome refused = finish(client, more, "state", more.state(), "code", "made-up");
                assertRefused(refused, OidcProblem.AWAY, "too many log-ins under way");
                assertThat(((OidcOutcome.Refused) refused).next()).isEqualTo("/console/cases");
            }
            assertThat(server.requests().stream().filter(one -> one.target().equals("/token")))
                    .hasSize(AskingClients.MOST_OF_ONE);

            waiting = () -> {};
            Begun begun = begin(client, "");
            idToken = sign(claims(begun).build());
            assertThat(finish(client, begun, "203.0.113.9", "state", begun.state(), "code", "c0de"))
                    .as("from another address")
                    .isInstanceOf(OidcOutcome.Authenticated.class);
            answer.countDown();
            for (Future<OidcOutcome> one : held) {
                one.get();
            }
        } finally {
            answer.countDown();
            strangers.shutdown();
        }
        Begun after = begin(client, "");
        idToken = sign(claims(after).build());
        assertThat(finish(client, after, "state", after.state(), "code", "c0de"))
                .isInstanceOf(OidcOutcome.Authenticated.class);
    }

    @Test
    void whatIsNoTokenIsRefusedAlsoWhileTheProviderIsAway() {
        OidcClient client = client();
        server.close();

        assertThat(client.loggedOut("x")).isInstanceOf(OidcLogOut.Refused.class);
    }

    @Test
    void theLogOutThereKnowsWhoItIs() {
        URI to = client().logOut("the-token", "/console/log-in").orElseThrow();
        assertThat(query(to.getRawQuery()))
                .containsEntry("id_token_hint", "the-token")
                .containsEntry("post_logout_redirect_uri", "https://mail.isp.example/console/log-in")
                .containsEntry("client_id", ID);
    }
}
