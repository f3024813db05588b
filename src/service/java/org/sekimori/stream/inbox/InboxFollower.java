package org.sekimori.stream.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.stream.ForwardingProducer;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.SourcePosition;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.UnreadableRecordHandler;
import org.sekimori.stream.json.DeadLetterJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.request.KafkaEventLog;

/**
 * Copies published records from {@code inbox} to the log. Writes are outside transactions, for the reason that
 * {@link KafkaEventLog} gives; instead each entry names its source record, and the step drops repetitions. Inbox offsets are
 * committed after everything before them was written, so nothing is lost.
 */
public final class InboxFollower implements AutoCloseable {

    private static final int MOST_TRIES = 3;
    private static final Duration POLL = Duration.ofMillis(500);

    private final Topics topics;
    private final InboxDecoder decoder;
    private final Clock clock;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ForwardingProducer producer;
    private final Counter followed;
    private final Counter refused;
    private final UnreadableRecordHandler unreadable;
    private final RetryingThread worker;

    /** The record that could not be carried last, and how often that was tried. */
    private @Nullable String stumbled;

    private int tries;

    public InboxFollower(
            StreamSettings settings,
            Topics topics,
            InboxDecoder decoder,
            UnreadableRecordHandler unreadable,
            MeterRegistry registry,
            Clock clock) {
        this.topics = topics;
        this.unreadable = unreadable;
        this.decoder = decoder;
        this.clock = clock;
        Map<String, Object> reading = settings.clientProperties("inbox");
        reading.put("group.id", settings.prefix() + "inbox");
        reading.put("group.instance.id", settings.instance());
        reading.put("session.timeout.ms", "10000");
        reading.put("isolation.level", "read_committed");
        reading.put("auto.offset.reset", "earliest");
        reading.put("enable.auto.commit", "false");
        reading.put("allow.auto.create.topics", "false");
        reading.put("max.poll.records", "2000");
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new ForwardingProducer(settings, "inbox-carrier");
        followed = Counter.builder("sekimori.inbox.accepted")
                .description("Records of the inbox that became events")
                .register(registry);
        refused = Counter.builder("sekimori.inbox.rejected")
                .description("Records of the inbox that became dead letters")
                .register(registry);
        worker = new RetryingThread("sekimori-inbox", this::turn, consumer::wakeup, this::release);
    }

    public void start() {
        followed();
        worker.start();
    }

    /** Follows the inbox and the topics that publishers have for themselves, as they are listed now. */
    private void followed() {
        Set<String> wanted = new TreeSet<>(decoder.topics());
        wanted.add(topics.inbox());
        if (!wanted.equals(consumer.subscription())) {
            consumer.subscribe(wanted);
        }
    }

    public String problem() {
        return worker.problem();
    }

    private void turn() {
        try {
            followed();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (records.isEmpty()) {
                return;
            }
            records.forEach(this::carryOrSetAside);
            producer.complete();
            consumer.commitSync();
        } catch (WakeupException e) {
            worker.interrupted(e);
        } catch (RuntimeException e) {
            ForwardingProducer.rewind(consumer);
            throw e;
        }
    }

    /** A fault may pass, so the record comes again some times; then it is set aside, or nothing behind it would ever be carried. */
    private void carryOrSetAside(ConsumerRecord<byte[], byte[]> record) {
        String place = name(record);
        try {
            carry(record);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            tries = place.equals(stumbled) ? tries + 1 : 1;
            stumbled = place;
            if (tries < MOST_TRIES) {
                throw e;
            }
            unreadable.read(record, one -> {
                throw e;
            });
            setAside(record, "it could not be made into an entry: " + UnreadableRecordHandler.reason(e), "");
        }
    }

    private void carry(ConsumerRecord<byte[], byte[]> record) {
        SourcePosition source = position(record);
        byte[] payload = record.value() == null ? new byte[0] : record.value();
        InboxDecoder.DecodeResult outcome = decoder.decode(payload, name(record), arrival(record), credential(record));
        if (outcome instanceof InboxDecoder.DecodedEvent admitted) {
            byte[] key = admitted.event().account().name().getBytes(StandardCharsets.UTF_8);
            byte[] value = EntryJson.write(new LogEntry.Mail(admitted.event()));
            ProducerRecord<byte[], byte[]> entry = new ProducerRecord<>(topics.events(), key, value);
            source.set(entry.headers());
            producer.send(entry);
            followed.increment();
        } else if (outcome instanceof InboxDecoder.RejectedRecord no) {
            setAside(record, no.reason(), no.payload());
        }
    }

    private SourcePosition position(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(topics.inbox())
                ? new SourcePosition(record.partition(), record.offset())
                : SourcePosition.of(record.topic(), record.partition(), record.offset());
    }

    /** Such as {@code inbox-3@128}; the name of another topic as it is. */
    private String name(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(topics.inbox())
                ? position(record).toString()
                : record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    /** The broker's time. A topic without it carries the producer's, and publishers may not set their own arrival. */
    private Instant arrival(ConsumerRecord<byte[], byte[]> record) {
        return record.timestampType() == TimestampType.LOG_APPEND_TIME
                ? Instant.ofEpochMilli(record.timestamp())
                : clock.instant();
    }

    private static InboxDecoder.PublisherCredential credential(ConsumerRecord<byte[], byte[]> record) {
        String publisher = header(record, RecordSignature.PUBLISHER_HEADER);
        String time = header(record, RecordSignature.TIME_HEADER);
        String signature = header(record, RecordSignature.SIGNATURE_HEADER);
        boolean none = publisher == null && time == null && signature == null;
        return new InboxDecoder.PublisherCredential(
                record.topic(), none ? null : new RecordSignature(given(publisher), given(time), given(signature)));
    }

    private static String given(@Nullable String header) {
        return header == null ? "" : header;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private void setAside(ConsumerRecord<byte[], byte[]> record, String reason, String payload) {
        String source = name(record);
        byte[] key = source.getBytes(StandardCharsets.UTF_8);
        byte[] deadLetter = DeadLetterJson.write(clock.instant(), source, reason, payload);
        producer.send(new ProducerRecord<>(topics.deadLetters(), key, deadLetter));
        refused.increment();
    }

    private void release() {
        consumer.close();
        producer.close();
    }

    @Override
    public void close() {
        worker.close();
    }
}
