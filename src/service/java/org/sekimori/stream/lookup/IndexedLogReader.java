package org.sekimori.stream.lookup;

import java.nio.ByteBuffer;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.stream.EventPosition;
import org.sekimori.stream.StateSampleHeader;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.consumer.PositionedRecord;
import org.sekimori.stream.json.LeadingFieldReader;

/**
 * Reads single records of the log, found by the {@link ReferenceIndex}. The part of the log that is not indexed yet is read to
 * its end, so nothing is missing. Single-threaded; later look-ups continue from the reader's position.
 *
 * <p>All methods throw {@link IllegalStateException} if the log cannot be read for 30 seconds or the index is gone.
 */
public final class IndexedLogReader implements AutoCloseable {

    /** Records not indexed yet that are read within about a second. */
    static final long MOST_BEHIND = 100_000;

    /**
     * Octets of records that one look-up keeps. Submissions and failed log-ins of strangers determine how many records concern an
     * account, and some look-ups run beside the decisions.
     */
    static final long MOST_OCTETS = 16L << 20;

    /** Most decisions on an account to consider. */
    static final int MOST_DECISIONS = 5_000;

    /** Rows that one look-up keeps. */
    static final int MOST_ROWS = 100_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Reading over this many records is cheaper than a seek. */
    private static final long NEAR = 200;

    private final Topics topics;
    private final ReferenceIndex index;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> indexed = new HashMap<>();
    private final Map<TopicPartition, Long> ends;
    private boolean truncated;
    private long octets;
    private int rows;

    /** The index is not there, too far behind the log, or leads to too many records for a quick answer. */
    public static final class BehindException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        BehindException(String message) {
            super(message);
        }
    }

    /**
     * The inputs to make a decision again.
     *
     * @param state the account before the first of the entries, as {@link org.sekimori.engine.AccountStateCodec} encodes it;
     *     null: a new account
     * @param entries of the account, and activations, in the order of the log; the activation in effect before comes first,
     *     the decided entry last
     */
    public record AccountPast(byte @Nullable [] state, List<PositionedRecord> entries) {
        public AccountPast {
            entries = List.copyOf(entries);
        }
    }

    public IndexedLogReader(StreamSettings settings, Topics topics, ReferenceIndexFollower follower) {
        ReferenceIndex open = follower.index();
        if (open == null) {
            throw new BehindException("the index of decisions is not there yet"
                    + (follower.problem().isEmpty() ? "" : ": " + follower.problem()));
        }
        this.topics = topics;
        index = open;
        Map<String, Object> properties = settings.clientProperties("look-up");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("max.poll.records", "500");
        // A single record is wanted, without waiting for more at the end of the log.
        properties.put("max.partition.fetch.bytes", Integer.toString(64 << 10));
        properties.put("fetch.max.wait.ms", "10");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            // Before any row is read: records indexed meanwhile are met twice, and never missed.
            place(follower, topics.decisions());
            place(follower, topics.events());
            consumer.assign(indexed.keySet());
            ends = consumer.endOffsets(indexed.keySet());
            long behind = indexed.entrySet().stream()
                    .mapToLong(one -> Math.max(0, ends.getOrDefault(one.getKey(), 0L) - one.getValue()))
                    .sum();
            if (behind > MOST_BEHIND) {
                throw new BehindException(
                        "the index of decisions is " + behind + " records behind the log; it is being made");
            }
        } catch (KafkaException e) {
            consumer.close();
            throw new IllegalStateException("cannot read " + topics.decisions() + ": " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            consumer.close();
            throw e;
        }
    }

    private void place(ReferenceIndexFollower follower, String topic) {
        Map<Integer, Long> read = follower.read(index, topic);
        consumer.partitionsFor(topic, PATIENCE)
                .forEach(info -> indexed.put(
                        new TopicPartition(topic, info.partition()), read.getOrDefault(info.partition(), 0L)));
    }

    /**
     * The decisions with a name, oldest first of each partition.
     *
     * @param name a reference however it is written, the id of a decision in any case, or the id of an event
     */
    public List<PositionedRecord> decisions(String name) {
        String asked = name.strip();
        String code = ReferenceCode.parseCode(asked.length() == 20 ? asked.substring(0, 8) : asked);
        Map<Integer, TreeSet<Long>> places = new HashMap<>();
        collect(ReferenceIndexRow.Kind.REFERENCE, code, Instant.EPOCH, places);
        collect(ReferenceIndexRow.Kind.EVENT, asked, Instant.EPOCH, places);
        List<PositionedRecord> found = new ArrayList<>();
        read(topics.decisions(), places, record -> {
            if (isNamed(record.value(), asked)) {
                found.add(kept(record));
            }
        });
        return found;
    }

    private static boolean isNamed(byte[] value, String asked) {
        Map<String, String> names = LeadingFieldReader.of(value, Set.of("id", "event_id", "reference"));
        return asked.equalsIgnoreCase(names.get("id"))
                || asked.equals(names.get("event_id"))
                || ReferenceCode.parseCode(asked).equals(names.get("reference"));
    }

    /**
     * The decisions on an account, in order: the newest {@value #MOST_DECISIONS}; see {@link #truncated}.
     *
     * @param from skips those written before that day
     */
    public List<PositionedRecord> decisions(Account account, Instant from) {
        Map<Integer, TreeSet<Long>> places = new HashMap<>();
        TreeSet<Long> newest = new TreeSet<>();
        index.rows(ReferenceIndexRow.Kind.DECISION, ReferenceIndexRow.name(account.name()), from, (key, value) -> {
            // All of an account are in one partition, so the later offset is the newer one.
            newest.add(ReferenceIndexRow.offsetOf(key));
            places.put(ReferenceIndexRow.partitionOf(key), newest);
            if (newest.size() > MOST_DECISIONS) {
                newest.pollFirst();
                truncated = true;
            }
        });
        List<PositionedRecord> found = new ArrayList<>();
        read(topics.decisions(), places, record -> {
            if (isOf(account.name(), record)) {
                found.add(kept(record));
            }
        });
        return found;
    }

    /** Whether an account had older decisions, which were left out. */
    public boolean truncated() {
        return truncated;
    }

    /** The entries at some places, as far as they are still on the log. */
    public Map<EventPosition, PositionedRecord> entries(Collection<EventPosition> positions) {
        Map<Integer, TreeSet<Long>> places = new HashMap<>();
        positions.forEach(one -> add(places, one.partition(), one.offset()));
        Map<EventPosition, PositionedRecord> found = new HashMap<>();
        readOnly(
                topics.events(),
                places,
                record -> found.put(new EventPosition(record.partition(), record.offset()), kept(record)));
        return found;
    }

    /** The answers of synchronous endpoints to an account's event, in the order of the log. */
    public List<PositionedRecord> answers(String account, String event, Instant from) {
        byte[] wanted = ReferenceIndexFollower.answerTo(event);
        Map<Integer, TreeSet<Long>> places = new HashMap<>();
        index.rows(ReferenceIndexRow.Kind.ENTRY, ReferenceIndexRow.name(account), from, (key, value) -> {
            if (Arrays.equals(wanted, value)) {
                add(places, ReferenceIndexRow.partitionOf(key), ReferenceIndexRow.offsetOf(key));
            }
        });
        List<PositionedRecord> found = new ArrayList<>();
        read(topics.events(), places, record -> {
            if (isOf(account, record)
                    && event.equals(LeadingFieldReader.of(record.value(), Set.of("event_id"))
                            .get("event_id"))) {
                found.add(kept(record));
            }
        });
        return found;
    }

    /** Whether it was reported before that a decision about an account located the client wrongly. */
    public boolean isReported(Account account, String reference) {
        Map<Integer, TreeSet<Long>> places = new HashMap<>();
        collect(ReferenceIndexRow.Kind.MISJUDGED, reference, Instant.EPOCH, places);
        List<PositionedRecord> found = new ArrayList<>();
        read(topics.events(), places, record -> {
            Map<String, String> names = LeadingFieldReader.of(record.value(), Set.of("type", "reference"));
            if (isOf(account.name(), record)
                    && "origin_misjudged".equals(names.get("type"))
                    && reference.equals(names.get("reference"))) {
                found.add(kept(record));
            }
        });
        return !found.isEmpty();
    }

    /**
     * The inputs to make a decision again; null if the log does not have its entry any more, or the decision does not name it.
     */
    public @Nullable AccountPast past(PositionedRecord decision) {
        EventPosition at = decision.event();
        if (at == null) {
            return null;
        }
        String account = new String(decision.key(), StandardCharsets.UTF_8);
        long name = ReferenceIndexRow.name(account);
        ReferenceIndexRow here = new ReferenceIndexRow(ReferenceIndexRow.Kind.STATE, name, at.partition(), at.offset());
        ReferenceIndex.Found sample = index.last(here);
        byte @Nullable [] state = sample == null ? null : state(account, at.partition(), sample);
        long from = sample == null || state == null ? 0 : ReferenceIndexRow.offsetOf(sample.key());
        TreeSet<Long> wanted = new TreeSet<>();
        index.rows(ReferenceIndexRow.Kind.ENTRY, name, Instant.EPOCH, (key, value) -> within(wanted, key, at, from));
        index.rows(ReferenceIndexRow.Kind.ACTIVATION, 0, Instant.EPOCH, (key, value) -> within(wanted, key, at, from));
        ReferenceIndex.Found inForce = index.last(
                new ReferenceIndexRow(ReferenceIndexRow.Kind.ACTIVATION, 0, at.partition(), Math.max(0, from - 1)));
        if (inForce != null) {
            wanted.add(ReferenceIndexRow.offsetOf(inForce.key()));
        }
        List<PositionedRecord> entries = entries(account, at, wanted);
        boolean there = !entries.isEmpty() && entries.get(entries.size() - 1).offset() == at.offset();
        return there ? new AccountPast(state, entries) : null;
    }

    private void within(TreeSet<Long> wanted, byte[] key, EventPosition at, long from) {
        long offset = ReferenceIndexRow.offsetOf(key);
        if (ReferenceIndexRow.partitionOf(key) == at.partition() && offset >= from && offset <= at.offset()) {
            if (++rows > MOST_ROWS) {
                throw tooMuch();
            }
            wanted.add(offset);
        }
    }

    private byte @Nullable [] state(String account, int partition, ReferenceIndex.Found sample) {
        long offset = ByteBuffer.wrap(sample.value()).getLong();
        EventPosition about = new EventPosition(partition, ReferenceIndexRow.offsetOf(sample.key()));
        List<byte[]> found = new ArrayList<>();
        Map<Integer, TreeSet<Long>> place = new HashMap<>();
        add(place, partition, offset);
        readOnly(topics.decisions(), place, record -> {
            byte[] state = StateSampleHeader.of(record.headers());
            if (state != null && isOf(account, record) && about.equals(EventPosition.of(record.headers()))) {
                found.add(state);
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    private List<PositionedRecord> entries(String account, EventPosition at, TreeSet<Long> wanted) {
        TreeMap<Long, PositionedRecord> found = new TreeMap<>();
        Map<Integer, Long> seen = new HashMap<>();
        Consumer<ConsumerRecord<byte[], byte[]>> visitor = record -> {
            boolean ours =
                    record.offset() <= at.offset() && (isOf(account, record) || LogReplay.isActivation(record.value()));
            if (ours && LogReplay.isNew(record, seen)) {
                found.put(record.offset(), kept(record));
            }
        };
        TopicPartition partition = new TopicPartition(topics.events(), at.partition());
        readAt(partition, wanted, visitor);
        if (indexed.getOrDefault(partition, 0L) <= at.offset()) {
            readOn(List.of(partition), visitor);
        }
        return List.copyOf(found.values());
    }

    private static boolean isOf(String account, ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && account.equals(new String(record.key(), StandardCharsets.UTF_8));
    }

    private void collect(ReferenceIndexRow.Kind kind, String name, Instant from, Map<Integer, TreeSet<Long>> places) {
        index.rows(
                kind,
                ReferenceIndexRow.name(name),
                from,
                (key, value) -> add(places, ReferenceIndexRow.partitionOf(key), ReferenceIndexRow.offsetOf(key)));
    }

    /** @throws BehindException if this look-up has kept too much already */
    private PositionedRecord kept(ConsumerRecord<byte[], byte[]> record) {
        octets += record.value().length;
        if (octets > MOST_OCTETS) {
            throw tooMuch();
        }
        return PositionedRecord.of(record);
    }

    private static BehindException tooMuch() {
        return new BehindException("too many records of the log match; ask for less, such as one decision");
    }

    private void add(Map<Integer, TreeSet<Long>> places, int partition, long offset) {
        if (++rows > MOST_ROWS) {
            throw tooMuch();
        }
        places.computeIfAbsent(partition, key -> new TreeSet<>()).add(offset);
    }

    /** Reads the records at these positions, and then all that are not indexed yet. */
    private void read(
            String topic, Map<Integer, TreeSet<Long>> places, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        Map<TopicPartition, TreeSet<Long>> met = new HashMap<>();
        Consumer<ConsumerRecord<byte[], byte[]>> once = record -> {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (met.computeIfAbsent(partition, key -> new TreeSet<>()).add(record.offset())) {
                visitor.accept(record);
            }
        };
        readOnly(topic, places, once);
        readOn(indexed.keySet().stream().filter(p -> p.topic().equals(topic)).toList(), once);
    }

    private void readOnly(
            String topic, Map<Integer, TreeSet<Long>> places, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        places.forEach((partition, offsets) -> readAt(new TopicPartition(topic, partition), offsets, visitor));
    }

    /** The records at some offsets; those that retention has taken are passed over. */
    private void readAt(
            TopicPartition partition, TreeSet<Long> offsets, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        TreeSet<Long> left = new TreeSet<>(offsets.headSet(ends.getOrDefault(partition, 0L)));
        consumer.assign(List.of(partition));
        boolean placed = false;
        long last = System.nanoTime();
        while (!left.isEmpty()) {
            long next = left.first();
            long at = placed ? consumer.position(partition) : -1;
            if (at < 0 || next < at || next - at > NEAR) {
                consumer.seek(partition, next);
                placed = true;
            }
            int before = left.size();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                left.headSet(record.offset()).clear();
                if (left.remove(record.offset()) && record.value() != null) {
                    visitor.accept(record);
                }
            }
            left.headSet(consumer.position(partition)).clear();
            last = left.size() < before ? System.nanoTime() : patience(partition, last);
        }
    }

    /** From where the index has come to, to where the log ends. */
    private void readOn(List<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        List<TopicPartition> behind = partitions.stream()
                .filter(p -> indexed.getOrDefault(p, 0L) < ends.getOrDefault(p, 0L))
                .toList();
        if (behind.isEmpty()) {
            return;
        }
        consumer.assign(behind);
        behind.forEach(p -> consumer.seek(p, indexed.getOrDefault(p, 0L)));
        long last = System.nanoTime();
        while (behind.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            boolean came = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                came = true;
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.value() != null && record.offset() < ends.getOrDefault(partition, 0L)) {
                    visitor.accept(record);
                }
            }
            last = came ? System.nanoTime() : patience(behind.get(0), last);
        }
    }

    private static long patience(TopicPartition partition, long last) {
        if (System.nanoTime() - last > PATIENCE.toNanos()) {
            throw new IllegalStateException(
                    "nothing came from " + partition + " for " + PATIENCE.toSeconds() + " s; is the log reachable?");
        }
        return last;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
