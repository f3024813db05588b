package org.sekimori.stream.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.Topics;

/** Reads committed decisions as they arrive, from now on. */
public final class DecisionTail implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;

    public DecisionTail(LogClientSettings log) {
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
