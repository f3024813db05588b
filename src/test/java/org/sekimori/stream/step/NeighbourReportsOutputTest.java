package org.sekimori.stream.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.neighbours.SharedKey;
import org.sekimori.rules.ExampleRules;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.stream.SourcePosition;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.NeighbourJson;
import org.sekimori.stream.rulebook.ActivationVerifier;
import org.sekimori.stream.rulebook.RuleFailureMonitor;
import org.sekimori.stream.rulebook.RulebookCache;
import org.sekimori.stream.rulebook.RulebookHmacKeys;
import org.sekimori.trial.InProcessRulebookTrial;

/** What the step sends to the neighbours' stream, and what it takes from it, without a broker. */
@SuppressWarnings("NullAway.Init")
class NeighbourReportsOutputTest {

    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final SharedKey NETWORK = SharedKey.of(KeyKind.NETWORK, "203.0.113.0/24");

    private static Rulebook asking;

    private final Topics topics = new Topics("t.");
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void compile() throws Exception {
        asking = Rulebook.compile(HomeCountryOverride.apply(ExampleRules.onTopOfTheShipped(), List.of("JP")));
    }

    @AfterAll
    static void release() {
        asking.close();
    }

    private TopologyTestDriver driver(@Nullable Runnable neighbours) {
        RulebookCache cache = new RulebookCache(
                StreamSettings.builder("unused:1", "t.", Path.of("unused"), "test")
                        .build(),
                topics,
                new InProcessRulebookTrial(),
                RulebookHmacKeys.NONE);
        cache.put(asking);
        Properties config = new Properties();
        config.put("application.id", "NeighbourReportsOutputTest");
        config.put("bootstrap.servers", "unused:1");
        return new TopologyTestDriver(
                StepTopology.build(
                        topics,
                        cache,
                        new RuleFailureMonitor(Clock.systemUTC(), (rulebook, rule, reason) -> {}),
                        new StepMeters(new SimpleMeterRegistry()),
                        new ActivationVerifier(RulebookHmacKeys.NONE, ""),
                        neighbours),
                config);
    }

    private void put(TopologyTestDriver driver, LogEntry entry, @Nullable SourcePosition source) {
        TestInputTopic<byte[], byte[]> events =
                driver.createInputTopic(topics.events(), new ByteArraySerializer(), new ByteArraySerializer());
        RecordHeaders headers = new RecordHeaders();
        if (source != null) {
            source.set(headers);
        }
        events.pipeInput(
                new TestRecord<>(ALICE.name().getBytes(StandardCharsets.UTF_8), EntryJson.write(entry), headers, NOW));
    }

    private static LogEntry attempt(String id) {
        return new LogEntry.Mail(MailEvent.builder(id, NOW, EventKind.ATTEMPT, ALICE)
                .recipientCount(1)
                .origin(new Origin.Country("JP", "203.0.113.0/24", 0, new Origin.Source("test", null)))
                .build());
    }

    private static LogEntry news(int accounts, Instant time) {
        return new LogEntry.NeighboursTold(new NeighbourNews(
                ALICE,
                NETWORK,
                time,
                java.util.Collections.nCopies(accounts, NOW.getEpochSecond() / 3600),
                0,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                0));
    }

    private List<KeyValue<byte[], byte[]>> read(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList();
    }

    @Test
    void aReportIsKeyedByWhatIsShared() {
        try (TopologyTestDriver driver = driver(asked::incrementAndGet)) {
            put(driver, new LogEntry.RulebookActivation(asking.id(), NOW, "test"), null);
            put(driver, attempt("e1"), null);
            List<KeyValue<byte[], byte[]>> reports = read(driver, topics.neighbourReports());
            assertThat(reports).isNotEmpty().hasSize(asked.get()).allSatisfy(report -> assertThat(
                            new String(report.key, StandardCharsets.US_ASCII))
                    .isEqualTo(NeighbourJson.read(report.value).key().text()));
            assertThat(reports)
                    .extracting(report -> NeighbourJson.read(report.value).key())
                    .contains(NETWORK);
        }
    }

    @Test
    void switchedOffNothingIsSent() {
        try (TopologyTestDriver driver = driver(null)) {
            put(driver, new LogEntry.RulebookActivation(asking.id(), NOW, "test"), null);
            put(driver, attempt("e1"), null);
            assertThat(read(driver, topics.neighbourReports())).isEmpty();
            assertThat(read(driver, topics.decisions())).hasSize(1);
        }
    }

    /** The second copy of the first news is older than the second news; the step knows its place. */
    @Test
    void newsThatAreCarriedAgainAfterACrashChangeNothing() {
        try (TopologyTestDriver driver = driver(asked::incrementAndGet)) {
            put(driver, new LogEntry.RulebookActivation(asking.id(), NOW, "test"), null);
            put(driver, attempt("e1"), null);
            put(driver, news(3, NOW), SourcePosition.of(topics.neighbourNews(), 1, 10));
            put(driver, news(0, NOW), SourcePosition.of(topics.neighbourNews(), 1, 11));
            put(driver, news(3, NOW), SourcePosition.of(topics.neighbourNews(), 1, 10));
            put(driver, attempt("e2"), null);
            assertThat(read(driver, topics.decisions())).last().satisfies(decision -> assertThat(
                            new String(decision.value, StandardCharsets.UTF_8))
                    .contains("\"event_id\":\"e2\"")
                    .doesNotContain("network-flagged-today"));
            put(driver, news(3, NOW), SourcePosition.of(topics.neighbourNews(), 1, 12));
            put(driver, attempt("e3"), null);
            assertThat(read(driver, topics.decisions())).last().satisfies(decision -> assertThat(
                            new String(decision.value, StandardCharsets.UTF_8))
                    .contains("\"event_id\":\"e3\"", "network-flagged-today"));
        }
    }
}
