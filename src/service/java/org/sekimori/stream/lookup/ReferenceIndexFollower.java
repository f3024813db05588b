package org.sekimori.stream.lookup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.EventPosition;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.StateFolder;
import org.sekimori.stream.StateSampleHeader;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.consumer.CommittedRecordConsumer;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.json.LeadingFieldReader;
import org.sekimori.stream.lookup.ReferenceIndex.Batch;
import org.sekimori.stream.lookup.ReferenceIndex.UnusableIndexException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link ReferenceIndex} current: reads {@code decisions} and {@code events} of all partitions, whichever this instance
 * steps. It asks for what is new some times a second: a fetch that waits at the broker would be answered after every record, which
 * cost a quarter of the processor time of an answer. While it catches up it works a fifth of the time, to leave the rest to
 * decisions; the part not indexed yet is found by reading it.
 */
public final class ReferenceIndexFollower implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ReferenceIndexFollower.class);

    /** For a fetch that is under way, while there is a backlog. */
    private static final Duration BACKLOG_POLL = Duration.ofMillis(20);

    private static final long BETWEEN_POLLS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Duration BETWEEN_TIDYINGS = Duration.ofHours(1);
    private static final byte[] ANSWERED = "{\"type\":\"answered\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MISJUDGED = "{\"type\":\"origin_misjudged\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];
    private static final int BACKLOG = 500;
    private static final int REST_PER_WORK = 4;
    private static final long AFTER_DAMAGE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long MOST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final StreamSettings settings;
    private final Topics topics;
    private final Path folder;
    private final Clock clock;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final StateFolder state;
    private final RetryingThread worker;
    private volatile @Nullable ReferenceIndex index;
    private volatile Map<String, String> ids = Map.of();
    private Instant tidied = Instant.EPOCH;
    private boolean backlog;
    private boolean closing;

    public ReferenceIndexFollower(StreamSettings settings, Topics topics, Clock clock) {
        this.settings = settings;
        this.topics = topics;
        this.clock = clock;
        folder = settings.folder().resolve("index");
        state = new StateFolder(folder);
        Map<String, Object> properties = settings.clientProperties("index");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("max.poll.records", Integer.toString(CommittedRecordConsumer.BATCH));
        properties.put("fetch.max.bytes", Integer.toString(CommittedRecordConsumer.FETCHED));
        properties.put("fetch.max.wait.ms", "0");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new RetryingThread("sekimori-reference-index", this::turn, consumer::wakeup, this::release);
    }

    public void start() {
        worker.start();
    }

    /** The index as far as built; null while there is none. */
    @Nullable
    ReferenceIndex index() {
        return index;
    }

    /** How far a topic has been read into the index. */
    Map<Integer, Long> read(ReferenceIndex from, String topic) {
        return from.read(ids.getOrDefault(topic, topic));
    }

    /** Why it does not follow; empty if it does. */
    public String problem() {
        return worker.problem();
    }

    private void turn() {
        ReferenceIndex open = index;
        if (open == null) {
            open = begin();
            index = open;
        }
        try {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(backlog ? BACKLOG_POLL : Duration.ZERO);
            long began = System.nanoTime();
            if (!polled.nextOffsets().isEmpty()) {
                write(open, polled);
            }
            tidy(open);
            backlog = polled.count() >= BACKLOG;
            rest(backlog ? Math.min(MOST_REST_NANOS, (System.nanoTime() - began) * REST_PER_WORK) : BETWEEN_POLLS_NANOS);
        } catch (WakeupException e) {
            worker.interrupted(e);
        } catch (UnusableIndexException e) {
            logger.warn("{}", e.getMessage());
        } catch (RuntimeException e) {
            // Unwritten rows are read again: the next turn begins at the index's positions.
            index = null;
            open.close();
            throw e;
        }
        if (open.damaged()) {
            // After a full disk or damage the index is worthless: everything in it is on the log.
            logger.warn("The index in {} is made anew from the log", folder);
            index = null;
            open.close();
            state.delete();
            rest(AFTER_DAMAGE_NANOS);
        }
    }

    private synchronized void rest(long nanos) {
        try {
            if (!closing) {
                TimeUnit.NANOSECONDS.timedWait(this, nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ReferenceIndex begin() {
        List<TopicPartition> partitions = List.of(topics.decisions(), topics.events()).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        ids = topicIds();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        ReferenceIndex opened = open();
        try {
            Map<TopicPartition, Long> read = places(opened, partitions);
            if (read.entrySet().stream().anyMatch(one -> one.getValue() > ends.getOrDefault(one.getKey(), 0L))) {
                logger.warn("The index in {} knows more than the log has; it is made anew from the log", folder);
                opened.close();
                state.delete();
                opened = open();
                read = Map.of();
            }
            consumer.seekToBeginning(partitions);
            read.forEach(consumer::seek);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private ReferenceIndex open() {
        return state.openOrRebuild(() -> ReferenceIndex.open(folder));
    }

    private Map<TopicPartition, Long> places(ReferenceIndex from, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> places = new HashMap<>();
        for (String topic : Set.of(topics.decisions(), topics.events())) {
            Map<Integer, Long> read = read(from, topic);
            partitions.stream().filter(p -> p.topic().equals(topic)).forEach(p -> {
                Long place = read.get(p.partition());
                if (place != null) {
                    places.put(p, place);
                }
            });
        }
        return places;
    }

    /** Places are kept under the ids: of a topic that was deleted and made again nothing has been read. */
    private Map<String, String> topicIds() {
        Map<String, String> found = new HashMap<>();
        try (Admin admin = Admin.create(settings.clientProperties("index-admin"))) {
            admin.describeTopics(List.of(topics.decisions(), topics.events()))
                    .allTopicNames()
                    .get()
                    .forEach((topic, about) -> found.put(topic, about.topicId().toString()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics of the log cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the topics were described", e);
        }
        return found;
    }

    private void write(ReferenceIndex to, ConsumerRecords<byte[], byte[]> polled) {
        try (Batch batch = to.batch()) {
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                if (record.value() == null) {
                    continue;
                }
                if (record.topic().equals(topics.decisions())) {
                    decision(batch, record);
                } else {
                    entry(batch, record);
                }
            }
            polled.nextOffsets()
                    .forEach((partition, next) -> batch.read(
                            ids.getOrDefault(partition.topic(), partition.topic()),
                            partition.partition(),
                            next.offset()));
            batch.write();
        }
    }

    private static void decision(Batch batch, ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> names = LeadingFieldReader.of(record.value(), Set.of("reference", "event_id"));
        add(batch, ReferenceIndexRow.Kind.REFERENCE, names.get("reference"), record, NOTHING);
        add(batch, ReferenceIndexRow.Kind.EVENT, names.get("event_id"), record, NOTHING);
        String account = account(record);
        add(batch, ReferenceIndexRow.Kind.DECISION, account, record, NOTHING);
        EventPosition event = EventPosition.of(record.headers());
        if (event != null && account != null && StateSampleHeader.of(record.headers()) != null) {
            batch.add(
                    new ReferenceIndexRow(
                            ReferenceIndexRow.Kind.STATE,
                            ReferenceIndexRow.name(account),
                            event.partition(),
                            event.offset()),
                    time(record),
                    ByteBuffer.allocate(8).putLong(record.offset()).array());
        }
    }

    private static void entry(Batch batch, ConsumerRecord<byte[], byte[]> record) {
        if (LogReplay.isActivation(record.value())) {
            batch.add(
                    new ReferenceIndexRow(ReferenceIndexRow.Kind.ACTIVATION, 0, record.partition(), record.offset()),
                    time(record),
                    NOTHING);
            return;
        }
        add(batch, ReferenceIndexRow.Kind.ENTRY, account(record), record, answered(record.value()));
        if (startsWith(record.value(), MISJUDGED)) {
            String reference =
                    LeadingFieldReader.of(record.value(), Set.of("reference")).get("reference");
            add(batch, ReferenceIndexRow.Kind.MISJUDGED, reference, record, NOTHING);
        }
    }

    private static boolean startsWith(byte[] value, byte[] start) {
        return value.length > start.length && Arrays.equals(value, 0, start.length, start, 0, start.length);
    }

    /** Of an endpoint's answer, four octets of the event's name: an account may have very many of these. */
    private static byte[] answered(byte[] value) {
        if (!startsWith(value, ANSWERED)) {
            return NOTHING;
        }
        String event = LeadingFieldReader.of(value, Set.of("event_id")).get("event_id");
        return event == null ? NOTHING : answerTo(event);
    }

    /** The value of the row of an answer to an event. */
    static byte[] answerTo(String event) {
        return ByteBuffer.allocate(4)
                .putInt((int) ReferenceIndexRow.name(event))
                .array();
    }

    private static @Nullable String account(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
    }

    private static void add(
            Batch batch,
            ReferenceIndexRow.Kind kind,
            @Nullable String name,
            ConsumerRecord<byte[], byte[]> record,
            byte[] value) {
        if (name != null) {
            batch.add(
                    new ReferenceIndexRow(kind, ReferenceIndexRow.name(name), record.partition(), record.offset()),
                    time(record),
                    value);
        }
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** Drops the days that the log has no more. */
    private void tidy(ReferenceIndex open) {
        Instant now = clock.instant();
        if (now.isBefore(tidied.plus(BETWEEN_TIDYINGS))) {
            return;
        }
        Map<TopicPartition, Long> all = new HashMap<>();
        consumer.assignment().forEach(partition -> all.put(partition, 0L));
        Instant first = consumer.offsetsForTimes(all).values().stream()
                .filter(Objects::nonNull)
                .map(OffsetAndTimestamp::timestamp)
                .map(Instant::ofEpochMilli)
                .min(Instant::compareTo)
                .orElse(now);
        open.forgetBefore(first);
        tidied = now;
    }

    private void release() {
        ReferenceIndex open = index;
        index = null;
        if (open != null) {
            open.close();
        }
        consumer.close();
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        worker.close();
    }
}
