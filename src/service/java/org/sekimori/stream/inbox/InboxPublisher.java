package org.sekimori.stream.inbox;

import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.Topics;

/** Publishes to {@code inbox} with Kafka's ordinary client, as mail servers do; optionally signed. */
public final class InboxPublisher implements AutoCloseable {

    private final AsyncTopicProducer producer;
    private final String topic;
    private final @Nullable Signer signer;

    /**
     * Signs published records.
     *
     * @param publisher id in {@code publishers.yml}
     * @param key its key
     * @param clock time of signing
     */
    public record Signer(String publisher, byte[] key, Clock clock) {}

    /** One that signs nothing. */
    public InboxPublisher(LogClientSettings log) {
        this(log, null);
    }

    /**
     * A publisher with a signer.
     *
     * @param signer signs each record when it is sent; null: unsigned
     */
    public InboxPublisher(LogClientSettings log, @Nullable Signer signer) {
        this.topic = new Topics(log.prefix()).inbox();
        this.signer = signer;
        producer = new AsyncTopicProducer(topic, properties(log));
    }

    /** Settings of a client that fails after half a minute. */
    static Map<String, Object> properties(LogClientSettings log) {
        Map<String, Object> properties = log.properties();
        properties.put("acks", "all");
        properties.put("linger.ms", "5");
        properties.put("delivery.timeout.ms", "30000");
        properties.put("request.timeout.ms", "10000");
        properties.put("max.block.ms", "10000");
        return properties;
    }

    /**
     * Sends one event as JSON; returns before it is written.
     *
     * @param key events with the same key keep their order; null: any order
     */
    public void publish(byte @Nullable [] key, byte[] event) {
        if (signer == null) {
            producer.send(key, event, Map.of());
            return;
        }
        RecordSignature signature = RecordSignature.of(
                signer.key(), topic, signer.publisher(), signer.clock().instant(), event);
        producer.send(
                key,
                event,
                Map.of(
                        RecordSignature.PUBLISHER_HEADER, signature.publisher(),
                        RecordSignature.TIME_HEADER, signature.time(),
                        RecordSignature.SIGNATURE_HEADER, signature.hex()));
    }

    /**
     * Waits until everything is written.
     *
     * @throws IllegalStateException if anything was not
     */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
