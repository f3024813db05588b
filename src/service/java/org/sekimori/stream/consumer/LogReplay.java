package org.sekimori.stream.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.Account;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.AppendTimeExtractor;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.SourcePosition;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.AccountHomeJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.json.UnreadableRecordException;

/**
 * Reads the log again from its beginning to its end at the start: the entries as the step took them, without dead letters and
 * repetitions. One partition after the other, so the entries of an account are in order, and activations are where they were for
 * its partition.
 *
 * <p>All methods block, and throw {@link IllegalStateException} if the log cannot be read for 30 seconds.
 */
public final class LogReplay implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public LogReplay(LogClientSettings log) {
        topics = new Topics(log.prefix());
        Map<String, Object> properties = log.properties();
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("max.poll.records", "5000");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The entries about all accounts.
     *
     * @param visitor gets the partition and each entry, activations included
     * @param progress gets the number of records read, now and then
     */
    public void entries(BiConsumer<Integer, LogEntry> visitor, LongConsumer progress) {
        for (TopicPartition partition : partitions(topics.events())) {
            entries(partition, null, visitor, progress);
        }
    }

    /**
     * The undecoded entries of all accounts and partitions; those of a partition in order. For decoding on several threads.
     *
     * @param visitor receives the partition and the entry's bytes, activations included
     * @param progress receives the number of records read, now and then
     */
    public void records(BiConsumer<Integer, byte[]> visitor, LongConsumer progress) {
        Map<Integer, Map<Integer, Long>> seen = new HashMap<>();
        read(partitions(topics.events()), progress, record -> {
            if (isNew(record, seen.computeIfAbsent(record.partition(), key -> new HashMap<>()))) {
                visitor.accept(record.partition(), record.value());
            }
        });
    }

    /** How many records the log of entries has now, about: those that belong to transactions only are among them. */
    public long size() {
        List<TopicPartition> partitions = partitions(topics.events());
        try {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            return consumer.endOffsets(partitions).entrySet().stream()
                    .mapToLong(end -> end.getValue() - begins.getOrDefault(end.getKey(), 0L))
                    .sum();
        } catch (KafkaException e) {
            throw new IllegalStateException("cannot read " + topics.events() + ": " + e.getMessage(), e);
        }
    }

    /** The entries about one account, and the activations between them. */
    public void entriesOf(Account account, Consumer<LogEntry> visitor, LongConsumer progress) {
        byte[] key = key(account);
        int partition = partition(key, partitions(topics.events()).size());
        entries(new TopicPartition(topics.events(), partition), key, (where, entry) -> visitor.accept(entry), progress);
    }

    private void entries(
            TopicPartition partition,
            byte @Nullable [] key,
            BiConsumer<Integer, LogEntry> visitor,
            LongConsumer progress) {
        Map<Integer, Long> seen = new HashMap<>();
        read(List.of(partition), progress, record -> {
            if (!isNew(record, seen)) {
                return;
            }
            boolean wanted = key == null || Arrays.equals(key, record.key());
            if (wanted || isActivation(record.value())) {
                LogEntry entry = entry(record);
                if (entry != null && (wanted || entry instanceof LogEntry.RulebookActivation)) {
                    visitor.accept(partition.partition(), entry);
                }
            }
        });
    }

    /** Whether a record is not a follower's repetition after a crash, which is not stepped again. */
    public static boolean isNew(ConsumerRecord<byte[], byte[]> record, Map<Integer, Long> seen) {
        SourcePosition source = SourcePosition.of(record.headers());
        if (source == null) {
            return true;
        }
        if (source.offset() <= seen.getOrDefault(source.partition(), -1L)) {
            return false;
        }
        seen.put(source.partition(), source.offset());
        return true;
    }

    /** Whether an entry is an activation; avoids parsing other accounts' entries, since the type comes first. */
    public static boolean isActivation(byte[] value) {
        String start = new String(value, 0, Math.min(value.length, 40), StandardCharsets.ISO_8859_1);
        return start.contains("rulebook_activated");
    }

    private static @Nullable LogEntry entry(ConsumerRecord<byte[], byte[]> record) {
        try {
            return AppendTimeExtractor.arrived(EntryJson.read(record.value()), record.timestamp());
        } catch (UnreadableRecordException e) {
            // The step made it a dead letter with this reason.
            return null;
        }
    }

    /** Every committed decision as JSON; those of one account in order. */
    public void decisions(Consumer<byte[]> visitor, LongConsumer progress) {
        decisions(Instant.EPOCH, visitor, progress);
    }

    /** The same without those that were written to the log before a time. */
    public void decisions(Instant from, Consumer<byte[]> visitor, LongConsumer progress) {
        read(partitions(topics.decisions()), from, progress, record -> visitor.accept(record.value()));
    }

    /** Every committed decision with its partition, which is that of its entry; those of a partition in the order of its entries. */
    public void decisions(BiConsumer<Integer, byte[]> visitor, LongConsumer progress) {
        read(partitions(topics.decisions()), progress, record -> visitor.accept(record.partition(), record.value()));
    }

    /**
     * Every committed decision on the log; those of one account in order.
     *
     * @param from skips those written before
     * @param only account; null for all
     */
    public void decisionRecords(
            Instant from, @Nullable Account only, Consumer<PositionedRecord> visitor, LongConsumer progress) {
        stored(topics.decisions(), from, only, visitor, progress);
    }

    /** The same for all records of {@code events}, valid or not. */
    public void eventRecords(
            Instant from, @Nullable Account only, Consumer<PositionedRecord> visitor, LongConsumer progress) {
        stored(topics.events(), from, only, visitor, progress);
    }

    /** Records of {@code events} from given offsets on, in those partitions alone. */
    public void eventRecordsFrom(
            Map<Integer, Long> offsets, Consumer<PositionedRecord> visitor, LongConsumer progress) {
        recordsFrom(topics.events(), offsets, visitor, progress);
    }

    /** Committed records of {@code decisions} from given offsets on, in those partitions alone. */
    public void decisionRecordsFrom(
            Map<Integer, Long> offsets, Consumer<PositionedRecord> visitor, LongConsumer progress) {
        recordsFrom(topics.decisions(), offsets, visitor, progress);
    }

    private void recordsFrom(
            String topic, Map<Integer, Long> offsets, Consumer<PositionedRecord> visitor, LongConsumer progress) {
        List<TopicPartition> partitions = offsets.keySet().stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
        if (!partitions.isEmpty()) {
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, offsets.getOrDefault(partition.partition(), 0L)));
            readOn(partitions, progress, record -> visitor.accept(PositionedRecord.of(record)));
        }
    }

    /** For each partition of {@code events} the first offset that retention has left. */
    public Map<Integer, Long> eventBegins() {
        Map<Integer, Long> begins = new HashMap<>();
        try {
            consumer.beginningOffsets(partitions(topics.events()))
                    .forEach((partition, offset) -> begins.put(partition.partition(), offset));
        } catch (KafkaException e) {
            throw new IllegalStateException("cannot read " + topics.events() + ": " + e.getMessage(), e);
        }
        return begins;
    }

    private void stored(
            String topic,
            Instant from,
            @Nullable Account only,
            Consumer<PositionedRecord> visitor,
            LongConsumer progress) {
        List<TopicPartition> partitions = partitions(topic);
        if (only != null) {
            partitions = List.of(new TopicPartition(topic, partition(key(only), partitions.size())));
        }
        byte @Nullable [] key = only == null ? null : key(only);
        read(partitions, from, progress, record -> {
            if (record.value() != null && (key == null || Arrays.equals(key, record.key()))) {
                visitor.accept(PositionedRecord.of(record));
            }
        });
    }

    private static byte[] key(Account account) {
        return account.name().getBytes(StandardCharsets.UTF_8);
    }

    private static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /**
     * The text of a rulebook that was in force.
     *
     * @throws IllegalStateException if the log does not have it
     */
    public RulebookFiles rulebook(String id) {
        byte[] key = id.getBytes(StandardCharsets.US_ASCII);
        List<byte[]> found = new ArrayList<>();
        read(partitions(topics.rulebooks()), count -> {}, record -> {
            if (Arrays.equals(key, record.key()) && record.value() != null) {
                found.add(record.value());
            }
        });
        if (found.isEmpty()) {
            throw new IllegalStateException("rulebook " + id + " is not on " + topics.rulebooks());
        }
        return RulebookJson.readFiles(found.get(found.size() - 1));
    }

    /** The homes that accounts have of their own now, by name of the account. */
    public Map<String, AccountHomeOverride> homes() {
        Map<String, AccountHomeOverride> homes = new HashMap<>();
        read(partitions(topics.homes()), count -> {}, record -> {
            String account = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                homes.remove(account);
            } else {
                homes.put(account, AccountHomeJson.read(record.value()));
            }
        });
        return homes;
    }

    private List<TopicPartition> partitions(String topic) {
        try {
            return consumer.partitionsFor(topic, PATIENCE).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
        } catch (KafkaException e) {
            throw new IllegalStateException("cannot read " + topic + ": " + e.getMessage(), e);
        }
    }

    private void read(
            List<TopicPartition> partitions, LongConsumer progress, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        read(partitions, Instant.EPOCH, progress, visitor);
    }

    private void read(
            List<TopicPartition> partitions,
            Instant from,
            LongConsumer progress,
            Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        consumer.assign(partitions);
        seek(partitions, from);
        readOn(partitions, progress, visitor);
    }

    /** Reads each partition from its position to its current end. */
    private void readOn(
            List<TopicPartition> partitions, LongConsumer progress, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long count = 0;
        long last = System.nanoTime();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            long before = count;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                // A record without a value is foreign; on events, the step has made it a dead letter.
                if (record.value() != null && record.offset() < ends.getOrDefault(partition, 0L)) {
                    visitor.accept(record);
                }
                count++;
            }
            if (count > before) {
                last = System.nanoTime();
                progress.accept(count);
            } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new IllegalStateException("nothing came from " + partitions + " for " + PATIENCE.toSeconds()
                        + " s; is the log reachable?");
            }
        }
    }

    private void seek(List<TopicPartition> partitions, Instant from) {
        consumer.seekToBeginning(partitions);
        if (from.equals(Instant.EPOCH)) {
            return;
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = offsets.get(partition);
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
