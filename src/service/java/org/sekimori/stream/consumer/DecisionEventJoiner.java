package org.sekimori.stream.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sekimori.stream.EventPosition;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;

/**
 * Finds the entries of decisions. Decisions of a partition are in the order of their entries, so it reads {@code events} forward
 * beside them, and seeks only over large gaps. Reads ahead at most one poll for each partition.
 */
final class DecisionEventJoiner implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Reading over this many records is cheaper than a seek. */
    private static final long NEAR = 5_000;

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, PartitionReader> partitions = new HashMap<>();

    DecisionEventJoiner(StreamSettings settings, Topics topics, String role) {
        this.topics = topics;
        Map<String, Object> properties = settings.clientProperties(role);
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("max.poll.records", Integer.toString(CommittedRecordConsumer.BATCH));
        properties.put("fetch.max.bytes", Integer.toString(CommittedRecordConsumer.FETCHED));
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A decision and its entry's position. */
    private record PendingDecision(ConsumerRecord<byte[], byte[]> decision, long offset) {}

    /** One partition of {@code events}: records read ahead of the last decision, and wanted positions. */
    private static final class PartitionReader {
        private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();
        private final Deque<PendingDecision> wanted = new ArrayDeque<>();

        /** Matches the records read with wanted positions. */
        void match(Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> found) {
            while (!wanted.isEmpty() && !ahead.isEmpty()) {
                long first = wanted.getFirst().offset();
                ConsumerRecord<byte[], byte[]> entry = ahead.getFirst();
                if (entry.offset() < first) {
                    ahead.removeFirst();
                } else {
                    ConsumerRecord<byte[], byte[]> decision =
                            wanted.removeFirst().decision();
                    // A position passed without a record was removed by retention.
                    if (entry.offset() == first) {
                        found.put(
                                decision,
                                new CommittedRecord.Event(entry.value(), Instant.ofEpochMilli(entry.timestamp())));
                    }
                }
            }
        }

        /** Drops positions before the reader's position. */
        void giveUpBefore(long position) {
            while (ahead.isEmpty() && !wanted.isEmpty() && wanted.getFirst().offset() < position) {
                wanted.removeFirst();
            }
        }
    }

    /**
     * The entries of these decisions, by identity of the decision; one without an entry is no longer on the log, or was decided
     * by a version that did not name entries.
     *
     * @param decisions those of one partition in order
     * @throws IllegalStateException if the log does not answer for half a minute
     */
    Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> of(List<ConsumerRecord<byte[], byte[]>> decisions) {
        partitions.values().forEach(partition -> partition.wanted.clear());
        for (ConsumerRecord<byte[], byte[]> decision : decisions) {
            EventPosition position = EventPosition.of(decision.headers());
            if (position != null) {
                partitions
                        .computeIfAbsent(
                                new TopicPartition(topics.events(), position.partition()), key -> new PartitionReader())
                        .wanted
                        .add(new PendingDecision(decision, position.offset()));
            }
        }
        Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> found = new IdentityHashMap<>();
        if (!consumer.assignment().equals(partitions.keySet())) {
            consumer.assign(partitions.keySet());
            partitions.values().forEach(partition -> partition.ahead.clear());
        }
        partitions.forEach(this::approach);
        read(found);
        return found;
    }

    /** Goes to the first wanted entry, unless it was read already or will be soon. */
    private void approach(TopicPartition partition, PartitionReader reader) {
        if (reader.wanted.isEmpty()) {
            return;
        }
        long first = reader.wanted.getFirst().offset();
        ConsumerRecord<byte[], byte[]> read = reader.ahead.peekFirst();
        long at = read == null ? consumer.position(partition) : read.offset();
        if (at > first || first - at > NEAR) {
            reader.ahead.clear();
            consumer.seek(partition, first);
        }
    }

    private void read(Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> found) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        partitions.values().forEach(reader -> reader.match(found));
        while (open()) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(200));
            for (ConsumerRecord<byte[], byte[]> entry : polled) {
                PartitionReader reader = partitions.get(new TopicPartition(entry.topic(), entry.partition()));
                if (reader != null) {
                    reader.ahead.add(entry);
                }
            }
            partitions.forEach((partition, reader) -> {
                reader.match(found);
                reader.giveUpBefore(consumer.position(partition));
                // There may be millions of entries without a decision between two decisions.
                approach(partition, reader);
            });
            if (!polled.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline && open()) {
                giveUpBeyondTheEnd();
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
        }
    }

    /**
     * Drops positions beyond the end: a decision's entry was committed, so it was cut off with its log; the decision is returned
     * without it.
     */
    private void giveUpBeyondTheEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions.keySet());
        boolean gaveUp = false;
        for (Map.Entry<TopicPartition, PartitionReader> partition : partitions.entrySet()) {
            long end = ends.getOrDefault(partition.getKey(), 0L);
            gaveUp |= partition.getValue().wanted.removeIf(one -> one.offset() >= end);
        }
        if (!gaveUp && open()) {
            throw new IllegalStateException(
                    "the log did not give the entries of decisions within " + PATIENCE.toSeconds() + " s");
        }
    }

    /** Whether a position is still wanted. */
    private boolean open() {
        List<TopicPartition> needed = new ArrayList<>();
        partitions.forEach((partition, reader) -> {
            if (!reader.wanted.isEmpty()) {
                needed.add(partition);
            }
        });
        consumer.pause(consumer.assignment());
        consumer.resume(needed);
        return !needed.isEmpty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
