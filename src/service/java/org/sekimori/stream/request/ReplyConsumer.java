package org.sekimori.stream.request;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.StreamSettings;

/**
 * Reads the replies to this instance before they are committed: a committed read takes up to a commit interval. A step repeated
 * after a crash gives the same reply, because it reads the same log.
 */
final class ReplyConsumer implements AutoCloseable {

    private final long door;
    private final TopicPartition partition;
    private final ReplyHandler taker;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RetryingThread worker;

    /** Gets each reply to this instance, on the reader's thread; must not wait. */
    interface ReplyHandler {
        void reply(long correlation, byte[] reply);
    }

    ReplyConsumer(StreamSettings settings, String topic, int slot, long door, ReplyHandler taker) {
        this.door = door;
        this.partition = new TopicPartition(topic, slot);
        this.taker = taker;
        Map<String, Object> properties = settings.clientProperties("replies");
        properties.put("isolation.level", "read_uncommitted");
        properties.put("auto.offset.reset", "latest");
        properties.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new RetryingThread("sekimori-replies", this::poll, consumer::wakeup, consumer::close);
    }

    /** Starts at the current end. */
    void start() {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
        worker.start();
    }

    private void poll() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                ReplyAddress to = ReplyAddress.of(record.key());
                if (to != null && to.door() == door) {
                    taker.reply(to.correlation(), record.value());
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
