package org.sekimori.stream;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes to {@code inbox} as any mail server may, with Kafka's ordinary client. */
public final class InboxPublisher implements AutoCloseable {

    private final TrackedProducer producer;

    /**
     * @param bootstrapServers of the running log
     * @param prefix of its topics
     * @param client further settings, such as TLS and SASL
     */
    public InboxPublisher(String bootstrapServers, String prefix, Map<String, String> client) {
        producer = new TrackedProducer(new Topics(prefix).inbox(), properties(bootstrapServers, client));
    }

    /** Settings of a client that gives up within half a minute. */
    static Map<String, Object> properties(String bootstrapServers, Map<String, String> client) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("bootstrap.servers", bootstrapServers);
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
        producer.send(key, event);
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
