package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cases.Hold;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.consumer.CommittedRecordConsumer;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.json.GrantSetJson;
import org.sekimori.stream.json.HoldJson;
import org.sekimori.stream.json.RuleHitCountJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.trial.InProcessRulebookTrial;

/** Unreadable records on every topic of a real log, before an instance starts and while it runs. */
@SuppressWarnings("NullAway.Init")
class UnreadableRecordHandlerIT {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Account BOB = Account.of("bob@isp.example");
    private static final Account CAROL = Account.of("carol@isp.example");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private static EmbeddedBroker broker;

    private Topics topics;
    private StreamSettings settings;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void startBroker(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** Each test has topics of its own. */
    @BeforeEach
    void start(@TempDir Path folder, TestInfo test) throws Exception {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        topics = new Topics(prefix);
        settings = StreamSettings.builder(broker.bootstrapServers(), prefix, folder, "test")
                .commitInterval(Duration.ofMillis(200))
                .cacheBytes(1 << 20)
                .build();
        producer = new KafkaProducer<>(
                settings.producerProperties("test"), new ByteArraySerializer(), new ByteArraySerializer());
        try (Admin admin = Admin.create(settings.clientProperties("admin"))) {
            topics.create(admin, 1, (short) 1);
        }
    }

    @AfterEach
    void stop() {
        producer.close();
    }

    private void write(String topic, String key, byte @Nullable [] value) {
        producer.send(new ProducerRecord<>(topic, bytes(key), value));
        producer.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private StreamRuntime runtime() throws Exception {
        RulebookFiles files = RulebookFiles.read(Path.of("rules"));
        StreamRuntime runtime = StreamRuntime.start(
                settings,
                new InstanceRulebook(files, Rulebook.compile(files), null),
                RulebookAcceptancePolicy.of(List.of("JP"), new InProcessRulebookTrial()),
                (payload, position, arrival, credential) -> {
                    if (new String(payload, StandardCharsets.UTF_8).equals("boom")) {
                        throw new IllegalStateException("alice@isp.example");
                    }
                    return new InboxDecoder.RejectedRecord("it is refused", "", null);
                },
                registry,
                Clock.systemUTC());
        runtime.awaitReady(Duration.ofMinutes(3));
        return runtime;
    }

    private static byte[] grants() {
        return GrantSetJson.write(new GrantSet(List.of(new Grant(
                "K7QX-3M2P", NOW, NOW.plusSeconds(1), new TreeSet<>(List.of("DE")), "bob", "cli", NOW, "", false))));
    }

    private double unreadable(String topic) {
        var counter =
                registry.find("sekimori.records.unreadable").tag("topic", topic).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void aBadRecordAmongOthersHidesNoneOfThemAndIsShownUntilItIsMended() throws Exception {
        for (String topic : List.of(topics.grants(), topics.holds(), topics.cases())) {
            write(topic, "nobody", bytes("\u0007"));
        }
        write(topics.grants(), ALICE.name(), grants());
        write(topics.grants(), ALICE.name(), bytes("{\"grants\":\"all\"}"));
        write(topics.grants(), BOB.name(), grants());
        write(topics.holds(), ALICE.name(), bytes("{\"by\":{\"name\":\"sato\"},\"since\":\"" + NOW + "\"}"));
        write(topics.holds(), BOB.name(), HoldJson.write(new Hold("sato", NOW, null, "")));
        write(topics.ruleCounts(), "spike", null);
        write(topics.ruleCounts(), "spike", bytes("{\"rule\":\"spike\",\"role\":\"jury\"}"));
        write(
                topics.ruleCounts(),
                "spike",
                RuleHitCountJson.write(new RuleHitCount("spike", RuleHitCount.Role.ENFORCE, 3, 2, 1), NOW));
        write(topics.rulebooks(), "0123456789abcdef", bytes("no rulebook"));

        try (StreamRuntime runtime = runtime()) {
            assertThat(runtime.projections().grants(ALICE).grants()).hasSize(1);
            assertThat(runtime.projections().grants(BOB).grants()).hasSize(1);
            assertThat(runtime.projections().hold(BOB)).isPresent();
            assertThat(runtime.projections().hold(CAROL)).isEmpty();
            // A record is there, so the account is on hold; who says so is not known.
            assertThat(runtime.projections().hold(ALICE).orElseThrow().until()).isNull();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> runtime.rulebooks().recentCounts().containsKey("enforce spike"));
            assertThat(runtime.complete()).isFalse();
            assertThat(runtime.ready()).isTrue();
            assertThat(runtime.state().get("projections"))
                    .contains("caught up", topics.grants() + "=2", topics.holds() + "=2", topics.cases() + "=1");
            assertThat(unreadable(topics.grants())).isEqualTo(2);

            for (String topic : List.of(topics.grants(), topics.holds(), topics.cases())) {
                write(topic, "nobody", null);
            }
            write(topics.grants(), ALICE.name(), grants());
            write(topics.holds(), ALICE.name(), null);
            await().atMost(Duration.ofMinutes(2)).until(runtime::complete);
            assertThat(runtime.projections().hold(ALICE)).isEmpty();
        }
    }

    @Test
    void whatFollowsABadRecordOfTheInboxIsCarried() throws Exception {
        try (StreamRuntime runtime = runtime()) {
            write(topics.inbox(), "a", bytes("boom"));
            write(topics.inbox(), "a", null);
            write(topics.inbox(), "a", bytes("next"));
            List<String> deadLetters = new ArrayList<>();
            try (CommittedRecordConsumer feed = CommittedRecordConsumer.open(settings, "letters")) {
                await().atMost(Duration.ofMinutes(2)).until(() -> {
                    feed.next(Duration.ofMillis(200)).records().stream()
                            .filter(record -> record.from() == CommittedRecord.From.DEAD_LETTERS)
                            .forEach(record -> deadLetters.add(new String(record.value(), StandardCharsets.UTF_8)));
                    return deadLetters.size() == 3;
                });
            }
            assertThat(deadLetters)
                    .anySatisfy(deadLetter -> assertThat(deadLetter).contains("could not be made into an entry"))
                    .filteredOn(deadLetter -> deadLetter.contains("it is refused"))
                    .hasSize(2);
            assertThat(deadLetters)
                    .noneSatisfy(deadLetter -> assertThat(deadLetter).contains("alice"));
            assertThat(runtime.state().get("inbox")).isEqualTo("following");
        }
    }

    @Test
    void aRulebookInForceThatCannotBeReadLeavesTheOneBeforeAndIsNotOverwritten() throws Exception {
        try (StreamRuntime runtime = runtime()) {
            String before = runtime.rulebooks().state().inForce().now().rulebook();
            byte[] good = RulebookJson.write(runtime.rulebooks().state().inForce());
            write(
                    topics.rulebooks(),
                    "in-force",
                    bytes("{\"type\":\"rulebook_activated\",\"rulebook\":[\"" + before + "\"]}"));
            await().atMost(Duration.ofMinutes(2)).until(() -> !runtime.complete());

            assertThat(runtime.rulebooks().state().inForce().now().rulebook()).isEqualTo(before);
            assertThat(runtime.state().get("rulebooks")).contains("cannot read", "run the version that wrote it");
            assertThatThrownBy(() -> runtime.rulebooks().rollback(null, "sato"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("run the version that wrote it");

            write(topics.rulebooks(), "in-force", good);
            await().atMost(Duration.ofMinutes(2)).until(runtime::complete);
        }
    }

    @Test
    void aStartOverARulebookInForceThatCannotBeReadSaysWhatToDo() {
        write(topics.rulebooks(), "in-force", bytes("\u0007"));
        write(topics.rulebooks(), "in-force", bytes("{\"type\":\"rulebook_activated\",\"time\":\"later\"}"));
        assertThatThrownBy(this::runtime).hasMessageContaining("run the version that wrote it");
    }
}
