package org.sekimori.stream.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.stream.broker.EmbeddedBroker;

/** The writer over a real broker, and over none; MockProducer, Kafka's own, only for states that a healthy broker brings about no more. */
@SuppressWarnings("NullAway.Init")
class LogWriterIT {

    private static final int ROOM = 1 << 20;

    private static EmbeddedBroker broker;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private String topic;

    @BeforeAll
    static void start(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static Producer<byte[], byte[]> producer(String servers, String blocking) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "max.block.ms",
                        blocking,
                        "linger.ms",
                        "0",
                        "delivery.timeout.ms",
                        Integer.toString(Integer.MAX_VALUE),
                        "max.in.flight.requests.per.connection",
                        "1",
                        "max.request.size",
                        "100000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private LogWriter writer(List<Producer<byte[], byte[]>> producers, long capacity) {
        AtomicInteger next = new AtomicInteger();
        LogWriter writer = new LogWriter(
                () -> producers.get(Math.min(next.getAndIncrement(), producers.size() - 1)),
                capacity,
                new EventLogMeters(registry));
        writer.start();
        return writer;
    }

    private boolean write(LogWriter writer, String value) {
        return writer.write(
                new PendingWrite(topic, "mail", "k".getBytes(UTF_8), value.getBytes(UTF_8), null, result(value)));
    }

    private PendingWrite.Result result(String value) {
        return new PendingWrite.Result() {
            @Override
            public void written() {
                written.add(value);
            }

            @Override
            public void failed(Exception problem) {
                failed.add(value);
            }
        };
    }

    private static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(Integer::toString).toList();
    }

    private List<String> onTheLog() {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(new String(record.value(), UTF_8));
                }
            }
        }
        return values;
    }

    private double unwritten() {
        return registry.get("sekimori.log.write.failures")
                .tag("topic", topic)
                .tag("kind", "mail")
                .counter()
                .count();
    }

    @Test
    void recordsAreWrittenInTheirOrder() {
        try (LogWriter writer = writer(List.of(producer(broker.bootstrapServers(), "5000")), ROOM)) {
            numbers(1_000).forEach(value -> write(writer, value));
            await().atMost(Duration.ofMinutes(2)).until(() -> written.size() == 1_000);
        }
        assertThat(onTheLog()).isEqualTo(numbers(1_000));
    }

    @Test
    void recordsThatLingerKeepTheOrderOfTheirKeyAndAreWrittenAtTheEnd() {
        LogWriter writer = writer(List.of(producer(broker.bootstrapServers(), "5000")), ROOM);
        numbers(1_000).forEach(value -> {
            int number = Integer.parseInt(value);
            byte[] key = {(byte) (number % 10)};
            // Of each key, two that linger and one for which somebody waits take turns.
            boolean lingers = number / 10 % 3 != 0;
            writer.write(new PendingWrite(topic, "mail", key, value.getBytes(UTF_8), null, result(value), lingers));
        });
        writer.close();

        List<Integer> order = onTheLog().stream().map(Integer::valueOf).toList();
        assertThat(order).hasSize(1_000);
        assertThat(IntStream.range(0, 10))
                .allSatisfy(key -> assertThat(order.stream().filter(number -> number % 10 == key))
                        .isSorted());
        assertThat(written).hasSize(1_000);
    }

    @Test
    void whatHasNoRoomWhileNoBrokerAnswersIsRefusedAtOnceAndCounted() {
        LogWriter writer = writer(List.of(producer("127.0.0.1:1", "100")), 10 * (PendingWrite.OVERHEAD + 2));
        List<Boolean> taken = numbers(25).stream()
                .map(value -> write(writer, value.substring(0, 1)))
                .toList();

        assertThat(taken.subList(0, 10)).containsOnly(true);
        assertThat(taken.subList(10, 25)).containsOnly(false);
        assertThat(unwritten()).isEqualTo(15);
        assertThat(failed).hasSize(15);
        await().atMost(Duration.ofMinutes(2)).until(writer::stalled);

        writer.close();
        assertThat(unwritten())
                .as("what waited when the service stopped is counted, too")
                .isEqualTo(25);
        assertThat(written).isEmpty();
    }

    @Test
    void aRecordThatIsTooLargeIsCountedAndStopsNoOther() {
        try (LogWriter writer = writer(List.of(producer(broker.bootstrapServers(), "5000")), ROOM)) {
            write(writer, "1");
            write(writer, "x".repeat(200_000));
            write(writer, "2");
            await().atMost(Duration.ofMinutes(2)).until(() -> written.size() == 2 && failed.size() == 1);
        }
        assertThat(onTheLog()).containsExactly("1", "2");
        assertThat(unwritten()).isEqualTo(1);
    }

    @Test
    void aProducerThatIsDeadForGoodIsReplacedAndNothingIsLost() {
        Producer<byte[], byte[]> dead = producer(broker.bootstrapServers(), "5000");
        dead.close();
        try (LogWriter writer = writer(List.of(dead, producer(broker.bootstrapServers(), "5000")), ROOM)) {
            numbers(100).forEach(value -> write(writer, value));
            await().atMost(Duration.ofMinutes(2)).until(() -> written.size() == 100);
        }
        assertThat(onTheLog()).isEqualTo(numbers(100));
    }

    @Test
    void whatADyingProducerHadTakenIsWrittenByTheNextInOrder() {
        MockProducer<byte[], byte[]> dying =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        try (LogWriter writer = writer(List.of(dying, producer(broker.bootstrapServers(), "5000")), ROOM)) {
            numbers(3).forEach(value -> write(writer, value));
            await().atMost(Duration.ofMinutes(2)).until(() -> dying.history().size() == 3);
            dying.completeNext();
            dying.errorNext(new OutOfOrderSequenceException("out of order"));
            await().atMost(Duration.ofMinutes(2)).until(() -> written.size() == 3);
        }
        assertThat(onTheLog()).as("the first was acknowledged before").containsExactly("1", "2");
        assertThat(failed).isEmpty();
    }

    @Test
    void whatTheBrokerRefusesForItselfIsNoReasonForAnotherProducer() {
        MockProducer<byte[], byte[]> alive =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        try (LogWriter writer = writer(List.of(alive), ROOM)) {
            numbers(2).forEach(value -> write(writer, value));
            await().atMost(Duration.ofMinutes(2)).until(() -> alive.history().size() == 2);
            alive.errorNext(new RecordTooLargeException());
            alive.completeNext();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> written.equals(List.of("1")) && failed.equals(List.of("0")));
            assertThat(alive.closed()).isFalse();
        }
    }

    @Test
    void aCommandForWhichNobodyWaitsAnyMoreIsNotWritten() {
        try (LogWriter writer = writer(List.of(producer(broker.bootstrapServers(), "5000")), ROOM)) {
            PendingWrite.Result givenUp = new PendingWrite.Result() {
                @Override
                public boolean wanted() {
                    return false;
                }
            };
            writer.write(new PendingWrite(topic, "mail", new byte[1], "given up".getBytes(UTF_8), null, givenUp));
            write(writer, "next");
            await().atMost(Duration.ofMinutes(2)).until(() -> written.size() == 1);
        }
        assertThat(onTheLog()).containsExactly("next");
        assertThat(unwritten()).isEqualTo(1);
    }
}
