package org.sekimori.stream.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.EntryJson;

/**
 * Writes many entries to the log, for benchmarks and simulations. Bypasses the intake, so only for entries that a program
 * generated. Blocks while the broker is slower.
 */
public final class BulkEntryPublisher implements AutoCloseable {

    private final AsyncTopicProducer producer;

    private BulkEntryPublisher(String topic, Map<String, Object> properties) {
        properties.put("linger.ms", "20");
        properties.put("batch.size", "131072");
        this.producer = new AsyncTopicProducer(topic, properties);
    }

    /** For a log that this program runs itself; its topics are created if need be. */
    public static BulkEntryPublisher create(StreamSettings settings) throws InterruptedException {
        createTopics(settings);
        return new BulkEntryPublisher(new Topics(settings.prefix()).events(), settings.producerProperties("loader"));
    }

    /** Creates what topics are missing. */
    static void createTopics(StreamSettings settings) throws InterruptedException {
        try (Admin admin = Admin.create(settings.clientProperties("loader"))) {
            new Topics(settings.prefix()).create(admin, settings.partitions(), settings.replicas());
        }
    }

    /** For a running log. */
    public static BulkEntryPublisher connect(LogClientSettings log) {
        return new BulkEntryPublisher(new Topics(log.prefix()).events(), InboxPublisher.properties(log));
    }

    /** Sends one entry about an account; returns before it is written. */
    public void publish(LogEntry entry) {
        Account account = entry.account();
        if (account == null) {
            throw new IllegalArgumentException("not an entry about an account: " + entry);
        }
        byte[] key = account.name().getBytes(StandardCharsets.UTF_8);
        producer.send(key, EntryJson.write(entry));
    }

    /**
     * Waits until everything is written.
     *
     * @throws IllegalStateException if anything was not
     */
    public void flush() {
        producer.flush();
    }

    /** @throws IllegalStateException if anything was not written */
    @Override
    public void close() {
        try {
            flush();
        } finally {
            producer.close();
        }
    }
}
