package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class KeysApiTest extends ApiTest {

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
        return settings.keys().resolve(KeyFile.NAME);
    }

    /** Changes the file, after a look at it as it was: the next look is due a second after that. */
    private void write(String text) throws IOException {
        local().get("/v1/holds");
        Files.writeString(file(), text);
        clock.advance(Duration.ofSeconds(2));
        local().get("/v1/holds");
    }

    private Client desk(String scopes) throws IOException {
        String hash = HexFormat.of().formatHex(ApiKey.hash("desk-secret"));
        write(before + "  - {name: desk, scopes: [" + scopes + "], sha256: '" + hash + "'}\n");
        return nobody().withKey("desk-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/grants", "/v1/holds", ALICE, HOLD, "/v1/nothing", "/", "/actuator", "/actuator/env"})
    void withoutAKeyNothingIsShown(String path) {
        Reply reply = nobody().get(path);

        assertThat(reply.problem(401)).contains("a key is needed");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/prometheus",
                "/v1/openapi.yaml",
                "/docs"
            })
    void whatMachinesNeedIsOpen(String path) {
        Reply reply = nobody().get(path).expect(200);

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
            events:write  | POST   | /v1/events
            metrics:read  | GET    | /actuator
            """)
    void aKeyDoesWhatItsScopeSaysAndNothingElse(String scope, String method, String path) throws IOException {
        assertThat(desk("'" + scope + "'").send(method, path, null).status()).isNotIn(401, 403);

        String others = Arrays.stream(Scope.values())
                .map(Scope::word)
                .filter(word -> !word.equals(scope))
                .collect(Collectors.joining("', '"));
        assertThat(desk("'" + others + "'").send(method, path, null).problem(403))
                .isEqualTo("the key lacks the scope " + scope);
    }

    @Test
    void metricsThatAreAskedForThroughAProxyNeedTheirScope() throws IOException {
        String metrics = "/actuator/prometheus";
        for (String header : new String[] {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"}) {
            assertThat(nobody().with(header, "192.0.2.7").get(metrics).problem(401))
                    .contains("a key is needed");
        }
        Client desk = desk("'holds:read'").with("X-Forwarded-For", "192.0.2.7");
        assertThat(desk.get(metrics).problem(403)).isEqualTo("the key lacks the scope metrics:read");
        assertThat(local().with("X-Forwarded-For", "192.0.2.7")
                        .get(metrics)
                        .expect(200)
                        .http()
                        .body())
                .contains("sekimori_door_bad_requests_total");
    }

    @Test
    void aPathWithoutARuleIsNobodysNotEvenTheLocalKeys() {
        assertThat(local().get("/v1/nothing").problem(404)).contains("/v1/openapi.yaml");
        assertThat(local().get("/error").problem(404)).contains("there is nothing here");
        assertThat(local().post("/v1/events/more", "{}").problem(404)).contains("there is nothing here");
    }

    @Test
    void theNameOfTheKeyIsRecordedWithWhoeverIsNamed() throws IOException {
        Client desk = desk("'grants:write'");

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
        Client desk = desk("'grants:read'");
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
        Client desk = desk("'grants:write'");

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
        Client desk = desk("'grants:read'");
        desk.get(ALICE).expect(200);

        write(before);

        desk.get(ALICE).problem(401);
    }

    @Test
    void aBrokenFileLeavesTheKeysInForce() throws IOException {
        Client desk = desk("'grants:read'");

        write("keys: [oh no");

        desk.get(ALICE).expect(200);
    }

    @Test
    void theFirstKeyIsReadableByItsOwnerOnly() throws IOException {
        for (String name : new String[] {KeyFile.NAME, KeyFile.LOCAL_NAME}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(settings.keys().resolve(name))))
                    .isEqualTo("rw-------");
        }
        String clear =
                Files.readString(settings.keys().resolve(KeyFile.LOCAL_NAME)).strip();
        assertThat(clear).matches("[0-9a-f]{64}");
        assertThat(before).doesNotContain(clear);
    }
}
