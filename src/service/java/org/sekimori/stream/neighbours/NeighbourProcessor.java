package org.sekimori.stream.neighbours;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.neighbours.KeySlot;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.stream.json.DeadLetterJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.NeighbourJson;
import org.sekimori.stream.json.UnreadableRecordException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the reports of one partition in a table of fixed size, and forwards the news as entries for the accounts' lines. What was
 * not heard of for 14 days is deleted, some slots at a time; that changes no news, since nothing so old counts.
 */
final class NeighbourProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String SLOTS = "slots";
    static final String NEWS = "to-news";
    static final String DEAD_LETTERS = "to-dead-letters";

    private static final Logger log = LoggerFactory.getLogger(NeighbourProcessor.class);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);
    private static final int SLOTS_AT_A_TIME = 500;

    private final NeighbourMeters meters;
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Bytes, byte[]> slots;
    private @Nullable Bytes cleaned;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    NeighbourProcessor(NeighbourMeters meters) {
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        slots = newContext.getStateStore(SLOTS);
        newContext.schedule(BETWEEN_CLEANINGS, PunctuationType.WALL_CLOCK_TIME, this::clean);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        NeighbourReport report;
        try {
            report = NeighbourJson.read(record.value());
        } catch (UnreadableRecordException e) {
            deadLetter(record, String.valueOf(e.getMessage()));
            return;
        }
        Bytes name = Bytes.wrap(KeySlot.name(report.key()).getBytes(StandardCharsets.US_ASCII));
        KeySlot.Outcome outcome = slot(slots.get(name)).after(report);
        slots.put(name, outcome.slot().encode());
        for (NeighbourNews news : outcome.news()) {
            byte[] account = news.account().name().getBytes(StandardCharsets.UTF_8);
            byte[] entry = EntryJson.write(new LogEntry.NeighboursTold(news));
            context.forward(new Record<>(account, entry, record.timestamp()), NEWS);
        }
        meters.counted(outcome.news().size());
    }

    /** Counts of a later version, or damaged ones, are begun anew: they are derived, and fill again. */
    private KeySlot slot(byte @Nullable [] stored) {
        if (stored == null) {
            return KeySlot.EMPTY;
        }
        try {
            return KeySlot.decode(stored);
        } catch (IllegalStateException e) {
            log.warn("Counts about neighbours are begun anew: {}", e.getMessage());
            meters.begunAnew();
            return KeySlot.EMPTY;
        }
    }

    private void clean(long now) {
        long oldest = Instant.ofEpochMilli(now).minus(NeighbourNews.KEPT).getEpochSecond() / 3600;
        List<KeyValue<Bytes, byte[]>> some = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = cleaned == null ? slots.all() : slots.range(cleaned, null)) {
            while (all.hasNext() && some.size() < SLOTS_AT_A_TIME) {
                some.add(all.next());
            }
            cleaned = all.hasNext() ? all.peekNextKey() : null;
        }
        for (KeyValue<Bytes, byte[]> one : some) {
            KeySlot before = slot(one.value);
            KeySlot after = before.since(oldest);
            if (after != before) {
                slots.put(one.key, after.isEmpty() ? null : after.encode());
            }
        }
    }

    private void deadLetter(Record<byte[], byte[]> record, String reason) {
        String place = context.recordMetadata()
                .map(m -> m.topic() + "-" + m.partition() + "@" + m.offset())
                .orElse("neighbour-reports");
        byte[] letter = DeadLetterJson.write(Instant.ofEpochMilli(record.timestamp()), place, reason, "");
        context.forward(new Record<>(place.getBytes(StandardCharsets.UTF_8), letter, record.timestamp()), DEAD_LETTERS);
    }
}
