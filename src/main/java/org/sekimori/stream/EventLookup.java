package org.sekimori.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds the entries that decisions are about. Decisions of a partition come in the order of their entries, so it reads {@code events}
 * beside them, forward, and jumps only over what is far. Memory does not grow with what lies between.
 */
final class EventLookup implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Reading over so many records is cheaper than asking the broker anew. */
    private static final long NEAR = 5_000;

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;

    EventLookup(StreamSettings settings, Topics topics, String role) {
        this.topics = topics;
        Map<String, Object> properties = settings.clientProperties(role);
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("max.poll.records", "4000");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A decision and where its entry stands. */
    private record Wanted(ConsumerRecord<byte[], byte[]> decision, long offset) {}

    /**
     * The entries of these decisions, by identity of the decision; one without is no longer on the log, or was decided before
     * decisions named their entries.
     *
     * @param decisions those of one partition in their order
     * @throws IllegalStateException if the log does not answer within half a minute
     */
    Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> of(List<ConsumerRecord<byte[], byte[]>> decisions) {
        Map<TopicPartition, Deque<Wanted>> wanted = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> decision : decisions) {
            EventPosition position = EventPosition.of(decision.headers());
            if (position != null) {
                wanted.computeIfAbsent(
                                new TopicPartition(topics.events(), position.partition()), key -> new ArrayDeque<>())
                        .add(new Wanted(decision, position.offset()));
            }
        }
        Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> found = new IdentityHashMap<>();
        if (!wanted.isEmpty()) {
            read(wanted, found);
        }
        return found;
    }

    private void read(
            Map<TopicPartition, Deque<Wanted>> wanted,
            Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> found) {
        approach(wanted);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
                TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
                Deque<Wanted> next = wanted.get(partition);
                if (next != null) {
                    match(next, entry, found);
                }
            }
            for (TopicPartition partition : List.copyOf(wanted.keySet())) {
                pass(wanted, partition);
            }
            if (System.nanoTime() > deadline && !wanted.isEmpty()) {
                throw new IllegalStateException("the log did not give the entries of decisions within "
                        + PATIENCE.toSeconds() + " s: " + wanted.keySet());
            }
        }
    }

    /** Takes the partitions that are needed now, where they are or where the first wanted entry is. */
    private void approach(Map<TopicPartition, Deque<Wanted>> wanted) {
        Collection<TopicPartition> known = consumer.assignment();
        if (!known.containsAll(wanted.keySet())) {
            List<TopicPartition> all = new ArrayList<>(known);
            wanted.keySet().stream().filter(partition -> !known.contains(partition)).forEach(all::add);
            consumer.assign(all);
            wanted.forEach((partition, next) -> {
                if (!known.contains(partition)) {
                    consumer.seek(partition, next.getFirst().offset());
                }
            });
        }
        consumer.pause(consumer.assignment());
        consumer.resume(wanted.keySet());
        wanted.forEach((partition, next) -> {
            long first = next.getFirst().offset();
            long at = consumer.position(partition);
            if (at > first || first - at > NEAR) {
                consumer.seek(partition, first);
            }
        });
    }

    private static void match(
            Deque<Wanted> next,
            ConsumerRecord<byte[], byte[]> entry,
            Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> found) {
        while (!next.isEmpty() && next.getFirst().offset() < entry.offset()) {
            next.removeFirst();
        }
        while (!next.isEmpty() && next.getFirst().offset() == entry.offset()) {
            found.put(
                    next.removeFirst().decision(),
                    new CommittedRecord.Event(entry.value(), Instant.ofEpochMilli(entry.timestamp())));
        }
    }

    /** Gives up what was passed without being met: retention has taken it. */
    private void pass(Map<TopicPartition, Deque<Wanted>> wanted, TopicPartition partition) {
        Deque<Wanted> next = wanted.get(partition);
        if (next == null) {
            return;
        }
        long at = consumer.position(partition);
        while (!next.isEmpty() && next.getFirst().offset() < at) {
            next.removeFirst();
        }
        if (next.isEmpty()) {
            wanted.remove(partition);
            consumer.pause(List.of(partition));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
