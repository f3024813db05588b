package org.sekimori.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.rig.ScriptedHttpServer.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real rspamd asks and obeys with the files of {@code docs/connect/rspamd}. */
class RspamdPrefilterIT {

    private static final String ALICE = "alice@isp.example";

    private static ScriptedHttpServer sekimori;
    private static RspamdRig rspamd;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        assumeTrue(RspamdRig.missing().isEmpty(), RspamdRig.missing());
        sekimori = new ScriptedHttpServer();
        rspamd = RspamdRig.start(folder, sekimori.port(), "quarantine = { flags = [\"no_threshold\"]; }");
    }

    @AfterAll
    static void stop() {
        if (rspamd != null) {
            rspamd.close();
            sekimori.close();
        }
    }

    private static void decide(int status, String body) {
        sekimori.answer(
                request -> request.target().equals("/v1/decisions") ? new Answer(status, body) : new Answer(202, "{}"));
    }

    private static String verdict(String word) {
        return "{\"verdict\":\"" + word
                + "\",\"enhanced_code\":\"5.7.1\",\"plain\":\"From Germany. Reference K7QX-3M2P\","
                + "\"reference\":\"K7QX-3M2P\"}";
    }

    @ParameterizedTest
    @CsvSource({"accept, no action", "reject, reject", "defer, soft reject", "quarantine, quarantine"})
    void theVerdictIsRspamdsAction(String word, String action) {
        decide(200, verdict(word));

        JsonNode answer = rspamd.check(ALICE, "hello");
        assertThat(answer.path("action").asString()).isEqualTo(action);
        assertThat(answer.at("/messages/smtp_message").asString("")).contains(word.equals("accept") ? "" : "K7QX-3M2P");
    }

    @Test
    void theSubmissionIsTold() {
        decide(200, verdict("accept"));
        rspamd.check(ALICE, "hello");

        ScriptedHttpServer.Request asked = sekimori.requests().get(0);
        assertThat(asked.authorization()).isEqualTo("Bearer topsecret");
        JsonNode event = JsonMapper.shared().readTree(asked.body());
        assertThat(event.path("account").asString()).isEqualTo(ALICE);
        assertThat(event.path("client_address").asString()).isEqualTo("91.10.20.30");
        assertThat(event.path("helo").asString()).isEqualTo("laptop");
        assertThat(event.path("sender").asString()).isEqualTo(ALICE);
        assertThat(event.path("recipients").toString()).isEqualTo("[\"bob@example.net\"]");
        assertThat(event.path("queue_id").asString()).isEqualTo("4jZ3RK0");
        assertThat(event.path("message_id").asString()).isEqualTo("m1@isp.example");
        assertThat(event.path("size").asInt()).isPositive();
    }

    @Test
    void incomingMailIsNotAskedAbout() {
        decide(200, verdict("reject"));

        assertThat(rspamd.check("", "hello").path("action").asString()).isEqualTo("no action");
        assertThat(sekimori.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | not json
            200 | {"verdict":"perhaps"}
            500 | {}
            401 | {"detail":"this key is not in force"}
            0   | silence
            """)
    void garbageAndSilenceLetMailPassAndAreLogged(int status, String body) {
        decide(status, body);

        assertThat(rspamd.check(ALICE, "hello").path("action").asString()).isEqualTo("no action");
        await().until(() -> rspamd.log().contains("sekimori: no answer: "));
    }

    @Test
    void theAnswerToARequestThatWasNotUnderstoodIsObeyed() {
        decide(413, verdict("reject"));

        assertThat(rspamd.check(ALICE, "hello").path("action").asString()).isEqualTo("reject");
    }

    @Test
    void whatRspamdItselfRefusesIsProvedToHaveHadNoQueue() {
        decide(200, verdict("accept"));

        assertThat(rspamd.check(ALICE, "unwanted").path("action").asString()).isEqualTo("reject");
        ScriptedHttpServer.Request told = await().until(
                        () -> sekimori.requests().stream()
                                .filter(request -> request.target().equals("/v1/events"))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
        JsonNode event = JsonMapper.shared().readTree(told.body());
        assertThat(told.authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("rspamd:topsecret".getBytes(UTF_8)));
        assertThat(event.path("kind").asString()).isEqualTo("rejected");
        assertThat(event.path("before_queue").asBoolean()).isTrue();
        assertThat(event.path("account").asString()).isEqualTo(ALICE);
        assertThat(event.path("queue_id").asString()).isEqualTo("4jZ3RK0");
        assertThat(event.path("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }

    @Test
    void withoutTheActionNothingPassesUnheld(@TempDir Path folder) throws IOException {
        decide(200, verdict("quarantine"));
        try (RspamdRig plain = RspamdRig.start(folder, sekimori.port(), "")) {
            assertThat(plain.check(ALICE, "hello").path("action").asString()).isEqualTo("soft reject");
        }
    }
}
