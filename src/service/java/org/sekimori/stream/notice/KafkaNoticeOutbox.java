package org.sekimori.stream.notice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.UnreadableRecordHandler;
import org.sekimori.stream.json.OwnerQuestionJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox in the topic {@code notices}. The consumer group assigns its only partition to one instance, which starts a
 * transactional producer that fences its predecessors, and only then reads the topic to its end: so it misses no record of
 * theirs, and their later writes fail. Offsets of {@code questions} are records of the same topic, so that they move together.
 */
public final class KafkaNoticeOutbox implements NoticeOutbox {

    private static final Logger logger = LoggerFactory.getLogger(KafkaNoticeOutbox.class);
    private static final String NAME = "followup";
    private static final String UNKNOWN = "unknown";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StreamSettings settings;
    private final UnreadableRecordHandler unreadable;
    private final Topics topics;
    private final TopicPartition only;
    private final KafkaConsumer<byte[], byte[]> seat;
    private final Map<String, NoticeRecord> entries = new HashMap<>();
    private final Map<TopicPartition, Long> places = new HashMap<>();
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable KafkaConsumer<byte[], byte[]> questions;
    private final Set<TopicPartition> moved = new HashSet<>();
    private boolean assigned;
    private long term;

    private KafkaNoticeOutbox(StreamSettings settings, UnreadableRecordHandler unreadable) {
        this.settings = settings;
        this.unreadable = unreadable;
        topics = new Topics(settings.prefix());
        only = new TopicPartition(topics.notices(), 0);
        Map<String, Object> properties = reading(NAME);
        properties.put("group.id", settings.prefix() + NAME);
        // An instance that was killed and comes back takes its place again at once.
        properties.put("group.instance.id", settings.instance() + "-" + NAME);
        properties.put("session.timeout.ms", "10000");
        properties.put("heartbeat.interval.ms", "2000");
        seat = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        seat.subscribe(List.of(topics.notices()), new LeadershipListener());
    }

    /**
     * Opens the outbox of an installation; no instance leads before {@link #lead}.
     *
     * @param unreadable handles records that this version cannot read
     */
    public static KafkaNoticeOutbox open(StreamSettings settings, UnreadableRecordHandler unreadable) {
        return new KafkaNoticeOutbox(settings, unreadable);
    }

    private Map<String, Object> reading(String role) {
        Map<String, Object> properties = settings.clientProperties(role);
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        return properties;
    }

    private final class LeadershipListener implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            assigned = false;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned |= partitions.contains(only);
        }
    }

    @Override
    public boolean lead(Duration patience) {
        // This consumer only holds the assignment: another one reads the records at the beginning of a term.
        seat.pause(seat.assignment());
        seat.poll(patience);
        if (!assigned) {
            resign();
            return false;
        }
        if (producer == null) {
            begin();
        }
        return true;
    }

    private void begin() {
        Map<String, Object> writing = settings.producerProperties(NAME + "-writer");
        writing.put("transactional.id", settings.prefix() + NAME);
        writing.put("transaction.timeout.ms", "30000");
        KafkaProducer<byte[], byte[]> fresh =
                new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            fresh.initTransactions();
            load();
            questions = openQuestions();
            producer = fresh;
            term++;
            logger.info("This instance sends the notices; the ledger has {} entries", entries.size());
        } finally {
            if (producer == null) {
                fresh.close(Duration.ZERO);
            }
        }
    }

    private void load() {
        entries.clear();
        places.clear();
        moved.clear();
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                reading(NAME + "-reader"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(only);
            reader.assign(partition);
            reader.seekToBeginning(partition);
            long end = reader.endOffsets(partition).getOrDefault(only, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (reader.position(only) < end) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "could not read " + topics.notices() + " to its end within " + PATIENCE);
                }
                reader.poll(Duration.ofMillis(200)).forEach(record -> take(record, unreadable, entries, this::place));
            }
        }
    }

    private void place(int partition, long next) {
        places.put(new TopicPartition(topics.questions(), partition), next);
    }

    /** Receives the read offset of a partition of {@code questions}. */
    public interface OffsetHandler {
        void next(int partition, long next);
    }

    /**
     * Applies a record. An unreadable notice counts as finished: a later version may have sent it. An unreadable offset leaves
     * the previous one.
     */
    public static void take(
            ConsumerRecord<byte[], byte[]> record,
            UnreadableRecordHandler unreadable,
            Map<String, NoticeRecord> entries,
            OffsetHandler place) {
        boolean read = unreadable.read(record, one -> {
            String key = UnreadableRecordHandler.key(one);
            if (NoticeRecordJson.isPlace(key)) {
                if (one.value() != null) {
                    place.next(NoticeRecordJson.placeOf(key), NoticeRecordJson.readPlace(one.value()));
                }
            } else if (one.value() == null) {
                entries.remove(key);
            } else {
                entries.put(key, NoticeRecordJson.read(one.value()));
            }
        });
        if (!read && record.key() != null && !NoticeRecordJson.isPlace(UnreadableRecordHandler.key(record))) {
            String key = UnreadableRecordHandler.key(record);
            Instant at = Instant.ofEpochMilli(record.timestamp());
            entries.put(
                    key,
                    NoticeRecord.due(key, UNKNOWN, UNKNOWN, null, "", at, new TreeMap<>())
                            .ended(NoticeRecord.State.DROPPED, at, "this version cannot read it"));
        }
    }

    private KafkaConsumer<byte[], byte[]> openQuestions() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                reading(NAME + "-questions"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topics.questions()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        places.forEach((partition, place) -> {
            if (partitions.contains(partition)) {
                consumer.seek(partition, place);
            }
        });
        return consumer;
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public Map<String, NoticeRecord> entries() {
        return Collections.unmodifiableMap(entries);
    }

    @Override
    public List<OwnerQuestionRaised> questions(int most) {
        List<OwnerQuestionRaised> asked = new ArrayList<>();
        KafkaConsumer<byte[], byte[]> reader = leading(questions);
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(50))) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (asked.size() == most) {
                // Fetched and unused records are fetched again.
                if (places.getOrDefault(partition, 0L) <= record.offset()) {
                    reader.seek(partition, Math.min(reader.position(partition), record.offset()));
                }
                continue;
            }
            places.put(partition, record.offset() + 1);
            moved.add(partition);
            unreadable.read(record, one -> asked.add(OwnerQuestionJson.read(one.value())));
        }
        return asked;
    }

    @Override
    public void write(Collection<NoticeRecord> changed, Collection<String> forgotten) {
        KafkaProducer<byte[], byte[]> writer = leading(producer);
        try {
            writer.beginTransaction();
            changed.forEach(entry -> writer.send(record(entry.key(), NoticeRecordJson.write(entry))));
            forgotten.forEach(key -> writer.send(record(key, null)));
            moved.forEach(partition -> writer.send(record(
                    NoticeRecordJson.place(partition.partition()),
                    NoticeRecordJson.writePlace(places.getOrDefault(partition, 0L)))));
            writer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            resign();
            throw new LeadLostException(e);
        } catch (KafkaException e) {
            // The result is read again, under another epoch.
            resign();
            throw e;
        }
        moved.clear();
        changed.forEach(entry -> entries.put(entry.key(), entry));
        forgotten.forEach(entries::remove);
    }

    private ProducerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(topics.notices(), 0, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static <T> T leading(@Nullable T client) {
        if (client == null) {
            throw new IllegalStateException("only the instance that leads may do this");
        }
        return client;
    }

    private void resign() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
        if (questions != null) {
            questions.close();
            questions = null;
        }
        entries.clear();
    }

    @Override
    public void close() {
        resign();
        seat.close();
    }
}
