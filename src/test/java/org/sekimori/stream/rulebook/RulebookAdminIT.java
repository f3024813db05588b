package org.sekimori.stream.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.UnreadableRecordHandler;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.trial.InProcessRulebookTrial;

/** Which rulebook decides, on a real log. */
@SuppressWarnings("NullAway.Init")
class RulebookAdminIT {

    private static EmbeddedBroker broker;

    private StreamSettings settings;
    private Topics topics;
    private RulebookAcceptancePolicy terms = RulebookAcceptancePolicy.of(List.of(), new InProcessRulebookTrial());

    @BeforeAll
    static void broker(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Each test has topics of its own. */
    @BeforeEach
    void topics(TestInfo test) throws InterruptedException {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        settings = StreamSettings.builder(broker.bootstrapServers(), prefix, Path.of("unused"), "test")
                .partitions(2)
                .commitInterval(Duration.ofMillis(200))
                .cacheBytes(1 << 20)
                .build();
        topics = new Topics(prefix);
        try (Admin admin = Admin.create(settings.clientProperties("admin"))) {
            topics.create(admin, 2, (short) 1);
        }
    }

    /** One rule of the shipped ones shows which rulebook is in force as well as all of them, and its tests are soon run. */
    private static final String OTHER_RULES =
            "known-false-positives.yml|(hold|login|origin|outcome|places|volume/(?!send-limit/)[^/]+)/.*";

    private static RulebookFiles variant(int number) throws RulebookException {
        String file = "messages/en.properties";
        TreeMap<String, String> few =
                new TreeMap<>(RulebookFiles.read(Path.of("rules")).files());
        few.keySet().removeIf(name -> name.matches(OTHER_RULES));
        RulebookFiles shipped = new RulebookFiles(few);
        return shipped.with(file, shipped.files().get(file) + "\n# variant " + number + "\n");
    }

    private KafkaRulebookAdmin rulebooks() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        UnreadableRecordHandler unreadable = new UnreadableRecordHandler(registry, Clock.systemUTC());
        return new KafkaRulebookAdmin(settings, topics, terms, () -> false, unreadable, registry, Clock.systemUTC());
    }

    private KafkaRulebookAdmin started(RulebookFiles files, @Nullable String previous) throws RulebookException {
        KafkaRulebookAdmin books = rulebooks();
        books.start(new InstanceRulebook(files, Rulebook.compile(files), previous));
        return books;
    }

    private static String decides(KafkaRulebookAdmin books) {
        return books.state().inForce().now().rulebook();
    }

    @Test
    void onlyWhatIsInForceIsCompiledHoweverManyWereBefore() throws Exception {
        try (KafkaRulebookAdmin books = started(variant(0), "none")) {
            for (int i = 1; i < 5; i++) {
                books.publish(variant(i), false, "test");
            }
            // A change is answered as soon as it is in force; the one before is given back a moment later.
            await().atMost(Duration.ofMinutes(2)).until(() -> books.cache().size() == 1);
        }
        try (KafkaRulebookAdmin again = rulebooks()) {
            again.follow();
            assertThat(decides(again)).isEqualTo(variant(4).id());
            assertThat(again.cache().size()).isOne();
            assertThat(again.state().inForce().predecessors()).hasSize(4);
        }
    }

    @Test
    void aRulebookOfThePastThatDoesNotCompileIsNoMatter() throws Exception {
        RulebookFiles broken = variant(0).with("policy.yml", "defaults: {hoem: [JP]}\n");
        ActivationLog activations = new ActivationLog(settings, topics, RulebookHmacKeys.NONE);
        activations.store(broken);
        activations.change("test", is -> RulebookHistory.first(broken.id(), Instant.EPOCH, "an older version"));
        try (KafkaRulebookAdmin books = rulebooks()) {
            assertThatThrownBy(books::follow)
                    .isInstanceOf(UnusableRulebookException.class)
                    .hasMessageContaining("does not compile in this version", "hoem");
        }
        activations.store(variant(1));
        activations.change("test", is -> {
            assertThat(is).isNotNull();
            return is.publish(variant1(), Instant.EPOCH.plusSeconds(1), "test");
        });
        // A commit is answered a moment before readers see it.
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        activations.inForce().orElseThrow().now().rulebook().equals(variant1()));
        try (KafkaRulebookAdmin books = rulebooks()) {
            books.follow();
            assertThat(decides(books)).isEqualTo(variant(1).id());
            assertThatThrownBy(() -> books.rollback(null, "test"))
                    .isInstanceOf(UnusableRulebookException.class)
                    .hasMessageContaining("hoem");
            assertThat(decides(books)).isEqualTo(variant(1).id());
        }
    }

    private static String variant1() {
        try {
            return variant(1).id();
        } catch (RulebookException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRefusedRulebookIsSaidUntilAnotherComesAndLeavesNothingOnTheLog() throws Exception {
        try (KafkaRulebookAdmin books = started(variant(0), "none")) {
            String file = "volume/send-limit/tests/hour.yml";
            String any = variant(0).files().keySet().stream()
                    .filter(name -> name.startsWith("volume/send-limit/tests/"))
                    .findFirst()
                    .orElse(file);
            RulebookFiles failing = variant(1)
                    .with(any, variant(1).files().getOrDefault(any, "").replaceAll("verdict: \\w+", "verdict: reject"));
            RulebookException refused =
                    catchThrowableOfType(RulebookException.class, () -> books.publish(failing, false, "test"));
            assertThat(refused.problems().get(0).file()).isEqualTo(any);
            assertThat(books.state().refused()).isNotNull();
            assertThat(decides(books)).isEqualTo(variant(0).id());
            assertThat(books.files(failing.id())).isEmpty();

            assertThat(books.publish(variant(2), false, "test").refused()).isNull();
            assertThat(books.state().refused()).isNull();
        }
    }

    @Test
    void aChangeOfARulebookThatAnotherReplacedIsNotMade() throws Exception {
        try (KafkaRulebookAdmin books = started(variant(0), "none")) {
            books.replace(variant(0).id(), variant(1), "mori via console");
            assertThat(decides(books)).isEqualTo(variant(1).id());

            assertThatThrownBy(() -> books.replace(variant(0).id(), variant(2), "abe via console"))
                    .isInstanceOf(RulebookReplacedException.class)
                    .hasMessageContaining(variant(1).id());
            assertThat(decides(books)).isEqualTo(variant(1).id());
            assertThat(books.files(variant(2).id())).isEmpty();
        }
    }

    /** One core looks for two texts like these for ten minutes. */
    @Test
    void aSecondTextUnderTheIdOfAnotherDoesNotTakeItsPlace() throws Exception {
        RulebookFiles one = new RulebookFiles(new TreeMap<>(Map.of("README.md", "121b310a9668b21d")));
        RulebookFiles other = new RulebookFiles(new TreeMap<>(Map.of("README.md", "a6a9f74344970930")));
        assertThat(one.id()).isEqualTo(other.id());
        try (KafkaRulebookAdmin books = started(variant(0), "none")) {
            new ActivationLog(settings, topics, RulebookHmacKeys.NONE).store(one);
            assertThatThrownBy(() -> books.publish(other, true, "test"))
                    .isInstanceOf(RulebookException.class)
                    .hasMessageContaining("has the id " + one.id() + " of another rulebook on the log");
            assertThat(books.files(one.id())).contains(one);
            assertThat(books.publish(variant(0), true, "test").refused()).isNull();
        }
    }

    @Test
    void aFolderCountsOnlyInThePlaceOfWhatItHeldBefore() throws Exception {
        started(variant(0), null).close();
        try (KafkaRulebookAdmin changed = started(variant(1), variant(0).id())) {
            assertThat(decides(changed)).isEqualTo(variant(1).id());
            changed.publish(variant(2), false, "somebody else");
        }
        try (KafkaRulebookAdmin joining = started(variant(0), null)) {
            assertThat(decides(joining)).isEqualTo(variant(2).id());
        }
        try (KafkaRulebookAdmin late = started(variant(3), variant(1).id())) {
            assertThat(decides(late)).isEqualTo(variant(2).id());
            assertThat(late.cache().size()).isOne();
        }
    }

    @Test
    void changesOfTwoInstancesAreInOneOrderAndBothReadThem() throws Exception {
        try (KafkaRulebookAdmin one = started(variant(0), null);
                KafkaRulebookAdmin other = started(variant(0), variant(0).id())) {
            one.publish(variant(1), false, "one");
            other.publish(variant(2), true, "other");
            assertThat(other.state().inForce().now().rulebook())
                    .isEqualTo(variant(1).id());
            assertThat(other.state().inForce().now().candidate())
                    .isEqualTo(variant(2).id());
            one.dropCandidate("one");
            assertThat(one.rollback(null, "one").inForce().now().rulebook())
                    .isEqualTo(variant(0).id());
            assertThatThrownBy(() -> other.rollback("ffff", "other"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no rulebook that was in force before begins with ffff");
        }
    }

    private RulebookHmacKeys keys(Path folder, String... keys) throws IOException {
        return RulebookHmacKeys.read(Files.writeString(folder.resolve("keys" + keys.length), String.join("\n", keys)));
    }

    private void under(RulebookHmacKeys keys, @Nullable String vouched) {
        terms = new RulebookAcceptancePolicy(List.of(), new InProcessRulebookTrial(), keys, vouched);
    }

    private static final String KEY = "11".repeat(32);
    private static final String NEXT = "22".repeat(32);

    @Test
    void aRecordWithoutAMacIsNotUsedAndIsToldOf(@TempDir Path folder) throws Exception {
        under(keys(folder, KEY), null);
        try (KafkaRulebookAdmin books = started(variant(0), null)) {
            // Somebody who may write to the topic, and has no key: a text, and that it is in force.
            ActivationLog stranger = new ActivationLog(settings, topics, RulebookHmacKeys.NONE);
            stranger.store(variant(1));
            stranger.change("test", is -> Objects.requireNonNull(is)
                    .publish(variant1(), Instant.now().plusSeconds(60), "x"));
            await().atMost(Duration.ofMinutes(2)).until(() -> books.state().refused() != null);
            assertThat(refusal(books)).contains("has no MAC by a key of this cluster", "so it is not used");
            assertThat(decides(books)).isEqualTo(variant(0).id());
            assertThat(books.files(variant(1).id())).isEmpty();
            assertThat(audit("rulebook_refused")).anyMatch(line -> line.contains("has no MAC by a key"));

            // Nor does it hinder those who have one.
            assertThat(books.publish(variant(2), false, "test").refused()).isNull();
            assertThat(decides(books)).isEqualTo(variant(2).id());
        }
        try (KafkaRulebookAdmin again = rulebooks()) {
            again.follow();
            assertThat(decides(again)).isEqualTo(variant(2).id());
        }
    }

    @Test
    void anActivationThatIsWrittenAgainPutsNothingBackInForce(@TempDir Path folder) throws Exception {
        under(keys(folder, KEY), null);
        try (KafkaRulebookAdmin books = started(variant(0), null)) {
            ConsumerRecord<byte[], byte[]> first = newest(topics.rulebooks(), ActivationLog.IN_FORCE);
            books.publish(variant(1), false, "test");
            again(first);
            await().atMost(Duration.ofMinutes(2)).until(() -> books.state().refused() != null);
            assertThat(refusal(books)).contains("names what was in force before");
            assertThat(decides(books)).isEqualTo(variant(1).id());
        }
        try (KafkaRulebookAdmin later = rulebooks()) {
            later.follow();
            assertThat(decides(later)).isEqualTo(variant(1).id());
        }
    }

    @Test
    void aKeyIsChangedWhileBothCount(@TempDir Path folder) throws Exception {
        under(keys(folder, KEY), null);
        started(variant(0), null).close();
        under(keys(folder, NEXT, KEY), null);
        try (KafkaRulebookAdmin both = started(variant(1), variant(0).id())) {
            assertThat(decides(both)).isEqualTo(variant(1).id());
        }
        under(keys(folder, NEXT), null);
        try (KafkaRulebookAdmin next = rulebooks()) {
            next.follow();
            assertThat(decides(next)).isEqualTo(variant(1).id());
        }
    }

    @Test
    void whatIsInForceFromBeforeThereWereKeysIsSignedWhenSomebodyVouchesForIt(@TempDir Path folder) throws Exception {
        started(variant(0), null).close();
        under(keys(folder, KEY), null);
        try (KafkaRulebookAdmin books = rulebooks()) {
            assertThatThrownBy(books::onTheLog)
                    .isInstanceOf(UnusableRulebookException.class)
                    .hasMessageContaining(
                            "sekimori.rulebooks.vouch-for=" + variant(0).id());
        }
        under(keys(folder, KEY), variant(0).id());
        try (KafkaRulebookAdmin books = started(variant(0), variant(0).id())) {
            assertThat(decides(books)).isEqualTo(variant(0).id());
        }
        under(keys(folder, KEY), null);
        try (KafkaRulebookAdmin books = rulebooks()) {
            assertThat(books.onTheLog()).isPresent();
            books.follow();
            assertThat(decides(books)).isEqualTo(variant(0).id());
        }
    }

    @Test
    void aRefusedRulebookIsInTheAuditTrailWithWhoWhatAndWhy() throws Exception {
        try (KafkaRulebookAdmin books = started(variant(0), "none")) {
            RulebookFiles broken = variant(0).with("policy.yml", "defaults: {hoem: [JP]}\n");
            assertThatThrownBy(() -> books.publish(broken, true, "sato via ci")).isInstanceOf(RulebookException.class);
            assertThat(audit("rulebook_refused"))
                    .singleElement()
                    .asString()
                    .contains("\"by\":\"sato via ci\"", "rulebook " + broken.id() + " refused: policy.yml:1:", "hoem");
            assertThat(books.files(broken.id())).isEmpty();
        }
    }

    private static String refusal(KafkaRulebookAdmin books) {
        return Objects.requireNonNull(books.state().refused()).problems().toString();
    }

    private List<String> audit(String what) {
        return records(topics.audit()).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .filter(line -> line.contains("\"what\":\"" + what + "\""))
                .toList();
    }

    private ConsumerRecord<byte[], byte[]> newest(String topic, byte[] key) {
        return records(topic).stream()
                .filter(record -> Arrays.equals(record.key(), key))
                .reduce((one, later) -> later)
                .orElseThrow();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings.clientProperties("test"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private void again(ConsumerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                settings.producerProperties("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(
                    record.topic(), record.partition(), record.key(), record.value(), record.headers()));
            producer.flush();
            assertThat(sent).isDone();
        }
    }
}
