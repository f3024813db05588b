package org.sekimori.stream.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sekimori.stream.LogClientSettings;

/**
 * Reads all partitions of any topic from positions that the caller keeps, without a consumer group. All but {@link #wakeUp} is
 * called by one thread.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(10);

    /** How long partitions that were added to the topic may go unnoticed. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> next;
    private final boolean fromBeginning;
    private boolean first;
    private long looked;
    private boolean gap;

    /**
     * A record.
     *
     * @param written its time: the broker's, or that of its producer
     */
    public record TopicRecord(int partition, long offset, Instant written, byte[] value) {}

    /**
     * A reader; connects when it is first polled.
     *
     * @param next the next offset of each partition; partitions that it lacks are read from the beginning, unless it is empty
     * @param fromBeginning where to begin if {@code next} is empty
     */
    public TopicReader(LogClientSettings log, String topic, Map<Integer, Long> next, boolean fromBeginning) {
        this.topic = topic;
        this.next = new TreeMap<>(next);
        this.fromBeginning = fromBeginning;
        this.first = next.isEmpty();
        Map<String, Object> properties = log.properties();
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "none");
        properties.put("enable.auto.commit", "false");
        properties.put("allow.auto.create.topics", "false");
        properties.put("max.poll.records", "2000");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Reads the next records.
     *
     * @return how many
     * @throws KafkaException if the broker does not answer or the topic is missing; the next call goes on where this one stopped
     */
    public int poll(Duration wait, Consumer<TopicRecord> records) {
        try {
            assign();
            int count = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                next.put(record.partition(), record.offset() + 1);
                if (record.value() != null) {
                    records.accept(new TopicRecord(
                            record.partition(),
                            record.offset(),
                            Instant.ofEpochMilli(record.timestamp()),
                            record.value()));
                    count++;
                }
            }
            return count;
        } catch (WakeupException e) {
            return 0;
        } catch (OffsetOutOfRangeException e) {
            outOfRange(e);
            return 0;
        }
    }

    /** What was kept is gone: read on with the oldest that is there. */
    private void outOfRange(OffsetOutOfRangeException e) {
        gap = true;
        Map<TopicPartition, Long> oldest = consumer.beginningOffsets(e.partitions(), CALL);
        oldest.forEach((partition, offset) -> {
            consumer.seek(partition, offset);
            next.put(partition.partition(), offset);
        });
    }

    private void assign() {
        long now = System.nanoTime();
        if (!consumer.assignment().isEmpty() && now - looked < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, CALL);
        if (partitions == null || partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        looked = now;
        if (consumer.assignment().size() == partitions.size()) {
            return;
        }
        List<TopicPartition> all = partitions.stream()
                .map(one -> new TopicPartition(topic, one.partition()))
                .toList();
        Map<TopicPartition, Long> begin =
                first && !fromBeginning ? consumer.endOffsets(all, CALL) : consumer.beginningOffsets(all, CALL);
        consumer.assign(all);
        for (TopicPartition partition : all) {
            long offset = next.computeIfAbsent(partition.partition(), key -> begin.getOrDefault(partition, 0L));
            consumer.seek(partition, offset);
        }
        first = false;
    }

    /** The next offset of each partition. */
    public Map<Integer, Long> next() {
        return Map.copyOf(next);
    }

    /** Records that are not read yet, as of the last fetches. */
    public long lag() {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    /** Whether records were deleted before they were read, since this was last asked. */
    public boolean gap() {
        boolean was = gap;
        gap = false;
        return was;
    }

    /** Ends a waiting {@link #poll}. From any thread. */
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
