package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import tools.jackson.databind.JsonNode;

/** Whoever may write to the inbox of a running service, and nothing else, cannot command the accounts of others. */
class PublisherTrustIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String POLICY = """
            defaults:
              home: [JP]
              limits: {recipients_per_hour: 500, recipients_per_day: 2000}
            """;
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private static String event(String kind, String more) {
        return "{\"time\":\"" + Instant.now() + "\",\"kind\":\"" + kind + "\",\"account\":\"alice@isp.example\"" + more
                + "}";
    }

    private static String ask(SekimoriProcess sekimori, int recipients, String more) {
        String body = "{\"account\":\"alice@isp.example\",\"client_address\":\"133.11.93.10\",\"recipient_count\":"
                + recipients + more + "}";
        return TopicReader.JSON
                .readTree(
                        TestHttpClient.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(UTF_8))
                                .body())
                .path("verdict")
                .asString("");
    }

    private static List<String> deadLetters(SekimoriProcess sekimori, String part) {
        return new TopicReader(sekimori.kafka())
                .all("sekimori.dead-letters").stream()
                        .filter(deadLetter -> deadLetter.contains(part))
                        .toList();
    }

    private static void awaitDeadLetters(SekimoriProcess sekimori, String part, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deadLetters(sekimori, part)).hasSize(count));
    }

    private static JsonNode health(SekimoriProcess sekimori) {
        return TopicReader.JSON
                .readTree(TestHttpClient.get(sekimori.http() + "/actuator/health", sekimori.apiKey()))
                .path("components")
                .path("publishers");
    }

    @Test
    void theRightToWriteToTheInboxChangesNoAccountAndClosesNoDay(@TempDir Path folder) {
        Path rules = TestRulebook.in(folder, POLICY);
        try (SekimoriProcess sekimori = SekimoriProcess.start(folder.resolve("data"), rules)) {
            sekimori.run("grant", "open", "alice@isp.example");
            sekimori.run("hold", "set", "alice@isp.example");

            new TestInboxPublisher(sekimori.kafka())
                    .publish(List.of(
                            event("account_closed", ""),
                            event("account_renamed", ""),
                            event("password_changed", ""),
                            event(
                                    "accepted",
                                    ",\"recipient_count\":1000000,\"queue_id\":\"4jZ3RH\",\"server\":\"mx9\"")));

            awaitDeadLetters(sekimori, "publisher inbox:local may not publish", 3);
            await().atMost(PATIENCE)
                    .until(() -> sekimori.run("grant", "list").out().contains("alice@isp.example"));
            assertThat(ask(sekimori, 1, "")).isEqualTo("reject");
            sekimori.run("hold", "release", "alice@isp.example", "--by", "sato", "--reason", "a test");
            assertThat(ask(sekimori, 1, "")).isEqualTo("accept");
            assertThat(health(sekimori)
                            .path("details")
                            .path("refused")
                            .path("inbox:local")
                            .asString())
                    .isEqualTo("3 by kind");
        }
    }

    @Test
    void onlyWhoSignsOrHasATopicOfItsOwnIsBelieved(@TempDir Path folder) throws Exception {
        Path rules = TestRulebook.in(folder, POLICY);
        Files.writeString(folder.resolve("crm.key"), KEY + "\n");
        Path file = Files.writeString(folder.resolve("publishers.yml"), """
                publishers:
                  - id: crm
                    signing_key: crm.key
                    kinds: [password_changed, account_closed]
                  - id: mx1-logs
                    topic: sekimori.inbox.mx1-logs
                    servers: [mx1]
                    kinds: [outcomes]
                    before_queue: true
                """);
        try (SekimoriProcess sekimori =
                SekimoriProcess.start(Map.of("SEKIMORI_PUBLISHERS", file.toString()), folder.resolve("data"), rules)) {
            String ids = ",\"server\":\"mx1\",\"queue_id\":\"4jZ3RH\"";
            String other = ",\"server\":\"mx2\",\"queue_id\":\"5kZ3RH\"";
            assertThat(ask(sekimori, 200, ids)).isEqualTo("accept");
            assertThat(ask(sekimori, 200, other)).isEqualTo("accept");

            new TestInboxPublisher(sekimori.kafka())
                    .publish(List.of(event("rejected", ids + ",\"before_queue\":true")));
            awaitDeadLetters(sekimori, "the record is not signed", 1);
            assertThat(ask(sekimori, 200, "")).as("nothing was given back").isEqualTo("defer");

            own(sekimori, "sekimori.inbox.mx1-logs", event("rejected", other + ",\"before_queue\":true"));
            own(
                    sekimori,
                    "sekimori.inbox.mx1-logs",
                    event("accepted", ",\"recipient_count\":90,\"server\":\"mx1\",\"queue_id\":\"6lZ3RH\""));
            awaitDeadLetters(sekimori, "publisher mx1-logs may not speak for server 'mx2'", 1);
            assertThat(ask(sekimori, 101, "")).as("nothing was given back").isEqualTo("defer");
            own(sekimori, "sekimori.inbox.mx1-logs", event("rejected", ids + ",\"before_queue\":true"));
            await().atMost(PATIENCE).until(() -> ask(sekimori, 101, ""), "accept"::equals);

            Path closing = Files.writeString(folder.resolve("closing.json"), event("account_closed", ""));
            ProcessBuilder example = new ProcessBuilder(
                            "bash",
                            "docs/examples/signed-event.sh",
                            "crm",
                            folder.resolve("crm.key").toString())
                    .inheritIO()
                    .redirectInput(closing.toFile());
            example.environment().put("KAFKA", sekimori.kafka());
            assertThat(example.start().waitFor()).isZero();
            awaitAudit(sekimori, "account_closed");

            Path changes = Files.writeString(folder.resolve("changes.ndjson"), event("password_changed", "") + "\n");
            Printed published = sekimori.run(
                    "publish",
                    changes.toString(),
                    "--publisher",
                    "crm",
                    "--signing-key",
                    folder.resolve("crm.key").toString());
            assertThat(published.exitCode()).as(published.err()).isZero();
            awaitAudit(sekimori, "password_changed");
        }
    }

    private static void awaitAudit(SekimoriProcess sekimori, String what) {
        new TopicReader(sekimori.kafka())
                .awaitRecord(
                        "sekimori.audit", line -> line.contains('"' + what + '"') && line.contains("\"by\":\"crm\""));
    }

    private static void own(SekimoriProcess sekimori, String topic, String event) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", sekimori.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, event));
            producer.flush();
        }
    }
}
