package org.sekimori.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes what a consumer reads, in batches outside transactions: send the records of a poll, {@link #complete}, commit; after any
 * failure {@link #rewind} the consumer, so that what was not written is read again instead of skipped by the next commit. The
 * readers drop repetitions.
 */
public final class ForwardingProducer implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<KafkaException> failure = new AtomicReference<>();

    /** @param name of the client */
    public ForwardingProducer(StreamSettings settings, String name) {
        Map<String, Object> writing = settings.producerProperties(name);
        // Never gives up on one record while later ones pass: the step takes a position as proof of all before it.
        writing.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        writing.put("linger.ms", "5");
        writing.put("batch.size", "65536");
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns before the record is written. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, new KafkaException("cannot write to " + record.topic(), problem));
            }
        });
    }

    /**
     * Waits until everything is written.
     *
     * @throws KafkaException the first failure since the call before
     */
    public void complete() {
        producer.flush();
        KafkaException failed = failure.getAndSet(null);
        if (failed != null) {
            throw failed;
        }
    }

    /** Puts a consumer back to what it has committed, or to the beginning. */
    public static void rewind(KafkaConsumer<?, ?> consumer) {
        consumer.assignment().forEach(partition -> {
            OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
            if (committed == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, committed);
            }
        });
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
