package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A mail server that speaks HTTP: it asks and waits, or leaves events behind. What it is told while the log is away is in {@code BrokerOutageIT}. */
@SuppressWarnings("NullAway.Init")
class HttpIntakeIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";

    private static Path data;
    private static SekimoriProcess sekimori;
    private static TopicReader log;

    @BeforeAll
    static void start(@TempDir Path folder) {
        data = folder.resolve("data");
        sekimori = SekimoriProcess.start(data, TestRulebook.in(folder));
        log = new TopicReader(sekimori.kafka());
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    private static String submission(String id, String account, String address) {
        return "{\"id\":\"" + id + "\",\"account\":\"" + account + "\",\"client_address\":\"" + address
                + "\",\"recipients\":[\"secret.friend@example.net\"]}";
    }

    private static String attempt(String id, String account, String address) {
        return submission(id, account, address)
                .replace(
                        "{\"id\"",
                        "{\"kind\":\"attempt\",\"time\":\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                                + "\",\"id\"");
    }

    private static JsonNode decide(SekimoriProcess instance, String body) {
        HttpResponse<String> answer =
                TestHttpClient.post(instance.http() + "/v1/decisions", instance.apiKey(), body.getBytes(UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> publish(SekimoriProcess instance, String type, String body) {
        return TestHttpClient.post(instance.http() + "/v1/events", instance.apiKey(), type, body.getBytes(UTF_8));
    }

    @Test
    void homePassesAndOverseasIsRefusedWithTextUntilAGrantIsOpened() {
        JsonNode home = decide(sekimori, submission("h-1", "alice@isp.example", HOME));
        assertThat(home.path("verdict").asString()).isEqualTo("accept");
        assertThat(home.path("source").asString()).isEqualTo("log");

        JsonNode refused = decide(sekimori, submission("h-2", "alice@isp.example", GERMANY));
        assertThat(refused.path("verdict").asString()).isEqualTo("reject");
        assertThat(refused.path("code").asInt()).isEqualTo(550);
        assertThat(refused.path("text").asString())
                .contains("Germany", "https://webmail.isp.example", "https://my.isp.example/travel");
        String reference = refused.path("reference").asString();
        log.awaitRecord("sekimori.decisions", decision -> decision.contains(reference));

        assertThat(sekimori.run("grant", "open", "alice@isp.example").exitCode())
                .isZero();
        assertThat(decide(sekimori, submission("h-3", "alice@isp.example", GERMANY))
                        .path("verdict")
                        .asString())
                .isEqualTo("accept");
        assertThat(decide(sekimori, submission("h-2", "alice@isp.example", GERMANY)))
                .as("the same id again")
                .isEqualTo(refused);
        assertThat(log.awaitRecord("sekimori.events", r -> r.contains("\"answered\"") && r.contains("h-2")))
                .contains("\"verdict\":\"reject\"", "\"source\":\"log\"", "\"door\":\"http@");
    }

    @Test
    void aBatchIsDecidedBesideItsBrokenLine() {
        String lines = attempt("b-1", "batch-1@isp.example", GERMANY) + "\n\n"
                + attempt("b-2", "batch-2@isp.example", "1.2.3") + "\n"
                + attempt("b-3", "batch-3@isp.example", HOME);
        HttpResponse<String> answer = publish(sekimori, "application/x-ndjson", lines);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode taken = JSON.readTree(answer.body());
        assertThat(taken.path("accepted").asInt()).isEqualTo(2);
        assertThat(taken.path("refused").asInt()).isEqualTo(1);
        assertThat(taken.path("problems").get(0).path("line").asInt()).isEqualTo(3);
        assertThat(log.awaitDecision("batch-1@isp.example")).contains("\"verdict\":\"reject\"");
        assertThat(log.awaitDecision("batch-3@isp.example")).contains("\"verdict\":\"accept\"");
        assertThat(log.awaitEvent("batch-1@isp.example"))
                .contains("@example.net")
                .doesNotContain("secret.friend");
        assertThat(log.awaitRecord("sekimori.dead-letters", deadLetter -> deadLetter.contains("http local:3")))
                .contains("client_address")
                .doesNotContain("secret.friend");
    }

    @Test
    void fiveThousandEventsUnderOneKeyAreDecidedOnceEvenIfTheyAreSentTwice() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            lines.append(attempt("", "many-" + i % 1_000 + "@isp.example", HOME))
                    .append('\n');
        }
        byte[] body = lines.toString().getBytes(UTF_8);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = TestHttpClient.post(
                    sekimori.http() + "/v1/events",
                    sekimori.apiKey(),
                    "application/x-ndjson",
                    body,
                    "Idempotency-Key",
                    "many");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(answer.body()).contains("\"accepted\":5000");
        }
        // Behind all the others on its account's line.
        decide(sekimori, submission("last", "many-7@isp.example", HOME));
        log.awaitRecord("sekimori.decisions", d -> d.contains("\"last\""));
        assertThat(log.all("sekimori.decisions").stream().filter(d -> d.contains("\"many-7@isp.example\"")))
                .hasSize(6);
    }

    @Test
    void aKeyWithoutTheScopeIsToldWhichOneItLacks() throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest("reader".getBytes(UTF_8)));
        Files.writeString(
                data.resolve("keys").resolve("api-keys.yml"),
                "  - {name: reader, scopes: ['grants:read', 'events:write'], sha256: '" + hash + "'}\n",
                StandardOpenOption.APPEND);
        byte[] body = submission("s-1", "scope@isp.example", HOME).getBytes(UTF_8);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(TestHttpClient.post(sekimori.http() + "/v1/decisions", "reader", body)
                                .statusCode())
                        .isEqualTo(403));

        assertThat(TestHttpClient.post(sekimori.http() + "/v1/decisions", "reader", body)
                        .body())
                .contains("the key lacks the scope decisions:write");
        assertThat(TestHttpClient.post(sekimori.http() + "/v1/events", "reader", body)
                        .statusCode())
                .as("known, and told what is missing in the body")
                .isEqualTo(400);
        assertThat(TestHttpClient.post(sekimori.http() + "/v1/decisions", "guess", body)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatIsTooLargeOrOfAnotherTypeIsRefusedAndTheNextIsAnswered() {
        assertThat(publish(sekimori, "application/x-ndjson", "x".repeat(17 << 20))
                        .statusCode())
                .isEqualTo(413);
        assertThat(publish(sekimori, "text/plain", "{}").statusCode()).isEqualTo(415);
        byte[] large = new byte[300_000];
        assertThat(TestHttpClient.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), large)
                        .statusCode())
                .isEqualTo(413);
        decide(sekimori, submission("n-1", "next@isp.example", HOME));
    }
}
