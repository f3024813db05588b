package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.keys.ApiKeyFile;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;

/** What the keys of mail servers, and of whoever manages accounts, can say over HTTP. */
class PublishersApiTest extends ApiTestBase {

    private static final Account ALICE_ACCOUNT = Account.of("alice@isp.example");

    private String before = "";

    @BeforeEach
    void remember() throws IOException {
        before = Files.readString(keys());
    }

    @AfterEach
    void restore() throws IOException {
        Files.writeString(keys(), before);
        look();
    }

    private Path keys() {
        return settings.keys().resolve(ApiKeyFile.NAME);
    }

    private void look() {
        clock.advance(Duration.ofSeconds(2));
        local().get("/v1/holds");
    }

    private ApiTestClient key(String name, String scopes) throws IOException {
        local().get("/v1/holds");
        String hash = HexFormat.of().formatHex(ApiKey.hash(name));
        Files.writeString(
                keys(),
                Files.readString(keys()) + "  - {name: " + name + ", scopes: [" + scopes + "], sha256: '" + hash
                        + "'}\n");
        look();
        return nobody().withKey(name);
    }

    private String event(String kind, String more) {
        return "{\"time\":\"" + clock.instant() + "\",\"kind\":\"" + kind + "\",\"account\":\"alice@isp.example\""
                + more + "}";
    }

    private String ask(String more) {
        return local().post("/v1/decisions", "{\"account\":\"alice@isp.example\",\"recipient_count\":1" + more + "}")
                .expect(200)
                .text("verdict");
    }

    /** An account with a grant, a case and a hold. */
    private void stolen() {
        local().post(ALICE, "{}").expect(201);
        local().post("/v1/decisions", "{\"account\":\"alice@isp.example\",\"recipient_count\":501}")
                .expect(200);
        local().put("/v1/accounts/alice@isp.example/hold", "{\"reason\":\"stolen\",\"by\":\"sato\"}")
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account_closed", "account_renamed", "password_changed"})
    void aMailServersKeyChangesNoAccount(String kind) throws IOException {
        stolen();
        var cases = log.cases(ALICE_ACCOUNT);

        String reason =
                key("mx", "'events:write'").post("/v1/events", event(kind, "")).problem(403);

        assertThat(reason).contains("publisher key:mx may not publish '" + kind + "'", "accounts:write");
        assertThat(log.cases(ALICE_ACCOUNT)).isEqualTo(cases);
        assertThat(log.grants(ALICE_ACCOUNT).grants()).hasSize(1);
        assertThat(log.hold(ALICE_ACCOUNT)).isPresent();
        assertThat(log.deadLetters()).singleElement().asString().contains("publisher key:mx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'events:write', 'accounts:write'", "'decisions:write', 'accounts:write'"})
    void aKeyOfAMailServerThatWasAlsoGivenTheScopeChangesNoneEither(String scopes) throws IOException {
        String reason = key("mx", scopes)
                .post("/v1/events", event("password_changed", ""))
                .problem(403);

        assertThat(reason).contains("an API key with accounts:write and without events:write and decisions:write");
    }

    @Test
    void aKeyForAccountsChangesThemAndIsOnTheAuditTrailAndReportsNoMail() throws IOException {
        stolen();
        ApiTestClient crm = key("crm", "'accounts:write'");

        assertThat(crm.post("/v1/events", event("attempt", "")).problem(403)).contains("may not publish 'attempt'");
        crm.post("/v1/events", event("password_changed", "")).expect(202);
        crm.post("/v1/events", event("account_closed", "")).expect(202);

        assertThat(log.audited().stream()
                        .filter(line -> line.by().equals("key:crm"))
                        .map(line -> line.what()))
                .contains("password_changed", "account_closed");
        assertThat(log.grants(ALICE_ACCOUNT).grants()).isEmpty();
    }

    @Test
    void oneReportDoesNotCloseADay() throws IOException {
        key("mx", "'events:write'")
                .post("/v1/events", event("accepted", ",\"recipient_count\":1000000"))
                .expect(202);

        assertThat(ask("")).isEqualTo("accept");
    }

    @Test
    void nobodysReservationIsGivenBackByAKeyThatSpeaksForNoServer() throws IOException {
        ApiTestClient mx = key("mx", "'events:write'");
        String ids = ",\"server\":\"mx1\",\"queue_id\":\"4jZ3RH\"";
        local().post("/v1/decisions", "{\"account\":\"alice@isp.example\",\"recipient_count\":499" + ids + "}")
                .expect(200);

        String reason = mx.post("/v1/events", event("rejected", ids + ",\"before_queue\":true"))
                .problem(403);

        assertThat(reason).contains("may not prove that a message was refused before the queue", "before_queue: true");
        assertThat(ask("")).isEqualTo("accept");
        assertThat(ask("")).isEqualTo("defer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            attempt  | ,"history":true,"client_address":"91.10.20.30"      | history
            attempt  | ,"channel":"webmail","client_address":"91.10.20.30" | channel
            attempt  | ,"id":"postfix:4a1f.0:4jZ3RH"                       | id
            """)
    void nothingIsTaughtOrExemptedByAKeyThatNobodyLists(String kind, String more, String field) throws IOException {
        ApiTestReply reply = key("mx", "'events:write'").post("/v1/events", event(kind, more));

        reply.problem(403);
        assertThat(reply.text("field")).isEqualTo(field);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void aBatchTellsItsLinesApartAndHealthShowsWhoTriedWhat() throws IOException {
        ApiTestClient mx = key("mx-batch", "'events:write'").with("Content-Type", "application/x-ndjson");

        ApiTestReply reply = mx.post("/v1/events", event("accepted", "") + "\n" + event("account_closed", "") + "\n")
                .expect(202);

        assertThat(reply.json().path("accepted").asInt()).isEqualTo(1);
        assertThat(reply.json().path("problems").get(0).path("reason").asString())
                .contains("key:mx-batch");
        var health = local().get("/actuator/health").json().path("components").path("publishers");
        assertThat(health.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(health.path("details").path("refused").path("key:mx-batch").asString())
                .isEqualTo("1 by kind");
        assertThat(health.path("details").path("trusts").toString()).contains("programs on this machine");
    }

    @Test
    void theLocalKeySaysEverything() {
        for (String kind : List.of("password_changed", "account_closed")) {
            local().post("/v1/events", event(kind, "")).expect(202);
        }
        local().post("/v1/events", event("attempt", ",\"history\":true")).expect(202);

        assertThat(log.events()).extracting(MailEvent::publisher).containsOnly("key:local");
    }
}
