package org.sekimori.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogFormat;
import org.sekimori.follow.delivery.FollowedServer;
import org.sekimori.follow.source.LogReading;
import org.sekimori.follow.source.RawLine;
import org.sekimori.rig.ScriptedHttpServer.Answer;
import org.sekimori.rig.ScriptedHttpServer.Request;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.consumer.TopicReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Haraka asks and obeys with the plugin of {@code docs/connect/haraka}. */
class HarakaPluginIT {

    private static final String KEY = "topsecret";
    private static final String ALICE = "alice@isp.example";

    private static ScriptedHttpServer sekimori;
    private static HarakaRig haraka;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        String missing = HarakaRig.missing();
        assumeTrue(missing.isEmpty(), missing);
        sekimori = new ScriptedHttpServer();
        haraka = HarakaRig.start(folder, "http://127.0.0.1:" + sekimori.port(), KEY, "pass", true);
    }

    @AfterAll
    static void stop() {
        if (haraka != null) {
            haraka.close();
            sekimori.close();
        }
    }

    private static void decide(int status, String body) {
        sekimori.answer(request -> request.target().equals("/v1/decisions")
                ? new Answer(status, body)
                : new Answer(202, "{\"accepted\":1,\"refused\":0,\"problems\":[]}"));
    }

    private static String verdict(String word, int code, String enhanced, String plain) {
        return "{\"event_id\":\"x\",\"verdict\":\"" + word + "\",\"code\":" + code + ",\"enhanced_code\":\"" + enhanced
                + "\",\"text\":\"\",\"plain\":\"" + plain + "\",\"reference\":\"K7QX-3M2P\",\"source\":\"log\"}";
    }

    private static SmtpReply submit(HarakaRig server, String subject) {
        try (SmtpClient client = server.client()) {
            assertThat(client.auth(ALICE).accepted()).isTrue();
            return client.send(
                    ALICE,
                    List.of("bob@example.net", "eve@example.org"),
                    "Subject: " + subject + "\nMessage-ID: <m1@isp.example>\nFrom: " + ALICE + "\n\nA test.");
        }
    }

    private static List<JsonNode> sent(String path) {
        return sekimori.requests().stream()
                .filter(request -> request.target().equals(path))
                .map(Request::body)
                .map(body -> JsonMapper.shared().readTree(body))
                .toList();
    }

    private static JsonNode reported(String kind) {
        return await("report of " + kind)
                .until(
                        () -> sent("/v1/events").stream()
                                .filter(event -> event.path("kind").asString().equals(kind))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    @Test
    void anAcceptedMessageIsTakenAndReported() {
        decide(200, verdict("accept", 250, "2.0.0", ""));

        assertThat(submit(haraka, "hello").code()).isEqualTo(250);
        JsonNode asked = sent("/v1/decisions").get(0);
        assertThat(asked.path("account").asString()).isEqualTo(ALICE);
        assertThat(asked.path("client_address").asString()).isEqualTo("127.0.0.1");
        assertThat(asked.path("helo").asString()).isEqualTo("laptop.client.example");
        assertThat(asked.path("sender").asString()).isEqualTo(ALICE);
        assertThat(asked.path("recipients").toString()).isEqualTo("[\"bob@example.net\",\"eve@example.org\"]");
        assertThat(asked.path("message_id").asString()).isEqualTo("<m1@isp.example>");
        assertThat(asked.path("server").asString()).isEqualTo("mx3.isp.example");
        assertThat(asked.path("size").asInt()).isPositive();
        assertThat(sekimori.requests().get(0).authorization()).isEqualTo("Bearer " + KEY);
        JsonNode accepted = reported("accepted");
        assertThat(accepted.path("queue_id")).isEqualTo(asked.path("queue_id"));
        assertThat(accepted.path("recipient_count").asInt()).isEqualTo(2);
    }

    @Test
    void aRefusalReachesTheClientWithItsText() {
        decide(200, verdict("reject", 550, "5.7.1", "From Germany. Reference K7QX-3M2P"));
        assertThat(submit(haraka, "hello").text()).isEqualTo("550 5.7.1 From Germany. Reference K7QX-3M2P");

        decide(200, verdict("defer", 450, "4.7.1", "Too many"));
        assertThat(submit(haraka, "hello").text()).isEqualTo("450 4.7.1 Too many");
        assertThat(sent("/v1/events")).as("a refusal of its own proves nothing").isEmpty();
    }

    @Test
    void theAnswerToARequestThatWasNotUnderstoodIsObeyed() {
        decide(
                413,
                verdict("reject", 552, "5.3.4", "Too many recipients").replace("{", "{\"detail\":\"body: larger\","));

        assertThat(submit(haraka, "hello").text()).contains("5.3.4 Too many recipients");
    }

    @Test
    void aQuarantinedMessageIsTakenAndHeld() {
        decide(200, verdict("quarantine", 250, "2.0.0", ""));
        int before = haraka.held().size();

        assertThat(submit(haraka, "hello").code()).isEqualTo(250);
        assertThat(haraka.held()).hasSize(before + 1);
        assertThat(reported("accepted").path("account").asString()).isEqualTo(ALICE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | not json
            200 | {"verdict":"perhaps"}
            200 | ``
            500 | {"detail":"x"}
            401 | {"detail":"this key is not in force"}
            0   | silence
            """)
    void garbageAndSilenceLetMailPass(int status, String body) {
        decide(status, body);

        assertThat(submit(haraka, "hello").code()).isEqualTo(250);
        assertThat(haraka.log()).contains("no answer about ");
    }

    @Test
    void whatAnotherPluginRefusesIsProvedToHaveHadNoQueue() {
        decide(200, verdict("accept", 250, "2.0.0", ""));

        assertThat(submit(haraka, "unwanted").code()).isEqualTo(550);
        JsonNode rejected = reported("rejected");
        assertThat(rejected.path("before_queue").asBoolean()).isTrue();
        assertThat(rejected.path("queue_id"))
                .isEqualTo(sent("/v1/decisions").get(0).path("queue_id"));
    }

    @Test
    void aBounceIsReportedForTheAccountThatSubmitted() {
        decide(200, verdict("accept", 250, "2.0.0", ""));

        assertThat(submit(haraka, "bounce").code()).isEqualTo(250);
        JsonNode bounced = reported("bounced");
        assertThat(bounced.path("account").asString()).isEqualTo(ALICE);
        assertThat(bounced.path("recipient_count").asInt()).isEqualTo(2);
        assertThat(bounced.path("status_code").asString()).isEqualTo("5.1.1");
    }

    @Test
    void theFirstDelayOfAMessageIsReported() {
        decide(200, verdict("accept", 250, "2.0.0", ""));

        assertThat(submit(haraka, "delay").code()).isEqualTo(250);
        JsonNode deferred = reported("deferred");
        assertThat(deferred.path("account").asString()).isEqualTo(ALICE);
        assertThat(deferred.path("status_code").asString()).isEqualTo("4.3.2");
        assertThat(submit(haraka, "bounce").code()).isEqualTo(250);
        reported("bounced");
        assertThat(sent("/v1/events"))
                .filteredOn(event -> event.path("kind").asString().equals("deferred"))
                .hasSize(1);
    }

    @Test
    void withoutSekimoriItPassesOrWaitsAsConfiguredAndNothingPassesUnheld(@TempDir Path folder) throws IOException {
        decide(200, verdict("quarantine", 250, "2.0.0", ""));
        Path first = folder.resolve("a");
        try (HarakaRig unheld = HarakaRig.start(first, "http://127.0.0.1:" + sekimori.port(), KEY, "pass", false)) {
            assertThat(submit(unheld, "hello").text()).startsWith("450 4.7.1 Your message is waiting");
        }
        int nobody = FreePorts.free(1).get(0);
        try (HarakaRig waits = HarakaRig.start(folder.resolve("b"), "http://127.0.0.1:" + nobody, KEY, "defer", true)) {
            assertThat(submit(waits, "hello").text()).isEqualTo("450 4.7.1 Try again later");
        }
    }

    /** Without asking: what it reports makes advice of decisions. */
    @Test
    void reportsWaitForKafkaWhileMailPassesAndAFollowerReadsThemFromTheTopic(@TempDir Path folder) throws Exception {
        assumeTrue(HarakaRig.hasKafkaClient(), "kafkajs is not here");
        int port = FreePorts.free(1).get(0);
        String settings = "ask=false\n[kafka]\ntopic=haraka-events\nbrokers=127.0.0.1:" + port + "\n";
        Path home = folder.resolve("a");
        try (HarakaRig reports = HarakaRig.start(home, "http://127.0.0.1:1", KEY, "defer", true, settings)) {
            for (String subject : List.of("hello", "unwanted", "bounce", "delay")) {
                assertThat(submit(reports, subject).code()).isEqualTo(subject.equals("unwanted") ? 550 : 250);
            }
            await("the outage").untilAsserted(() -> assertThat(reports.log()).contains("Kafka takes no reports"));
            List<LogEvent> events = new ArrayList<>();
            LogReading reading = new LogReading(
                    LogFormat.RECORDS, ZoneOffset.UTC, "", () -> FollowedServer.HARAKA.assembler(AskedMessages.NONE));
            try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), port);
                    TopicReader topic = reader(broker)) {
                await("reports").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    topic.poll(
                            Duration.ofMillis(200),
                            one -> reading.read(
                                    new RawLine(one.value(), Instant.EPOCH, one.written()),
                                    (event, host, arrival) -> events.add(event)));
                    assertThat(events).hasSize(5);
                });
            }
            // The rig's other plugin tells of outcomes before the message is queued.
            assertThat(events)
                    .extracting(event -> event.kind().word() + " " + event.account() + " " + event.recipientCount())
                    .containsExactly(
                            "attempt " + ALICE + " 2",
                            "bounced " + ALICE + " 2",
                            "attempt " + ALICE + " 2",
                            "deferred " + ALICE + " 2",
                            "attempt " + ALICE + " 2");
            LogEvent first = events.get(0);
            assertThat(first.id()).isEqualTo("haraka:" + first.queueId());
            assertThat(first.server()).isEqualTo("mx3.isp.example");
            assertThat(first.clientAddress()).isEqualTo("127.0.0.1");
            assertThat(first.recipients()).containsExactly("bob@example.net", "eve@example.org");
            assertThat(first.messageId()).isEqualTo("m1@isp.example");
        }
    }

    private static TopicReader reader(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("haraka-events", 1, (short) 1)))
                    .all()
                    .get();
        }
        LogClientSettings client = new LogClientSettings(broker.bootstrapServers(), "t.", Map.of());
        return new TopicReader(client, "haraka-events", Map.of(), true);
    }
}
