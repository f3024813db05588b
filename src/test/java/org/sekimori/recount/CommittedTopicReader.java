package org.sekimori.recount;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * All committed records of a topic, from its beginning to where it ended when reading began; within a partition in the
 * order of the log. Read while iterating, so that no more than a batch is in memory.
 */
final class CommittedTopicReader implements Iterator<TopicRecord>, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final long deadlineNanos;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final Set<TopicPartition> unread;
    private Iterator<ConsumerRecord<byte[], byte[]>> batch =
            List.<ConsumerRecord<byte[], byte[]>>of().iterator();

    private CommittedTopicReader(
            String topic, long deadlineNanos, KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.topic = topic;
        this.deadlineNanos = deadlineNanos;
        this.consumer = consumer;
        this.ends = ends;
        this.unread = new HashSet<>(ends.keySet());
    }

    /**
     * Begins to read.
     *
     * @param deadlineNanos when to give up, by {@link System#nanoTime()}
     */
    static CommittedTopicReader open(String bootstrap, String topic, long deadlineNanos) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new IllegalStateException("there is no topic " + topic + " at " + bootstrap);
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return new CommittedTopicReader(topic, deadlineNanos, consumer, consumer.endOffsets(partitions));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public boolean hasNext() {
        while (!batch.hasNext()) {
            // The position counts, not the last record: the log may end with the markers of transactions.
            unread.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            if (unread.isEmpty()) {
                return false;
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new IllegalStateException(topic + " was not read to its end in time; left are " + unread);
            }
            batch = consumer.poll(POLL).iterator();
        }
        return true;
    }

    @Override
    public TopicRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException(topic);
        }
        ConsumerRecord<byte[], byte[]> next = batch.next();
        return new TopicRecord(next.partition(), next.offset(), next.key(), next.value());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
