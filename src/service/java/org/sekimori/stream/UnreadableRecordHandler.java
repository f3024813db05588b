package org.sekimori.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.sekimori.stream.json.UnreadableRecordException;
import org.sekimori.text.EscapedText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Skips unreadable records, damaged or of a later version, one by one: counts them by topic, and logs the position and the
 * reason; other records are read. One for all readers of an instance. Thread-safe.
 */
public final class UnreadableRecordHandler {

    /** Most records of a topic that are logged within {@link #WITHIN}; further ones are only counted. */
    static final int MOST_LOGGED = 10;

    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final Logger logger = LoggerFactory.getLogger(UnreadableRecordHandler.class);
    private static final int LONGEST_REASON = 300;

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, SkippedTopic> byTopic = new ConcurrentHashMap<>();

    /** Processes a record; any exception but {@link KafkaException} makes the record unreadable. */
    public interface Reader {
        void read(ConsumerRecord<byte[], byte[]> record);
    }

    /** Guarded by itself. */
    private static final class SkippedTopic {
        private final Counter counter;
        private Instant since = Instant.EPOCH;
        private int logged;

        SkippedTopic(Counter counter) {
            this.counter = counter;
        }
    }

    public UnreadableRecordHandler(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Reads one record, or skips it.
     *
     * @return whether it was read
     * @throws KafkaException if the reader does: the log is at fault and not the record
     */
    public boolean read(ConsumerRecord<byte[], byte[]> record, Reader reader) {
        try {
            reader.read(record);
            return true;
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            skipped(record, reason(e));
            return false;
        }
    }

    /** The key as text. */
    public static String key(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            throw new UnreadableRecordException("it has no key");
        }
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    /** The reason without personal data: foreign exceptions may quote their input. */
    public static String reason(RuntimeException e) {
        return e instanceof UnreadableRecordException
                ? EscapedText.of(String.valueOf(e.getMessage()), LONGEST_REASON)
                : "reading it failed with " + e.getClass().getSimpleName();
    }

    private void skipped(ConsumerRecord<byte[], byte[]> record, String reason) {
        SkippedTopic skipped = byTopic.computeIfAbsent(record.topic(), this::begin);
        skipped.counter.increment();
        int logged;
        synchronized (skipped) {
            Instant now = clock.instant();
            if (!skipped.since.plus(WITHIN).isAfter(now)) {
                skipped.since = now;
                skipped.logged = 0;
            }
            logged = ++skipped.logged;
        }
        if (logged <= MOST_LOGGED) {
            logger.error(
                    "The record at {}-{}@{} cannot be read and is skipped: {}{}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason,
                    logged == MOST_LOGGED ? "; further ones of this topic are only counted for a while" : "");
        }
    }

    private SkippedTopic begin(String topic) {
        return new SkippedTopic(Counter.builder("sekimori.records.unreadable")
                .description("Records that could not be read and were skipped; a later version may have written them")
                .tag("topic", topic)
                .register(registry));
    }

    /** How many were skipped since the start, by topic; only topics that had one. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        byTopic.forEach((topic, skipped) -> counts.put(topic, (long) skipped.counter.count()));
        return counts;
    }
}
