package org.sekimori.stream.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.DeadLetterJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log's committed records for one follower, shared among the instances of the same name: each record goes to one of
 * them, again after a crash, in the order of its partition. {@link #commit} marks records as done; others come again.
 * Single-threaded.
 */
public final class CommittedRecordConsumer implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(CommittedRecordConsumer.class);

    /** Even if each is about a thousand recipients, they fit into the memory of a small service. */
    public static final int BATCH = 2_000;

    public static final int FETCHED = 8 << 20;
    private static final byte[] ANSWERED = "{\"type\":\"answered\"".getBytes(StandardCharsets.US_ASCII);

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final DecisionEventJoiner events;
    private final Map<String, CommittedRecord.From> followed;
    private final Map<String, String> topicIds;
    private boolean waiting;

    private CommittedRecordConsumer(StreamSettings settings, Topics topics, String name, Map<String, String> topicIds) {
        this.topics = topics;
        this.topicIds = topicIds;
        followed = Map.of(
                topics.decisions(), CommittedRecord.From.DECISIONS,
                topics.events(), CommittedRecord.From.ANSWERS,
                topics.grants(), CommittedRecord.From.GRANTS,
                topics.cases(), CommittedRecord.From.CASES,
                topics.audit(), CommittedRecord.From.AUDIT,
                topics.deadLetters(), CommittedRecord.From.DEAD_LETTERS);
        Map<String, Object> properties = settings.clientProperties(name);
        properties.put("group.id", settings.prefix() + name);
        // An instance that was killed and comes back takes its place again at once.
        properties.put("group.instance.id", settings.instance() + "-" + name);
        properties.put("session.timeout.ms", "10000");
        properties.put("heartbeat.interval.ms", "2000");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("max.poll.records", Integer.toString(BATCH));
        // Bounded in octets, too: a decision on a thousand recipients is large.
        properties.put("fetch.max.bytes", Integer.toString(FETCHED));
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                settings.producerProperties(name + "-dead-letters"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        events = new DecisionEventJoiner(settings, topics, name + "-events");
        consumer.subscribe(followed.keySet(), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // Uncommitted records go to the next owner.
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                if (waiting) {
                    consumer.pause(partitions);
                }
            }
        });
    }

    /**
     * Follows from where the followers of this name were last, from the beginning at first.
     *
     * @param name of the follower, such as {@code archive}; the consumer group is named after it
     */
    public static CommittedRecordConsumer open(StreamSettings settings, String name) throws InterruptedException {
        Topics topics = new Topics(settings.prefix());
        return new CommittedRecordConsumer(settings, topics, name, topicIds(settings, topics));
    }

    private static Map<String, String> topicIds(StreamSettings settings, Topics topics) throws InterruptedException {
        List<String> names = List.of(
                topics.decisions(),
                topics.events(),
                topics.grants(),
                topics.cases(),
                topics.audit(),
                topics.deadLetters());
        Map<String, String> ids = new HashMap<>();
        try (Admin admin = Admin.create(settings.clientProperties("admin"))) {
            admin.describeTopics(names)
                    .allTopicNames()
                    .get()
                    .forEach((topic, about) -> ids.put(topic, about.topicId().toString()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics of the log cannot be read: " + e.getCause(), e);
        }
        return ids;
    }

    /** Records read together, and the positions after them. */
    public record Batch(List<CommittedRecord> records, Map<?, ?> places) {
        /** Whether there is nothing in it, not even a place to move on to. */
        public boolean isEmpty() {
            return places.isEmpty();
        }
    }

    /**
     * The next records; empty if none arrive in time.
     *
     * @param patience how long to wait for the first
     */
    public Batch next(Duration patience) {
        if (waiting) {
            consumer.resume(consumer.paused());
            waiting = false;
        }
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(patience);
        try {
            // Without records the place still moves over the marks of transactions.
            return new Batch(records(polled), polled.nextOffsets());
        } catch (RuntimeException e) {
            // Nothing of it was given out, so all of it must come again.
            polled.partitions()
                    .forEach(partition -> consumer.seek(
                            partition, polled.records(partition).get(0).offset()));
            throw e;
        }
    }

    private List<CommittedRecord> records(ConsumerRecords<byte[], byte[]> polled) {
        List<ConsumerRecord<byte[], byte[]>> decisions = new ArrayList<>();
        polled.records(topics.decisions()).forEach(decisions::add);
        Map<ConsumerRecord<byte[], byte[]>, CommittedRecord.Event> found = events.of(decisions);
        List<CommittedRecord> records = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            CommittedRecord.From from = followed.get(record.topic());
            if (from != null && (from != CommittedRecord.From.ANSWERS || isAnswer(record.value()))) {
                records.add(committed(from, record, found.get(record)));
            }
        }
        return records;
    }

    private CommittedRecord committed(
            CommittedRecord.From from, ConsumerRecord<byte[], byte[]> record, CommittedRecord.@Nullable Event event) {
        return new CommittedRecord(
                from,
                topicIds.getOrDefault(record.topic(), record.topic()),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                record.value(),
                event);
    }

    /** The type is the first property of an entry. */
    private static boolean isAnswer(byte @Nullable [] value) {
        return value != null
                && value.length > ANSWERED.length
                && Arrays.equals(value, 0, ANSWERED.length, ANSWERED, 0, ANSWERED.length);
    }

    /** Says that these are done with and need not come again. */
    public void commit(Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        batch.places().forEach((partition, place) -> places.put((TopicPartition) partition, (OffsetAndMetadata) place));
        try {
            consumer.commitSync(places);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            logger.info("Partitions went to another follower, which does these records again: {}", e.getMessage());
        }
    }

    /** Says that this follower lives, while it cannot take more. To be called at least once a minute between batches. */
    public void keepAlive() {
        if (!waiting) {
            waiting = true;
            consumer.pause(consumer.assignment());
        }
        consumer.poll(Duration.ZERO);
    }

    /**
     * Turns a record that its follower can never use into a dead letter.
     *
     * @param reason one sentence on the fault
     */
    public void deadLetter(CommittedRecord record, String reason) {
        String place = name(record.from()) + "-" + record.partition() + "@" + record.offset();
        // With the record's own time, so that a repetition is identical.
        byte[] deadLetter = DeadLetterJson.write(record.appended(), place, reason, "");
        ProducerRecord<byte[], byte[]> sent =
                new ProducerRecord<>(topics.deadLetters(), place.getBytes(StandardCharsets.UTF_8), deadLetter);
        try {
            producer.send(sent).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the log did not take a dead letter: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a dead letter was written", e);
        }
    }

    private String name(CommittedRecord.From from) {
        for (Map.Entry<String, CommittedRecord.From> entry : followed.entrySet()) {
            if (entry.getValue() == from) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("not followed: " + from);
    }

    /** Number of uncommitted records in its partitions; queries the log. */
    public long lag() {
        Set<TopicPartition> own = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> done = consumer.committed(own);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(own);
        long sum = 0;
        for (Map.Entry<TopicPartition, Long> end : consumer.endOffsets(own).entrySet()) {
            OffsetAndMetadata place = done.get(end.getKey());
            long from = place == null ? first.getOrDefault(end.getKey(), 0L) : place.offset();
            sum += Math.max(0, end.getValue() - from);
        }
        return sum;
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        events.close();
    }
}
