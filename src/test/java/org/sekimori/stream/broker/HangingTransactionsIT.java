package org.sekimori.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of a real broker that were decided, and whose markers were not written. */
class HangingTransactionsIT {

    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition("t", 0), new TopicPartition("t", 1));

    @Test
    void whatWasDecidedIsDoneAndWhatIsUnderWayIsNotTouched(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = admin(broker);
                KafkaProducer<String, String> producer = producer(broker, "t.one")) {
            admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get();
            producer.initTransactions();
            transaction(producer, "aborted");
            producer.abortTransaction();
            transaction(producer, "committed");
            producer.commitTransaction();
        }
        forgetMarker(folder, "t-1");

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(committed(broker)).containsExactly("committed 0", "committed 1");
            try (Admin admin = admin(broker);
                    KafkaProducer<String, String> producer = producer(broker, "t.two")) {
                producer.initTransactions();
                transaction(producer, "under way");
                assertThat(new HangingTransactionFinder(admin).find(Set.of("t")).hanging())
                        .isEmpty();
                producer.abortTransaction();
            }
        }
        forgetMarker(folder, "t-0");

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(committed(broker)).containsExactly("committed 0", "committed 1");
        }
    }

    @Test
    void whatIsUnderWayWhileTheBrokerStartsAgainIsCommittedByItsProducer(@TempDir Path folder) throws Exception {
        EmbeddedBroker first = EmbeddedBroker.start(folder, 0);
        int port = Integer.parseInt(first.bootstrapServers().split(":")[1]);
        try (Admin admin = admin(first);
                KafkaProducer<String, String> producer = producer(first, "t.one")) {
            admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get();
            producer.initTransactions();
            transaction(producer, "before");
            producer.commitTransaction();
            transaction(producer, "meanwhile");

            first.close();
            try (EmbeddedBroker again = EmbeddedBroker.start(folder, port)) {
                producer.commitTransaction();

                assertThat(committed(again)).containsExactly("before 0", "before 1", "meanwhile 0", "meanwhile 1");
            }
        }
    }

    /** As after a loss of power, whatever the coordinator had decided. */
    @Test
    void whatNoCoordinatorHasARecordOfIsAborted(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get();
            KafkaProducer<String, String> producer = producer(broker, "t.one");
            producer.initTransactions();
            transaction(producer, "open");
            producer.close(Duration.ZERO);
        }
        for (Path state : folders(folder, "__transaction_state-")) {
            deleteFiles(state);
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(committed(broker)).isEmpty();
        }
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker broker, String id) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        id,
                        "transaction.timeout.ms",
                        600_000),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void transaction(KafkaProducer<String, String> producer, String value) throws Exception {
        producer.beginTransaction();
        for (TopicPartition one : PARTITIONS) {
            producer.send(new ProducerRecord<>(one.topic(), one.partition(), "", value + " " + one.partition()))
                    .get();
        }
    }

    /** All that readers of committed records see; waits until no transaction stops them. */
    private static List<String> committed(EmbeddedBroker broker) throws Exception {
        try (Admin admin = admin(broker);
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "isolation.level",
                                "read_committed",
                                "group.id",
                                "reader",
                                "enable.auto.commit",
                                false),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            for (TopicPartition one : PARTITIONS) {
                await().until(() -> end(admin, one, IsolationLevel.READ_COMMITTED)
                        == end(admin, one, IsolationLevel.READ_UNCOMMITTED));
            }
            consumer.assign(PARTITIONS);
            consumer.seekToBeginning(PARTITIONS);
            Map<TopicPartition, Long> ends = consumer.endOffsets(PARTITIONS);
            List<String> values = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
            values.sort(Comparator.naturalOrder());
            return values;
        }
    }

    private static long end(Admin admin, TopicPartition partition, IsolationLevel isolation) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** Takes the last marker off a partition of a broker that does not run, and what the broker had derived from it. */
    private static void forgetMarker(Path folder, String partition) throws IOException {
        Path log = folder.resolve(partition).resolve("00000000000000000000.log");
        long end = 0;
        try (FileRecords records = FileRecords.open(log.toFile(), false)) {
            RecordBatch last = null;
            for (RecordBatch batch : records.batches()) {
                last = batch;
                end += batch.sizeInBytes();
            }
            assertThat(last).isNotNull();
            assertThat(last.isControlBatch()).isTrue();
            end -= last.sizeInBytes();
        }
        try (FileChannel segment = FileChannel.open(log, StandardOpenOption.WRITE)) {
            segment.truncate(end);
        }
        try (Stream<Path> files = Files.list(folder.resolve(partition))) {
            for (Path file : files.filter(one -> one.toString().matches(".*\\.(snapshot|index|timeindex|txnindex)"))
                    .toList()) {
                Files.delete(file);
            }
        }
        Files.deleteIfExists(folder.resolve(".kafka_cleanshutdown"));
    }

    private static List<Path> folders(Path log, String prefix) throws IOException {
        try (Stream<Path> all = Files.list(log)) {
            return all.filter(folder -> String.valueOf(folder.getFileName()).startsWith(prefix))
                    .toList();
        }
    }

    private static void deleteFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> !one.endsWith("partition.metadata")).toList()) {
                Files.delete(file);
            }
        }
    }
}
