package org.sekimori.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the answers to this instance's doors as they are written, before they are committed: a committed read takes as long
 * as a commit interval. A step that is repeated after a crash comes to the same answer, because it reads the same log.
 */
final class ReplyReader implements AutoCloseable {

    private final long door;
    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Long, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final Worker worker;

    ReplyReader(StreamSettings settings, String topic, int slot, long door) {
        this.door = door;
        this.partition = new TopicPartition(topic, slot);
        Map<String, Object> properties = settings.clientProperties("replies");
        properties.put("isolation.level", "read_uncommitted");
        properties.put("auto.offset.reset", "latest");
        properties.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new Worker("sekimori-replies", this::poll, consumer::wakeup, consumer::close);
    }

    /** Starts behind everything that is there now. */
    void start() {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
        worker.start();
    }

    /** A future for the answer with this number. */
    CompletableFuture<byte[]> expect(long correlation) {
        CompletableFuture<byte[]> future = new CompletableFuture<>();
        waiting.put(correlation, future);
        future.whenComplete((answer, problem) -> waiting.remove(correlation));
        return future;
    }

    private void poll() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                ReplyTo to = ReplyTo.of(record.key());
                CompletableFuture<byte[]> future =
                        to == null || to.door() != door ? null : waiting.get(to.correlation());
                if (future != null) {
                    future.complete(record.value());
                }
            }
        } catch (WakeupException e) {
            worker.interrupted(e);
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
