package org.sekimori.stream.lists;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.RootCause;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.request.LogUnavailableException;

/**
 * Writes changes in one transaction each. All instances write under one transactional id, so that the later of two fences the
 * earlier, which then tries again: changes have one order.
 */
final class ListWriter implements AutoCloseable {

    /** Instances that write at the same moment fence each other. */
    private static final int TRIES = 20;

    private final Map<String, Object> properties;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    ListWriter(StreamSettings settings) {
        properties = settings.producerProperties("list-writer");
        properties.put("transactional.id", settings.prefix() + "lists");
        properties.put("compression.type", "lz4");
        properties.put("max.block.ms", "5000");
        properties.put("request.timeout.ms", "5000");
        properties.put("delivery.timeout.ms", "10000");
        properties.put("linger.ms", "5");
        properties.put("batch.size", "131072");
    }

    /**
     * Writes some records, all or none.
     *
     * @param records called after everybody else's unfinished writing was ended, if {@code alone}
     * @param alone whether what the records are made of must still be true when they are written
     * @return the offset of the last record of {@code topic}; -1 without one
     * @throws LogUnavailableException if the log does not take them
     */
    synchronized long write(Supplier<List<ProducerRecord<byte[], byte[]>>> records, boolean alone, String topic) {
        for (int tried = 1; ; tried++) {
            try {
                if (alone) {
                    close();
                }
                return write(records, topic);
            } catch (KafkaException e) {
                close();
                if (!fenced(e) && !fenced(e.getCause()) || tried == TRIES) {
                    throw unavailable(e);
                }
            }
        }
    }

    private static boolean fenced(@Nullable Throwable problem) {
        return problem instanceof ProducerFencedException
                || problem instanceof InvalidTxnStateException
                || problem instanceof InvalidProducerEpochException;
    }

    private long write(Supplier<List<ProducerRecord<byte[], byte[]>>> records, String topic) {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
            producer = open;
            open.initTransactions();
        }
        List<ProducerRecord<byte[], byte[]>> all = records.get();
        if (all.isEmpty()) {
            return -1;
        }
        open.beginTransaction();
        @Nullable Future<RecordMetadata> last = null;
        for (ProducerRecord<byte[], byte[]> one : all) {
            Future<RecordMetadata> sent = open.send(one);
            last = one.topic().equals(topic) ? sent : last;
        }
        open.commitTransaction();
        return last == null ? -1 : offset(last);
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (ExecutionException e) {
            throw new KafkaException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    private static LogUnavailableException unavailable(KafkaException e) {
        return new LogUnavailableException("the log does not take changes of lists: " + RootCause.root(e));
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
