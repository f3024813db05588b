package org.sekimori.stream.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.Topics;

/** Reads committed decisions as they arrive, from now on or from a moment before. */
public final class DecisionTail implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;

    public DecisionTail(LogClientSettings log) {
        this(log, null, 0);
    }

    /**
     * From a moment on.
     *
     * @param mostEach most decisions of each partition that are from before now, the latest
     */
    public static DecisionTail since(LogClientSettings log, Instant from, long mostEach) {
        return new DecisionTail(log, from, mostEach);
    }

    private DecisionTail(LogClientSettings log, @Nullable Instant from, long mostEach) {
        Map<String, Object> properties = log.properties();
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "latest");
        properties.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(new Topics(log.prefix()).decisions()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        if (from != null) {
            goBack(from, mostEach, partitions);
        }
    }

    private void goBack(Instant from, long mostEach, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            @Nullable OffsetAndTimestamp found = first.get(partition);
            if (found != null) {
                consumer.seek(partition, Math.max(found.offset(), consumer.position(partition) - mostEach));
            }
        }
    }

    /** Decisions as JSON, those of one account in order; waits at most {@code patience} for the first. */
    public List<byte[]> next(Duration patience) {
        List<byte[]> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (record.value() != null) {
                values.add(record.value());
            }
        }
        return values;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
