package org.sekimori.stream.onetime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.request.LogUnavailableException;

/**
 * One-time ids over Kafka. A use is a record of a topic with one partition; the first record of an id is its use, and whoever wrote another
 * one comes too late. So instances agree without asking each other, and a restart forgets nothing.
 */
public final class KafkaOneTimeIds implements OneTimeIds, AutoCloseable {

    /** How long a use is remembered: longer than anything with such an id is valid. */
    public static final Duration KEPT = Duration.ofHours(1);

    /** Uses in memory; with more within {@link #KEPT} none is taken any more. */
    static final int MOST = 200_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);

    private final TopicPartition partition;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RetryingThread worker;
    private final Object moved = new Object();

    /** First uses by id, the oldest first; guarded by {@link #moved}. */
    private final Map<String, FirstUse> uses = new LinkedHashMap<>();

    /** The offset that is read next; guarded by {@link #moved}. */
    private long position;

    /**
     * @param offset of its record
     * @param millis when the broker took it
     */
    private record FirstUse(long offset, long millis) {}

    private KafkaOneTimeIds(StreamSettings settings) {
        partition = new TopicPartition(new Topics(settings.prefix()).oneTimeIds(), 0);
        Map<String, Object> writing = settings.producerProperties("one-time-ids");
        writing.put("max.block.ms", Long.toString(PATIENCE.toMillis()));
        writing.put("request.timeout.ms", "3000");
        writing.put("delivery.timeout.ms", Long.toString(PATIENCE.toMillis()));
        writing.put("linger.ms", "0");
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> reading = settings.clientProperties("one-time-ids");
        reading.put("auto.offset.reset", "earliest");
        reading.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new RetryingThread("sekimori-one-time-ids", () -> poll(POLL), consumer::wakeup, consumer::close);
    }

    /**
     * Makes the topic if it is missing, and reads the uses that stand there: none of them is taken again.
     *
     * @throws org.sekimori.stream.UnreachableLogException if the topic cannot be made
     */
    public static KafkaOneTimeIds open(StreamSettings settings) throws InterruptedException {
        try (Admin admin = Admin.create(settings.clientProperties("one-time-ids-admin"))) {
            new Topics(settings.prefix()).createOneTimeIds(admin, settings.replicas());
        }
        KafkaOneTimeIds ids = new KafkaOneTimeIds(settings);
        ids.consumer.assign(List.of(ids.partition));
        ids.consumer.seekToBeginning(List.of(ids.partition));
        long end = ids.consumer.endOffsets(List.of(ids.partition)).getOrDefault(ids.partition, 0L);
        while (ids.consumer.position(ids.partition) < end) {
            ids.poll(POLL);
        }
        ids.worker.start();
        return ids;
    }

    @Override
    public boolean use(String id) {
        synchronized (moved) {
            if (uses.containsKey(id)) {
                return false;
            }
            if (uses.size() >= MOST) {
                throw new LogUnavailableException("too many one-time ids were used within " + KEPT);
            }
        }
        long own = write(id);
        @Nullable FirstUse first = awaitRead(own, id);
        if (first == null) {
            throw new LogUnavailableException(
                    "the use of a one-time id is on the log, and was not read from there in time");
        }
        return first.offset() == own;
    }

    private long write(String id) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(partition.topic(), 0, id.getBytes(StandardCharsets.US_ASCII), new byte[0]);
        try {
            return producer.send(record)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new LogUnavailableException("the log does not take the use of a one-time id: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("the use of a one-time id was interrupted");
        }
    }

    private @Nullable FirstUse awaitRead(long offset, String id) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (moved) {
            while (position <= offset) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return null;
                }
                try {
                    moved.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return null;
                }
            }
            return uses.get(id);
        }
    }

    private void poll(Duration patience) {
        try {
            Iterable<ConsumerRecord<byte[], byte[]>> records = consumer.poll(patience);
            synchronized (moved) {
                records.forEach(this::take);
                position = consumer.position(partition);
                moved.notifyAll();
            }
        } catch (WakeupException e) {
            worker.interrupted(e);
        }
    }

    /** What is too old by the clock of the broker goes; the newest record tells it. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        uses.putIfAbsent(
                new String(record.key(), StandardCharsets.US_ASCII), new FirstUse(record.offset(), record.timestamp()));
        Iterator<FirstUse> oldest = uses.values().iterator();
        while (oldest.hasNext() && oldest.next().millis() + KEPT.toMillis() < record.timestamp()) {
            oldest.remove();
        }
    }

    @Override
    public void close() {
        worker.close();
        producer.close(PATIENCE);
    }
}
