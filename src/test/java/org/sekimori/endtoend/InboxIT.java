package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.PolicyClient;

/** Publishing without waiting, and everything that may come in broken: each door answers the next good request. */
@SuppressWarnings("NullAway.Init")
class InboxIT {

    private static SekimoriProcess sekimori;
    private static TopicReader log;

    @BeforeAll
    static void start(@TempDir Path folder) {
        sekimori = SekimoriProcess.start(folder.resolve("data"), TestRulebook.in(folder));
        log = new TopicReader(sekimori.kafka());
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    private static String event(String id, String account, String address) {
        return "{\"id\":\"" + id + "\",\"time\":\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                + "\",\"kind\":\"attempt\",\"account\":\"" + account + "\",\"client_address\":\"" + address
                + "\",\"recipients\":[\"secret.friend@example.net\"]}";
    }

    /** kcat's default partitioner is not Kafka's; the inbox takes any key, any partition. */
    private static void kcat(byte[] lines) throws Exception {
        if (Arrays.stream(System.getenv("PATH").split(":")).noneMatch(d -> Files.isExecutable(Path.of(d, "kcat")))) {
            abort("kcat is not installed");
        }
        Process kcat = new ProcessBuilder("kcat", "-b", sekimori.kafka(), "-t", "sekimori.inbox", "-P", "-K", "\t")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = kcat.getOutputStream()) {
            in.write(lines);
        }
        assertThat(kcat.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(kcat.exitValue()).isZero();
    }

    @Test
    void kcatPublishesAndTheDecisionAppears() throws Exception {
        for (int i = 0; i < 10; i++) {
            kcat(("key-" + i + "\t" + event("kcat-" + i, "Kcat" + i + "@ISP.example", "91.10.20.30") + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(log.awaitDecision("kcat" + i + "@isp.example")).contains("\"verdict\":\"reject\"");
        }
        assertThat(log.awaitEvent("kcat0@isp.example")).contains("@example.net").doesNotContain("secret.friend");
    }

    @Test
    void theCommandPublishesAFileAndBrokenLinesBecomeDeadLetters(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("events.ndjson");
        String megabyte = "{\"kind\":\"attempt\",\"helo\":\"" + "x".repeat(900_000) + "\"}";
        List<String> broken = List.of(
                "{\"kind\":\"attempt\",\"account\":\"trunc",
                "{\"id\":7,\"kind\":[],\"account\":{}}",
                event("k", "a@b.example", "1.2.3.4").replace("attempt", "no-such-kind"),
                event("f", "future@isp.example", "1.2.3.4")
                        .replaceAll("\"time\":\"[^\"]+\"", "\"time\":\"2999-01-01T00:00:00Z\""),
                event("n", "n".repeat(10_000) + "@isp.example", "1.2.3.4").replace("attempt", "bounced"),
                event("x", "answered@isp.example", "1.2.3.4").replace("attempt", "answered"),
                megabyte,
                "not json at all",
                "[]");
        Files.writeString(file, String.join("\n", broken) + "\n" + event("good-1", "good@isp.example", "133.11.93.10"));
        Printed published = sekimori.run("publish", file.toString());
        assertThat(published.exitCode()).as(published.err()).isZero();
        assertThat(log.awaitDecision("good@isp.example")).contains("\"verdict\":\"accept\"");
        // They lie on other partitions of the inbox than the good one.
        List<String> deadLetters = await().atMost(Duration.ofMinutes(2))
                .until(() -> log.all("sekimori.dead-letters"), all -> all.size() >= broken.size());
        assertThat(deadLetters).hasSizeGreaterThanOrEqualTo(broken.size()).allSatisfy(deadLetter -> {
            assertThat(deadLetter)
                    .contains("\"reason\":\"")
                    .doesNotContain("secret.friend")
                    .hasSizeLessThan(10_000);
        });
        assertThat(String.join("\n", deadLetters)).contains("no-such-kind", "2999", "10012", "answered");
    }

    @Test
    void anAttemptUnderANameThatMakesNoAccountIsDecided() throws Exception {
        kcat(("k\t" + event("u-1", "scan ner@ISP.example", "91.10.20.30") + "\n").getBytes(StandardCharsets.UTF_8));

        assertThat(log.awaitDecision("unnameable@invalid")).contains("\"verdict\":\"reject\"");
        assertThat(log.awaitEvent("unnameable@invalid")).contains("\"login\":");
    }

    @Test
    void thePolicyPortAnswersTheNextGoodRequestAfterAnythingBroken() {
        Map<String, String> good = Map.of("sasl_username", "door@isp.example", "client_address", "91.10.20.30");
        List<byte[]> broken = List.of(
                "hello there\n\n".getBytes(StandardCharsets.UTF_8),
                "request=something_else\nprotocol_state=RCPT\n\n".getBytes(StandardCharsets.UTF_8),
                "request=smtpd_access_policy\n\n".getBytes(StandardCharsets.UTF_8),
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nsize=many\n\n"
                        .getBytes(StandardCharsets.UTF_8),
                new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe, '\n', '\n'},
                ("request=smtpd_access_policy\nsender=" + "x".repeat(1_000_000) + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            for (byte[] bytes : broken) {
                client.send(bytes);
                assertThat(client.readAction()).isEqualTo("DUNNO");
                assertThat(client.ask(good)).startsWith("550 5.7.1 ");
            }
            assertThat(client.ask(Map.of("sasl_username", "n".repeat(10_000), "client_address", "91.10.20.30")))
                    .startsWith("550 5.7.1 ");
            assertThat(client.ask(Map.of("sasl_username", "a@isp.example", "client_address", "1.2.3")))
                    .isEqualTo("DUNNO");
            assertThat(client.ask(good)).startsWith("550 5.7.1 ");
        }
        try (PolicyClient cut = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            cut.send("request=smtpd_access_policy\nprotocol_st".getBytes(StandardCharsets.UTF_8));
            cut.finish();
            assertThat(cut.readAction()).isEqualTo("DUNNO");
        }
        assertThat(log.awaitRecord("sekimori.dead-letters", l -> l.contains("in the middle of a request")))
                .contains("postfix ");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            List<Map<String, String>> requests = new java.util.ArrayList<>();
            for (int i = 0; i < 200; i++) {
                requests.add(Map.of(
                        "sasl_username",
                        "pipe-" + i + "@isp.example",
                        "client_address",
                        i % 3 == 0 ? "91.10.20.30" : "133.11.93.10"));
            }
            List<String> actions = client.pipeline(requests);
            for (int i = 0; i < 200; i++) {
                if (i % 3 == 0) {
                    assertThat(actions.get(i)).contains("pipe-" + i + "@isp.example");
                } else {
                    assertThat(actions.get(i)).isEqualTo("DUNNO");
                }
            }
        }
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAndCountsOnce() {
        Map<String, String> request = Map.of(
                "sasl_username", "again@isp.example",
                "client_address", "91.10.20.30",
                "instance", "1234.abcd.5678.0",
                "queue_id", "4jZ3SK70nSzJHnh");
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort());
                PolicyClient other = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            String first = client.ask(request);
            assertThat(first).startsWith("550 5.7.1 ");
            assertThat(other.ask(request)).isEqualTo(first);
            assertThat(client.ask(request)).isEqualTo(first);
        }
        assertThat(log.awaitDecision("again@isp.example")).contains("\"refused_messages\":1");
        assertThat(log.all("sekimori.decisions").stream().filter(d -> d.contains("again@isp.example")))
                .hasSize(1);
    }

    @Test
    void brokenRequestsOverHttpGetAClearErrorAndTheNextGoodOneIsAnswered() {
        String grants = sekimori.http() + "/v1/accounts/http@isp.example/grants";
        for (String body :
                List.of("{\"countries\":", "[]", "{\"countries\":\"DE\"}", "\u0000\u0001", "{\"until\":\"soon\"}")) {
            var answer = TestHttpClient.post(grants, sekimori.apiKey(), body.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("\"detail\"");
        }
        assertThat(TestHttpClient.post(grants, sekimori.apiKey(), new byte[1_000_000])
                        .statusCode())
                .isBetween(400, 413);
        assertThat(TestHttpClient.post(grants, "wrong", "{}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(401);
        String longName = sekimori.http() + "/v1/accounts/" + "n".repeat(5_000) + "/grants";
        assertThat(TestHttpClient.post(longName, sekimori.apiKey(), "{}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
        assertThat(TestHttpClient.post(
                                grants, sekimori.apiKey(), "{\"countries\":[\"DE\"]}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(201);
    }
}
