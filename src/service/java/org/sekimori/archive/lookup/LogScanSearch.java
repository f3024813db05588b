package org.sekimori.archive.lookup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.archive.DocumentMapper;
import org.sekimori.archive.FieldCatalog;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.UnusableRecordException;
import org.sekimori.stream.EventPosition;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.consumer.PositionedRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same look-up over the log itself, for whoever has no archive: what is read is held to the same criteria, and shown as the
 * archive's document of it would be. It reads the log from one end to the other, so it takes as long as the log is. What it keeps
 * is one bit for each entry of {@code events}, and a page of decisions.
 */
public final class LogScanSearch {

    /** How long a decision stands on the log, unless the topics are kept otherwise. */
    public static final Duration KEPT = Duration.ofDays(35);

    /** An event may be ahead of the broker's clock by so much; what is further ahead is a dead letter. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final ArchiveIndexer.Status COMPLETE = new ArchiveIndexer.Status("", 0, Duration.ZERO);

    private final LogReplay log;
    private final DocumentMapper documents = new DocumentMapper(FieldCatalog.load(), Clock.systemUTC());

    public LogScanSearch(LogReplay log) {
        this.log = log;
    }

    /**
     * The decisions that meet the criteria, a page of them. Waits, and fails with an {@link IllegalStateException} if the log
     * cannot be read for 30 seconds.
     *
     * @param progress gets the number of records read, now and then
     */
    public DecisionPage search(DecisionCriteria criteria, LongConsumer progress) {
        return DecisionPage.of(new Scan(criteria, progress).found(), criteria.limit(), COMPLETE);
    }

    /** One search: first events, if they are asked about, then decisions, then what belongs to those that were found. */
    private final class Scan {
        private final DecisionCriteria criteria;
        private final LongConsumer progress;
        private final Instant from;
        private final Map<Integer, Long> begins = log.eventBegins();
        private final Map<Integer, BitSet> events = new HashMap<>();
        private final TreeMap<DecisionCursor, PositionedRecord> newest = new TreeMap<>(DecisionCursor.NEWEST_FIRST);
        private long before;
        private long read;

        Scan(DecisionCriteria criteria, LongConsumer progress) {
            this.criteria = criteria;
            this.progress = progress;
            from = criteria.from() == null ? Instant.EPOCH : criteria.from().minus(AHEAD);
        }

        List<FoundDecision> found() {
            if (criteria.aboutEvents()) {
                RecordPrefilter prefilter = RecordPrefilter.ofEvents(criteria);
                log.eventRecords(from, criteria.account(), record -> note(prefilter, record), this::at);
                next();
            }
            RecordPrefilter prefilter = RecordPrefilter.ofDecisions(criteria);
            log.decisionRecords(from, criteria.account(), record -> consider(prefilter, record), this::at);
            next();
            List<PositionedRecord> decisions = List.copyOf(newest.values());
            DecisionEventJoin join = new DecisionEventJoin(decisions, begins);
            log.eventRecordsFrom(join.from(), join::take, this::at);
            return decisions.stream()
                    .map(record -> documents.found(CommittedRecord.decision(record, join.event(record))))
                    .map(one -> one.answered(join.sentAnswer(one)))
                    .toList();
        }

        private void at(long count) {
            read = before + count;
            progress.accept(read);
        }

        private void next() {
            before = read;
        }

        private void note(RecordPrefilter prefilter, PositionedRecord record) {
            if (prefilter.matches(record.value()) && meets(record.value())) {
                events.computeIfAbsent(record.partition(), key -> new BitSet())
                        .set(bit(record.partition(), record.offset()));
            }
        }

        private boolean meets(byte[] entry) {
            try {
                return criteria.matchesEvent(JsonMapper.shared().readTree(entry));
            } catch (JacksonException | IllegalArgumentException e) {
                // The step set it aside, so there is no decision upon it.
                return false;
            }
        }

        private int bit(int partition, long offset) {
            return Math.toIntExact(offset - begins.getOrDefault(partition, 0L));
        }

        private void consider(RecordPrefilter prefilter, PositionedRecord record) {
            EventPosition event = record.event();
            boolean gone = event == null || event.offset() < begins.getOrDefault(event.partition(), 0L);
            if (!prefilter.matches(record.value()) || (criteria.aboutEvents() && !gone && !isNoted(event))) {
                return;
            }
            try {
                FoundDecision found = documents.found(CommittedRecord.decision(record, null));
                if (criteria.matchesDecision(found)
                        && (!criteria.aboutEvents() || !gone || criteria.matchesWithoutEvent(found))) {
                    // Decided twice, it is stored once, as it was first.
                    newest.putIfAbsent(DecisionCursor.of(found), record);
                    if (newest.size() > criteria.limit() + 1) {
                        newest.pollLastEntry();
                    }
                }
            } catch (UnusableRecordException e) {
                // The archive sets it aside as a dead letter; it is no decision.
                return;
            }
        }

        private boolean isNoted(@Nullable EventPosition event) {
            BitSet noted = event == null ? null : events.get(event.partition());
            return event != null && noted != null && noted.get(bit(event.partition(), event.offset()));
        }
    }
}
