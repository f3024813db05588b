package org.sekimori.stream.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.ReplayEngines;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.MailEventBuilder;
import org.sekimori.mail.Origin;
import org.sekimori.rules.ExampleRules;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.server.explain.DecisionReplay;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.RecordedDecision;
import org.sekimori.stream.rulebook.RuleFailureMonitor;
import org.sekimori.stream.rulebook.RulebookCache;
import org.sekimori.stream.rulebook.RulebookHmacKeys;
import org.sekimori.trial.InProcessRulebookTrial;

/** What rules find at bounces and failed log-ins, as the log has it, as a replay makes it again, and as {@code why} explains it. */
@SuppressWarnings("NullAway.Init")
class FindingsAtOtherEventsTest {

    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final Topics TOPICS = new Topics("t.");

    private static RulebookFiles files;
    private static Rulebook rulebook;

    @BeforeAll
    static void compile() throws Exception {
        TreeMap<String, String> all =
                new TreeMap<>(HomeCountryOverride.apply(ExampleRules.onTopOfTheShipped(), List.of("JP"))
                        .files());
        all.computeIfPresent(
                "outcome/bounces-at-once/rule.yml", (name, text) -> text.replace("mode: shadow", "mode: enforce"));
        files = new RulebookFiles(all);
        rulebook = Rulebook.compile(files);
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    private static LogEntry mail(EventKind kind, int second, String id, String queue) {
        MailEventBuilder event = MailEvent.builder(id, NOW.plusSeconds(second), kind, ALICE)
                .server("mx1")
                .recipientCount(kind == EventKind.ATTEMPT ? 10 : 1)
                .origin(new Origin.Country("JP", "198.51.100.0/24", 0, new Origin.Source("test", null)));
        return new LogEntry.Mail((queue.isEmpty() ? event : event.queueId(queue).statusCode("5.1.1")).build());
    }

    private static List<LogEntry> happened() {
        List<LogEntry> log = new ArrayList<>();
        log.add(new LogEntry.RulebookActivation(rulebook.id(), NOW, "test"));
        log.add(mail(EventKind.ATTEMPT, 0, "a1", "Q1"));
        for (int i = 0; i < 9; i++) {
            log.add(mail(EventKind.BOUNCED, 60 + i, "b" + i, "Q1"));
        }
        for (int i = 0; i < 500; i++) {
            log.add(mail(EventKind.AUTH_FAILED, 120 + i, "f" + i, ""));
        }
        return log;
    }

    /** The values of decisions and cases, in order. */
    private static List<String> run(List<LogEntry> log, String topic) {
        StreamSettings settings = StreamSettings.builder("unused:1", "t.", Path.of("unused"), "test")
                .build();
        RulebookCache cache = new RulebookCache(settings, TOPICS, new InProcessRulebookTrial(), RulebookHmacKeys.NONE);
        cache.put(rulebook);
        Properties config = new Properties();
        config.put("application.id", "FindingsAtOtherEventsTest");
        config.put("bootstrap.servers", "unused:1");
        try (TopologyTestDriver driver = new TopologyTestDriver(
                StepTopology.build(
                        TOPICS,
                        cache,
                        new RuleFailureMonitor(Clock.systemUTC(), (book, rule, reason) -> {}),
                        new StepMeters(new SimpleMeterRegistry())),
                config)) {
            TestInputTopic<byte[], byte[]> events =
                    driver.createInputTopic(TOPICS.events(), new ByteArraySerializer(), new ByteArraySerializer());
            byte[] key = ALICE.name().getBytes(StandardCharsets.UTF_8);
            log.forEach(entry -> events.pipeInput(key, EntryJson.write(entry), NOW));
            return driver
                    .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readValuesToList()
                    .stream()
                    .map(value -> new String(value, StandardCharsets.UTF_8))
                    .toList();
        }
    }

    @Test
    void theyStandBesideTheDecisionsOnceAndTheSameInEveryReplay() {
        List<String> decisions = run(happened(), TOPICS.decisions());

        assertThat(decisions)
                .satisfiesExactly(
                        submission -> assertThat(submission)
                                .contains("\"verdict\":\"accept\"")
                                .doesNotContain("trigger"),
                        bounce -> assertThat(bounce)
                                .contains(
                                        "\"trigger\":\"bounced\",\"verdict\":\"none\"",
                                        "5 of 10 recipients",
                                        "\"flags\":[\"bounces-at-once\"]"),
                        guess -> assertThat(guess)
                                .contains("\"trigger\":\"auth_failed\",\"verdict\":\"none\"", "\"mode\":\"shadow\"")
                                .doesNotContain("\"flags\""));
        assertThat(run(happened(), TOPICS.decisions())).isEqualTo(decisions);
        assertThat(run(happened(), TOPICS.cases())).singleElement().asString().contains("bounces-at-once");
    }

    @Test
    void whyMakesOneAgainByteForByteAndExplainsTheRulesThatRan() {
        String bounce = run(happened(), TOPICS.decisions()).get(1);
        try (ReplayEngines engines = new ReplayEngines(id -> files);
                DecisionReplay replay = new DecisionReplay(engines)) {
            DecisionReplay.ReplayedDecision why = replay.replay(bounce, entry -> null, happened());

            assertThat(why.same()).isTrue();
            assertThat(why.rules()).singleElement().satisfies(rule -> {
                assertThat(rule.rule()).isEqualTo("bounces-at-once");
                assertThat(rule.matched()).isTrue();
            });
        }
    }

    @Test
    void aRecordIsReadBack() {
        RecordedDecision read =
                RecordedDecision.read(run(happened(), TOPICS.decisions()).get(1).getBytes(StandardCharsets.UTF_8));
        assertThat(read.trigger()).isEqualTo("bounced");
        assertThat(read.verdict()).isEqualTo("none");
    }
}
