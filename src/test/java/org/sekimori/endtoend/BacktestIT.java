package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import tools.jackson.databind.JsonNode;

/** The log of a service, decided again: every decision comes out again, and another rulebook's differences are told. */
@SuppressWarnings("NullAway.Init")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BacktestIT {

    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: Asia/Tokyo
              limits: {messages_per_hour: %d, messages_per_day: 30}
            """;

    private static SekimoriProcess sekimori;
    private static TopicReader log;
    private static Path strict;

    @BeforeAll
    static void live(@TempDir Path folder) throws IOException {
        Path rules = TestRulebook.in(folder, POLICY.formatted(10));
        strict = TestRulebook.in(Files.createDirectory(folder.resolve("strict")), POLICY.formatted(2));
        sekimori = SekimoriProcess.start(Map.of("SEKIMORI_EVENTS_LATEAFTER", "35d"), folder.resolve("data"), rules);
        log = new TopicReader(sekimori.kafka());
        TestInboxPublisher inbox = new TestInboxPublisher(sekimori.kafka());
        List<String> day =
                MixedTraffic.events(20_260_602, Clock.systemUTC().instant().minus(Duration.ofDays(1)), 9, 500);
        inbox.publish(day.subList(0, 250));
        command("grant", "open", MixedTraffic.account(0), "--country", "DE");
        command("hold", "set", MixedTraffic.account(2), "--reason", "phishing");
        command("simulate", "--accounts", "60", "--days", "12", "--warm-up", "9", "--seed", "7", "--log");
        // Another rulebook in the middle of the log, and one beside it: both are to be honoured.
        command("rules", "publish", "--rules", strict.toString());
        command("rules", "publish", "--shadow", "--rules", rules.toString());
        inbox.publish(day.subList(250, 500));
        try (ConsumerLag backlog = new ConsumerLag(sekimori.kafka())) {
            backlog.awaitWorkedOff(Duration.ofMinutes(3));
        }
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    private static void command(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
    }

    private static JsonNode backtest(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "backtest";
        arguments[1] = "--json";
        System.arraycopy(more, 0, arguments, 2, more.length);
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return TopicReader.JSON.readTree(printed.out());
    }

    @Test
    @Order(1)
    void theRulebooksInForceReproduceEveryDecisionByteForByte() {
        List<String> decisions = log.all("sekimori.decisions");
        assertThat(decisions).anyMatch(d -> d.contains("\"verdict\":\"defer\""));
        assertThat(decisions).anyMatch(d -> d.contains("\"verdict\":\"reject\""));
        assertThat(decisions).anyMatch(d -> d.contains("\"flags\""));
        assertThat(decisions).anyMatch(d -> d.contains("\"shadow\""));
        JsonNode found = backtest("--reproduce", "--untested", "--rules", strict.toString())
                .path("reproduction");
        assertThat(found.toString())
                .isEqualTo("{\"reproduced\":" + decisions.size()
                        + ",\"differing\":0,\"missing\":0,\"older\":0,\"later\":0,\"unrecorded\":0,\"examples\":[]}");
    }

    @Test
    @Order(2)
    void aLowerLimitShowsWhoWouldBeRefused() {
        JsonNode report = backtest("--rules", strict.toString(), "--examples", "2");
        assertThat(report.at("/totals/messages_newly_refused").asInt()).isPositive();
        assertThat(report.at("/newly_refused").isEmpty()).isFalse();
        assertThat(report.at("/examples/0/conditions").isEmpty()).isFalse();
        assertThat(report.at("/setup/baseline").asString()).contains("in force");
    }

    @Test
    @Order(3)
    void anExportOfTheLogIsHeldAgainstTheRulebookThatIsNamed(@TempDir Path folder) throws IOException {
        List<String> entries = log.all("sekimori.events");
        Path export = Files.write(folder.resolve("export.ndjson"), entries);
        String before = entries.stream()
                .filter(entry -> entry.startsWith("{\"type\":\"rulebook_activated\""))
                .map(entry -> TopicReader.JSON.readTree(entry).path("rulebook").asString())
                .findFirst()
                .orElseThrow();
        JsonNode report = backtest(export.toString(), "--untested", "--baseline", before, "--rules", strict.toString());
        assertThat(report.at("/setup/baseline").asString()).isEqualTo(before);
        assertThat(report.at("/totals/messages_newly_refused").asInt()).isPositive();
    }

    @Test
    @Order(4)
    void aDecisionThatTheLogDoesNotGiveFailsTheReproduction() {
        String forged = log.all("sekimori.decisions").get(0).replace("\"verdict\":", "\"verdict\" :");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", sekimori.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("sekimori.decisions", MixedTraffic.account(3), forged));
        }
        Printed printed = sekimori.run("backtest", "--reproduce", "--untested", "--rules", strict.toString());
        assertThat(printed.exitCode()).as(printed.err()).isEqualTo(1);
        assertThat(printed.out()).contains("  1 differ.");
    }
}
