package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.keys.ApiKeyFile;
import org.sekimori.api.keys.ApiScope;
import org.sekimori.api.security.WrongKeyThrottle;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class ApiKeysTest extends ApiTestBase {

    private static final String HOLD = "/v1/accounts/alice@isp.example/hold";

    @Autowired
    MeterRegistry registry;

    private String before = "";

    @BeforeEach
    void remember() throws IOException {
        before = Files.readString(file());
    }

    @AfterEach
    void restore() throws IOException {
        write(before);
    }

    private Path file() {
        return settings.keys().resolve(ApiKeyFile.NAME);
    }

    /** Changes the file, after a look at it as it was: the next look is due a second after that. */
    private void write(String text) throws IOException {
        local().get("/v1/holds");
        Files.writeString(file(), text);
        clock.advance(Duration.ofSeconds(2));
        local().get("/v1/holds");
    }

    private ApiTestClient desk(String scopes) throws IOException {
        String hash = HexFormat.of().formatHex(ApiKey.hash("desk-secret"));
        write(before + "  - {name: desk, scopes: [" + scopes + "], sha256: '" + hash + "'}\n");
        return nobody().withKey("desk-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/grants", "/v1/holds", ALICE, HOLD, "/v1/nothing", "/", "/actuator", "/actuator/env"})
    void withoutAKeyNothingIsShown(String path) {
        ApiTestReply reply = nobody().get(path);

        assertThat(reply.problem(401)).contains("a key is needed");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/v1/openapi.yaml",
                "/docs",
                "/docs/docs.js",
                "/docs/swagger-ui-bundle.js",
                "/docs/swagger-ui.css"
            })
    void whatMachinesNeedIsOpen(String path) {
        ApiTestReply reply = nobody().get(path).expect(200);

        assertThat(reply.header("Set-Cookie")).isNull();
    }

    @Test
    void aWrongKeyIsRefusedEverywhereAndCounted() {
        double counted = registry.get("sekimori.api.unauthorised")
                .tag("key", "wrong")
                .counter()
                .count();

        assertThat(nobody().withKey("guess").get("/v1/grants").problem(401)).isEqualTo("this key is not in force");
        assertThat(nobody().withKey("guess").get("/actuator/health").status()).isEqualTo(401);
        assertThat(registry.get("sekimori.api.unauthorised")
                        .tag("key", "wrong")
                        .counter()
                        .count())
                .isEqualTo(counted + 2);
    }

    @Test
    void manyWrongKeysAreSlowedDownAndARightOneFromTheSameAddressIsNot() {
        for (int i = 0; i < WrongKeyThrottle.FREE; i++) {
            nobody().withKey("guess" + i).get("/v1/grants");
        }
        ApiTestReply reply = nobody().withKey("guess").get("/v1/grants");

        assertThat(reply.problem(429)).contains("too many wrong ones came from this address");
        assertThat(Integer.parseInt(String.valueOf(reply.header("Retry-After"))))
                .isBetween(1, 60);
        local().get("/v1/grants").expect(200);
        clock.advance(WrongKeyThrottle.WINDOW);
        nobody().withKey("guess").get("/v1/grants").problem(401);
    }

    @Test
    void aKeyEndsWhenItsLineSaysSoAndHealthWarnsTwoWeeksBefore() throws IOException {
        String hash = HexFormat.of().formatHex(ApiKey.hash("desk-secret"));
        Instant end = clock.instant().plus(Duration.ofDays(20));
        write(before + "  - {name: desk, scopes: ['grants:read'], sha256: '" + hash + "', expires: '" + end + "'}\n");
        ApiTestClient desk = nobody().withKey("desk-secret");
        desk.get(ALICE).expect(200);
        assertThat(keys().path("status").asString()).isEqualTo("UP");

        clock.advance(Duration.ofDays(7));
        desk.get(ALICE).expect(200);
        assertThat(keys().path("status").asString()).isEqualTo("DEGRADED");
        assertThat(keys().path("details").path("ending").path(0).asString()).isEqualTo("desk ends at " + end);

        clock.advance(Duration.ofDays(14));
        ApiTestReply reply = desk.get(ALICE);
        assertThat(reply.problem(401))
                .isEqualTo("this key ended at " + end + "; ask whoever gave it to you for another one");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(keys().path("details").path("ending").path(0).asString()).isEqualTo("desk ended at " + end);
        local().get(ALICE).expect(200);
    }

    private JsonNode keys() {
        return local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("keys");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            grants:read   | GET    | /v1/grants
            grants:read   | GET    | /v1/accounts/a/grants
            grants:write  | POST   | /v1/accounts/a/grants
            grants:write  | POST   | /v1/accounts/a/grants/extension
            grants:write  | POST   | /v1/accounts/a/grants/K7QX-3M2P/extension
            grants:write  | DELETE | /v1/accounts/a/grants
            grants:write  | DELETE | /v1/accounts/a/grants/K7QX-3M2P
            holds:read    | GET    | /v1/holds
            holds:read    | GET    | /v1/accounts/a/hold
            holds:write   | PUT    | /v1/accounts/a/hold
            holds:write   | DELETE | /v1/accounts/a/hold
            cases:read    | GET    | /v1/cases
            cases:read    | GET    | /v1/accounts/a/cases
            cases:write   | POST   | /v1/cases/K7QX-3M2P/close
            cases:write   | POST   | /v1/misjudgements
            decisions:write | POST | /v1/decisions
            decisions:read | GET  | /v1/decisions
            decisions:read | GET  | /v1/decisions/K7QX-3M2P
            decisions:read | GET  | /v1/where
            events:write  | POST   | /v1/events
            events:write  | POST   | /?command=ping
            events:write  | GET    | /v1/auth-policy?command=ping
            decisions:write | POST | /v1/mta-hooks
            accounts:write | POST  | /v1/events
            metrics:read  | GET    | /actuator
            """)
    void aKeyDoesWhatItsScopeSaysAndNothingElse(String scope, String method, String path) throws IOException {
        assertThat(desk("'" + scope + "'").send(method, path, null).status()).isNotIn(401, 403);

        String others = Arrays.stream(ApiScope.values())
                .map(ApiScope::word)
                .filter(word -> !word.equals(scope))
                // Either of two scopes opens this route; what each may publish there is in PublishersApiTest.
                .filter(word ->
                        !path.equals("/v1/events") || !word.equals("events:write") && !word.equals("accounts:write"))
                .collect(Collectors.joining("', '"));
        assertThat(desk("'" + others + "'").send(method, path, null).problem(403))
                .startsWith("the key lacks the scope ")
                .contains(scope);
    }

    @Test
    void metricsNeedTheirScopeAtThePortOfTheApiBecauseAProxyOnThisMachineLooksLocal() throws IOException {
        String metrics = "/actuator/prometheus";
        assertThat(nobody().get(metrics).problem(401)).contains("a key is needed");
        for (String header : new String[] {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"}) {
            assertThat(nobody().with(header, "127.0.0.1").get(metrics).problem(401))
                    .contains("a key is needed");
        }
        assertThat(desk("'holds:read'").get(metrics).problem(403)).isEqualTo("the key lacks the scope metrics:read");
        assertThat(local().get(metrics).expect(200).http().body()).contains("sekimori_endpoint_invalid_requests_total");
    }

    @Test
    void thePortForHealthAndMetricsAnswersWithoutAKeyAndNothingElse() {
        ApiTestClient management = management();

        assertThat(management.get("/actuator/prometheus").expect(200).http().body())
                .contains("sekimori_endpoint_invalid_requests_total");
        management.get("/actuator/health/readiness").expect(200);
        management.get("/actuator/env").problem(401);
        assertThat(local().at(management.base()).get("/v1/grants").problem(404)).contains("only /actuator/");
        management.get("/asked/x").problem(404);
        management.get("/actuator/../v1/grants").problem(404);
    }

    @Test
    void aPathWithoutARuleIsNobodysNotEvenTheLocalKeys() {
        assertThat(local().get("/v1/nothing").problem(404)).contains("/v1/openapi.yaml");
        assertThat(local().get("/error").problem(404)).contains("there is nothing here");
        assertThat(local().post("/v1/events/more", "{}").problem(404)).contains("there is nothing here");
    }

    @Test
    void theNameOfTheKeyIsRecordedWithWhoeverIsNamed() throws IOException {
        ApiTestClient desk = desk("'grants:write'");

        assertThat(desk.post(ALICE, "{}").grants().get(0).path("opened_by").asString())
                .isEqualTo("desk");
        assertThat(desk.post(ALICE, "{\"by\":\"sato\"}")
                        .grants()
                        .get(1)
                        .path("opened_by")
                        .asString())
                .isEqualTo("sato via desk");
    }

    @Test
    void aKeyThatIsUsedBeyondItsScopesIsCounted() throws IOException {
        ApiTestClient desk = desk("'grants:read'");
        desk.get("/v1/holds").problem(403);
        double counted = forbidden("holds:read");

        desk.get("/v1/holds").problem(403);

        assertThat(forbidden("holds:read")).isEqualTo(counted + 1);
    }

    private double forbidden(String scope) {
        return registry.get("sekimori.api.forbidden")
                .tag("scope", scope)
                .counter()
                .count();
    }

    @Test
    void onlyTheLocalKeySpeaksForTheCommandLine() throws IOException {
        ApiTestClient desk = desk("'grants:write'");

        assertThat(desk.with("X-Sekimori-Channel", "cli").post(ALICE, "{}").problem(403))
                .contains("'local' only");
        assertThat(local().with("X-Sekimori-Channel", "portal")
                        .post(ALICE, "{}")
                        .problem(400))
                .startsWith("X-Sekimori-Channel:");
        assertThat(local().with("X-Sekimori-Channel", "cli")
                        .post(ALICE, "{}")
                        .grant()
                        .path("channel")
                        .asString())
                .isEqualTo("cli");
    }

    @Test
    void aKeyThatIsTakenOutIsRefused() throws IOException {
        ApiTestClient desk = desk("'grants:read'");
        desk.get(ALICE).expect(200);

        write(before);

        desk.get(ALICE).problem(401);
    }

    @Test
    void aBrokenFileLeavesTheKeysInForce() throws IOException {
        ApiTestClient desk = desk("'grants:read'");

        write("keys: [oh no");

        desk.get(ALICE).expect(200);
    }

    @Test
    void theFirstKeyIsReadableByItsOwnerOnly() throws IOException {
        for (String name : new String[] {ApiKeyFile.NAME, ApiKeyFile.LOCAL_NAME}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(settings.keys().resolve(name))))
                    .isEqualTo("rw-------");
        }
        String clear =
                Files.readString(settings.keys().resolve(ApiKeyFile.LOCAL_NAME)).strip();
        assertThat(clear).matches("[0-9a-f]{64}");
        assertThat(before).doesNotContain(clear);
    }
}
