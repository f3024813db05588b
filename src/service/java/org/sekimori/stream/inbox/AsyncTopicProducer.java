package org.sekimori.stream.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to one topic without waiting for each record, and keeps the first failure for the caller. */
final class AsyncTopicProducer implements AutoCloseable {

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    AsyncTopicProducer(String topic, Map<String, Object> properties) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns before the record is written. */
    void send(byte @Nullable [] key, byte[] value) {
        send(key, value, Map.of());
    }

    /** The same with headers. */
    void send(byte @Nullable [] key, byte[] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record, (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
    }

    /**
     * Waits until everything is written.
     *
     * @throws IllegalStateException if anything was not
     */
    void flush() {
        producer.flush();
        Exception problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException(
                    "not everything was written to " + topic + ": " + problem.getMessage(), problem);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
