package org.sekimori.stream.rulebook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.stream.CompactedTopicLookup;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.AuditJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.json.UnreadableRecordException;
import org.sekimori.stream.rulebook.RulebookHmacKeys.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Activates rulebooks: writes the record in {@code rulebooks}, an activation on every partition of {@code events}, and a line in
 * {@code audit} in one transaction, so that either all accounts follow or none. All instances write under one transactional id: a
 * later one fences the earlier, so no change is lost.
 */
public final class ActivationLog {

    private static final Logger logger = LoggerFactory.getLogger(ActivationLog.class);

    public static final byte[] IN_FORCE = "in-force".getBytes(StandardCharsets.US_ASCII);

    private static final Map<String, Object> AUDIT_BOUNDS = Map.of(
            "max.block.ms", "5000", "linger.ms", "0", "request.timeout.ms", "4000", "delivery.timeout.ms", "5000");

    private static final int TRIES = 5;

    private final StreamSettings settings;
    private final Topics topics;
    private final RulebookHmacKeys keys;

    ActivationLog(StreamSettings settings, Topics topics, RulebookHmacKeys keys) {
        this.settings = settings;
        this.topics = topics;
        this.keys = keys;
    }

    /**
     * The last activation; empty on a new log. With keys, an instance's last activation: records without a valid MAC are skipped,
     * and so are replayed ones.
     *
     * @throws IllegalStateException if a later version wrote it and this one cannot read it
     */
    Optional<RulebookHistory> inForce() {
        if (!keys.required()) {
            return inForce(record -> true);
        }
        Instant[] newest = {Instant.MIN};
        return inForce(record -> {
            if (!keys.verify(record.headers(), Kind.IN_FORCE, settings.prefix(), record.key(), record.value())) {
                return false;
            }
            Instant time = RulebookJson.readHistory(record.value()).now().time();
            boolean later = time.isAfter(newest[0]);
            newest[0] = later ? time : newest[0];
            return later;
        });
    }

    /** The last activation, authenticated or not. */
    Optional<RulebookHistory> unverifiedInForce() {
        return inForce(record -> true);
    }

    private Optional<RulebookHistory> inForce(Predicate<ConsumerRecord<byte[], byte[]>> counts) {
        try {
            return CompactedTopicLookup.find(settings, topics.rulebooks(), IN_FORCE, counts)
                    .map(RulebookJson::readHistory);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(unreadable(e), e);
        }
    }

    /** Refuses to change an unreadable record: that would drop fields of a later version. */
    static String unreadable(UnreadableRecordException e) {
        return "which rulebook is in force stands on the log in a form that this version cannot read (" + e.getMessage()
                + "); run the version that wrote it";
    }

    /** Stores the text of a rulebook under its id; nothing follows from that yet. */
    void store(RulebookFiles rulebook) {
        write(rulebook.id(), RulebookJson.write(rulebook));
    }

    /** Takes the text of a rulebook away that was stored and is not to be used. */
    void forget(String rulebook) {
        write(rulebook, null);
    }

    private void write(String id, byte @Nullable [] text) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                settings.producerProperties("rulebook"), new ByteArraySerializer(), new ByteArraySerializer())) {
            var written = producer.send(
                    signed(Kind.TEXT, topics.rulebooks(), null, id.getBytes(StandardCharsets.US_ASCII), text));
            producer.flush();
            written.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rulebook " + id + " was written", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("rulebook " + id + " was not written: " + e.getCause(), e);
        }
    }

    private ProducerRecord<byte[], byte[]> signed(
            Kind kind, String topic, @Nullable Integer partition, byte[] key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, value);
        keys.sign(record.headers(), kind, settings.prefix(), key, value);
        return record;
    }

    /**
     * Audits the refusal of a rulebook.
     *
     * @param rulebook its id; empty without one
     */
    void refused(String by, String rulebook, RulebookProblem first, Instant time) {
        byte[] line = AuditJson.writeRefused(by, rulebook, first, time);
        byte[] key = rulebook.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> properties = settings.producerProperties("audit");
        // Who is refused waits for it, and a log that is away shall not hold them.
        properties.putAll(AUDIT_BOUNDS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.audit(), key, line), (written, failure) -> {
                if (failure != null) {
                    logger.error("The audit trail lacks that a rulebook of {} was refused: {}", by, failure.toString());
                }
            });
        } catch (KafkaException e) {
            logger.error("The audit trail lacks that a rulebook of {} was refused: {}", by, e.toString());
        }
    }

    /**
     * Changes the active rulebook.
     *
     * @param change maps the current history, null on a new log; its exceptions cancel the change
     * @param what one word for the audit trail, such as {@code rulebook_publish}
     * @throws IllegalStateException if it is changed concurrently, the log does not answer, or this version cannot read the
     *     current one
     */
    RulebookHistory change(String what, UnaryOperator<@Nullable RulebookHistory> change) {
        RulebookHistory attempted = null;
        for (int tried = 1; ; tried++) {
            Map<String, Object> properties = settings.clientProperties("activation");
            properties.put("transactional.id", settings.prefix() + "activation");
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
                // Also ends what an earlier attempt left open, so that it is known below whether it was committed.
                producer.initTransactions();
                RulebookHistory current = inForce().orElse(null);
                if (attempted != null
                        && current != null
                        && Arrays.equals(RulebookJson.write(attempted), RulebookJson.write(current))) {
                    return attempted;
                }
                attempted = Objects.requireNonNull(change.apply(current));
                write(producer, what, attempted);
                return attempted;
            } catch (ProducerFencedException e) {
                throw new IllegalStateException(
                        "somebody else changed the rulebook in force at the same moment; look at it and try again", e);
            } catch (KafkaException e) {
                boolean outOfTurn =
                        e instanceof InvalidTxnStateException || e.getCause() instanceof InvalidTxnStateException;
                if (!outOfTurn || tried == TRIES) {
                    throw new IllegalStateException("the log did not take the change: " + e.getMessage(), e);
                }
                // A busy broker answers so when one transaction follows another at once.
                logger.info("The log did not take a change of the rulebook, which is tried again: {}", e.getMessage());
            }
        }
    }

    private void write(KafkaProducer<byte[], byte[]> producer, String what, RulebookHistory next) {
        LogEntry.RulebookActivation activation = next.now();
        byte[] id = activation.rulebook().getBytes(StandardCharsets.US_ASCII);
        byte[] entry = EntryJson.write(activation);
        // The step sees nothing behind an open transaction, so look-ups come before it.
        int partitions = producer.partitionsFor(topics.events()).size();
        producer.partitionsFor(topics.rulebooks());
        producer.partitionsFor(topics.audit());
        producer.beginTransaction();
        producer.send(signed(Kind.IN_FORCE, topics.rulebooks(), null, IN_FORCE, RulebookJson.write(next)));
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(signed(Kind.ACTIVATION, topics.events(), partition, id, entry));
        }
        producer.send(new ProducerRecord<>(topics.audit(), id, AuditJson.write(activation, what)));
        producer.commitTransaction();
    }
}
