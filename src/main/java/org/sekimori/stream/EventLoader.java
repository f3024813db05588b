package org.sekimori.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sekimori.engine.Entry;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.json.EntryJson;

/** Fills the log with many events at once, creating it if need be: for benchmarks. Waits where the broker is slower. */
public final class EventLoader implements AutoCloseable {

    private final Topics topics;
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    public EventLoader(StreamSettings settings) throws InterruptedException {
        topics = new Topics(settings.prefix());
        try (Admin admin = Admin.create(settings.clientProperties("loader"))) {
            topics.create(admin, settings.partitions(), settings.replicas());
        }
        Map<String, Object> properties = settings.producerProperties("loader");
        properties.put("linger.ms", "20");
        properties.put("batch.size", "131072");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Puts one event on the log. */
    public void load(MailEvent event) {
        byte[] key = event.account().name().getBytes(StandardCharsets.UTF_8);
        producer.send(
                new ProducerRecord<>(topics.events(), key, EntryJson.write(new Entry.Mail(event))),
                (metadata, problem) -> {
                    if (problem != null) {
                        failure.compareAndSet(null, problem);
                    }
                });
    }

    /** @throws IllegalStateException if anything was not written */
    @Override
    public void close() {
        producer.flush();
        producer.close(Duration.ofSeconds(5));
        if (failure.get() != null) {
            throw new IllegalStateException("not everything was written to " + topics.events(), failure.get());
        }
    }
}
