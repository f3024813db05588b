package org.sekimori.stream.lists;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListEntry;
import org.sekimori.lists.ListTable;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.UnreadableRecordHandler;
import org.sekimori.stream.json.ListChangeJson;
import org.sekimori.stream.json.ListEntryJson;
import org.sekimori.stream.request.LogUnavailableException;

/** The lists over Kafka: {@code lists} has each entry by its key, {@code list-changes} every change. */
public final class KafkaListLog implements ListLog, AutoCloseable {

    /** How long an entry stays in memory after its end, for events that are reported late. */
    static final Duration KEPT_AFTER_END = Duration.ofDays(1);

    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CLEANED_AT_ONCE = 20_000;

    private final StreamSettings settings;
    private final Topics topics;
    private final ListTable table;
    private final UnreadableRecordHandler unreadable;
    private final Clock clock;
    private final ListWriter writer;
    private final ListFollower follower;
    private Instant cleaned;

    private KafkaListLog(StreamSettings settings, ListTable table, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.table = table;
        this.clock = clock;
        topics = new Topics(settings.prefix());
        unreadable = new UnreadableRecordHandler(registry, clock);
        writer = new ListWriter(settings);
        follower = new ListFollower(settings, topics.lists(), table, unreadable, this::cleanIfDue);
        cleaned = clock.instant();
        Gauge.builder("sekimori.lists.values", table, ListTable::size)
                .description("Values on lists, as this instance knows them")
                .register(registry);
    }

    /**
     * Makes the topics if they are missing, and reads everything that stands there: what is asked later is asked with all lists.
     *
     * @throws org.sekimori.stream.UnreachableLogException if the topics cannot be made
     */
    public static KafkaListLog open(StreamSettings settings, ListTable table, MeterRegistry registry, Clock clock)
            throws InterruptedException {
        KafkaListLog lists = new KafkaListLog(settings, table, registry, clock);
        try (Admin admin = Admin.create(settings.clientProperties("lists-admin"))) {
            lists.topics.createLists(admin, settings.replicas());
        }
        lists.follower.start();
        return lists;
    }

    @Override
    public ListTable table() {
        return table;
    }

    @Override
    public void apply(ListChange change) {
        List<ProducerRecord<byte[], byte[]>> records = records(change);
        long last = writer.write(() -> records, false, topics.lists());
        if (!follower.awaitRead(last, PATIENCE)) {
            throw new LogUnavailableException(
                    "the change is on the log, and this instance has not read it yet; it takes effect when it has");
        }
    }

    private List<ProducerRecord<byte[], byte[]>> records(ListChange change) {
        List<ProducerRecord<byte[], byte[]>> records =
                new ArrayList<>(change.values().size() + 1);
        byte[] list = change.list().getBytes(StandardCharsets.UTF_8);
        records.add(new ProducerRecord<>(topics.listChanges(), list, ListChangeJson.write(change)));
        byte[] terms = change.action() == ListChange.Action.ADD ? ListEntryJson.write(change.terms()) : null;
        for (String value : change.values()) {
            records.add(record(new ListEntryJson.Key(change.kind(), change.list(), value), terms));
        }
        return records;
    }

    private ProducerRecord<byte[], byte[]> record(ListEntryJson.Key key, byte @Nullable [] value) {
        return new ProducerRecord<>(topics.lists(), key.bytes(), value);
    }

    /** On the reading thread. */
    private void cleanIfDue() {
        Instant now = clock.instant();
        if (now.isAfter(cleaned.plus(BETWEEN_CLEANINGS))) {
            cleaned = now;
            clean(now.minus(KEPT_AFTER_END));
        }
    }

    /** Removes entries that ended long ago. Nobody can have put one anew since they were looked for: that write fences this one. */
    private void clean(Instant before) {
        if (!table.ended(before, 1).isEmpty()) {
            writer.write(
                    () -> {
                        follower.readToEnd();
                        return table.ended(before, CLEANED_AT_ONCE).stream()
                                .map(one -> record(key(one), null))
                                .toList();
                    },
                    true,
                    topics.lists());
        }
    }

    private static ListEntryJson.Key key(ListEntry entry) {
        return new ListEntryJson.Key(entry.kind(), entry.list(), entry.value());
    }

    @Override
    public List<PastChange> history(String list, @Nullable String value, int most) {
        // By id: a change that was repeated is one.
        Map<String, PastChange> found = new LinkedHashMap<>();
        Map<String, Object> properties = settings.clientProperties("list-history");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        TopicPartition partition = new TopicPartition(topics.listChanges(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw new LogUnavailableException("the history of lists could not be read within " + PATIENCE);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    unreadable.read(record, one -> {
                        ListChange change = ListChangeJson.read(one.value());
                        if (change.list().equals(list)
                                && (value == null || change.values().contains(value))) {
                            found.putIfAbsent(change.id(), PastChange.of(change, value));
                        }
                    });
                    if (found.size() > most) {
                        found.remove(found.keySet().iterator().next());
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    @Override
    public Following following() {
        return new Following(follower.behind(), follower.problem());
    }

    @Override
    public void close() {
        follower.close();
        writer.close();
    }
}
