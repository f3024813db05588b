package org.sekimori.stream;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/** Looks up one key of a small compacted topic by reading its partition. */
public final class CompactedTopicLookup {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CompactedTopicLookup() {}

    /**
     * The newest committed value of a key.
     *
     * @throws IllegalStateException if the topic could not be read to its end within 30 s
     */
    static Optional<byte[]> find(StreamSettings settings, String topic, byte[] key) {
        return find(settings, topic, key, record -> true);
    }

    /** The same among the records that count. */
    public static Optional<byte[]> find(
            StreamSettings settings, String topic, byte[] key, Predicate<ConsumerRecord<byte[], byte[]>> counts) {
        Map<String, Object> properties = settings.clientProperties("look-up");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        byte[] value = null;
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            // Where every producer puts this key.
            int partition = Utils.toPositive(Utils.murmur2(key))
                    % consumer.partitionsFor(topic).size();
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, partition));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("could not read " + topic + " to its end within " + PATIENCE);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (Arrays.equals(record.key(), key) && counts.test(record)) {
                        value = record.value();
                    }
                }
            }
        }
        return Optional.ofNullable(value);
    }
}
