package org.sekimori.stream.broker;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * What coordinators have written to {@code __transaction_state} about some producers: before a partition gets the first record of a
 * transaction, that it belongs to it; and before the first marker, how it ends. From then on the outcome is certain, whatever happens
 * to the markers.
 */
final class TransactionLog {

    private static final Duration POLL = Duration.ofMillis(200);

    /** How long nothing may come. The topic may be large, but a broker that has stopped would be waited for without end. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** From this version of the transaction protocol on markers have the epoch after that of the records. */
    private static final int EPOCH_PER_TRANSACTION = 2;

    /**
     * The end of a transaction.
     *
     * @param commit whether it was committed
     * @param epoch epoch of the markers
     * @param version version of the transaction protocol that its producer uses
     */
    record Outcome(boolean commit, short epoch, short version) {}

    private record Place(long producer, TopicPartition partition) {}

    private final Set<Long> producers;
    private final Map<Long, String> names = new HashMap<>();

    /** Of the last transaction on a partition; empty while it is not decided. */
    private final Map<Place, Optional<Outcome>> last = new HashMap<>();

    private TransactionLog(Set<Long> producers) {
        this.producers = producers;
    }

    /**
     * Reads the topic from its beginning to its present end.
     *
     * @param producers ids of the producers that matter
     * @throws TimeoutException if the broker does not go on giving records
     */
    static TransactionLog read(String bootstrapServers, Set<Long> producers) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return read(consumer, producers, PATIENCE);
        }
    }

    static TransactionLog read(Consumer<byte[], byte[]> consumer, Set<Long> producers, Duration patience) {
        TransactionLog log = new TransactionLog(producers);
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.TRANSACTION_STATE_TOPIC_NAME).stream()
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long moved = System.nanoTime();
        long left = left(consumer, ends);
        while (left > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    log.add(record.key(), record.value());
                }
            }
            long before = left;
            left = left(consumer, ends);
            if (left < before) {
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > patience.toNanos()) {
                throw new TimeoutException(Topic.TRANSACTION_STATE_TOPIC_NAME + " cannot be read to its end: " + left
                        + " records are missing, and none came for " + patience.toSeconds() + " s");
            }
        }
        return log;
    }

    /** How many offsets are still to be read. */
    private static long left(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private void add(byte[] key, byte[] record) {
        ByteBuffer octets = ByteBuffer.wrap(record);
        short version = octets.getShort();
        TransactionLogValue value = new TransactionLogValue(new ByteBufferAccessor(octets), version);
        if (!producers.contains(value.producerId())) {
            return;
        }
        names.put(value.producerId(), name(key));
        Optional<Outcome> outcome =
                switch (TransactionState.fromId(value.transactionStatus())) {
                    case PREPARE_COMMIT ->
                        Optional.of(new Outcome(true, value.producerEpoch(), value.clientTransactionVersion()));
                    case PREPARE_ABORT ->
                        Optional.of(new Outcome(false, value.producerEpoch(), value.clientTransactionVersion()));
                    default -> Optional.empty();
                };
        if (value.transactionPartitions() != null) {
            value.transactionPartitions().forEach(topic -> topic.partitionIds()
                    .forEach(partition -> last.put(
                            new Place(value.producerId(), new TopicPartition(topic.topic(), partition)), outcome)));
        }
    }

    private static String name(byte[] key) {
        ByteBuffer octets = ByteBuffer.wrap(key);
        short version = octets.getShort();
        return new TransactionLogKey(new ByteBufferAccessor(octets), version).transactionalId();
    }

    /** Transactional ids by producer. */
    Map<Long, String> names() {
        return names;
    }

    /** How a transaction ends; empty if no coordinator has written it. */
    Optional<Outcome> outcome(HangingTransaction one) {
        return last.getOrDefault(new Place(one.producer(), one.partition()), Optional.empty())
                .filter(outcome -> outcome.version() < EPOCH_PER_TRANSACTION
                        ? outcome.epoch() >= one.epoch()
                        : outcome.epoch() > one.epoch());
    }
}
