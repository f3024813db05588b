package org.sekimori.archive.lookup;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.archive.DocumentMapper;
import org.sekimori.archive.FieldCatalog;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.UnusableRecordException;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.stream.EventPosition;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.consumer.PositionedRecord;
import org.sekimori.stream.lookup.IndexedLogReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same look-up as {@link LogScanSearch}, over the index of decisions: for a reference, an id or an account, of which only single records
 * are read.
 */
final class IndexedLogSearch {

    /** An event may be ahead of the broker's clock by so much; what is further ahead is a dead letter. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final int MOST_NAMESAKES = 10;

    private static final ArchiveIndexer.Status COMPLETE = new ArchiveIndexer.Status("", 0, Duration.ZERO);

    private final IndexedLogReader log;
    private final DocumentMapper documents = new DocumentMapper(FieldCatalog.load(), Clock.systemUTC());

    IndexedLogSearch(IndexedLogReader log) {
        this.log = log;
    }

    /** The decisions that meet the criteria, a page of them. */
    DecisionPage search(DecisionCriteria criteria) {
        TreeMap<DecisionCursor, PositionedRecord> newest = new TreeMap<>(DecisionCursor.NEWEST_FIRST);
        List<PositionedRecord> candidates = candidates(criteria);
        Map<EventPosition, PositionedRecord> events = criteria.aboutEvents() ? events(candidates) : Map.of();
        for (PositionedRecord record : candidates) {
            FoundDecision found = found(record, null);
            if (found != null
                    && criteria.matchesDecision(found)
                    && meetsEvent(criteria, found, event(record, events))) {
                newest.putIfAbsent(DecisionCursor.of(found), record);
                if (newest.size() > criteria.limit() + 1) {
                    newest.pollLastEntry();
                }
            }
        }
        if (log.truncated() && newest.size() <= criteria.limit()) {
            throw new LogIndexBehindException("the account has more decisions than are looked at quickly", null);
        }
        return DecisionPage.of(whole(List.copyOf(newest.values())), criteria.limit(), COMPLETE);
    }

    /**
     * Decisions with a name, each with its whole document: those whose own reference or id it is before those of an event that has it,
     * since a mail server chooses the ids of events; of each the newest first, {@value #MOST_NAMESAKES} in all.
     */
    List<DecisionDetails> named(String name) {
        TreeMap<DecisionCursor, PositionedRecord> own = new TreeMap<>(DecisionCursor.NEWEST_FIRST);
        TreeMap<DecisionCursor, PositionedRecord> newest = new TreeMap<>(DecisionCursor.NEWEST_FIRST);
        for (PositionedRecord record : log.decisions(name)) {
            FoundDecision found = found(record, null);
            if (found != null) {
                (isItself(found, name) ? own : newest).putIfAbsent(DecisionCursor.of(found), record);
                trim(newest);
                trim(own);
            }
        }
        List<PositionedRecord> records = Stream.concat(own.values().stream(), newest.values().stream())
                .limit(MOST_NAMESAKES)
                .toList();
        List<FoundDecision> found = whole(records);
        List<String> ids = found.stream().map(FoundDecision::id).toList();
        Map<EventPosition, PositionedRecord> events = events(records);
        List<DecisionDetails> all = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            List<String> others = new ArrayList<>(ids);
            others.remove(i);
            CommittedRecord record = CommittedRecord.decision(records.get(i), event(records.get(i), events));
            all.add(DecisionDetails.of(found.get(i), others, documents.document(record)));
        }
        return all;
    }

    private static boolean isItself(FoundDecision found, String name) {
        String asked = name.strip();
        return asked.equalsIgnoreCase(found.id())
                || found.reference()
                        .equals(ReferenceCode.parseCode(asked.length() == 20 ? asked.substring(0, 8) : asked));
    }

    private static void trim(TreeMap<DecisionCursor, PositionedRecord> newest) {
        if (newest.size() > MOST_NAMESAKES) {
            newest.pollLastEntry();
        }
    }

    private List<PositionedRecord> candidates(DecisionCriteria criteria) {
        String name = criteria.reference() != null ? criteria.reference() : criteria.id();
        if (name != null) {
            return log.decisions(name);
        }
        Instant from = criteria.from();
        return log.decisions(
                Objects.requireNonNull(criteria.account()), from == null ? Instant.EPOCH : from.minus(AHEAD));
    }

    private static boolean meetsEvent(
            DecisionCriteria criteria, FoundDecision found, CommittedRecord.@Nullable Event event) {
        if (!criteria.aboutEvents()) {
            return true;
        }
        if (event == null) {
            return criteria.matchesWithoutEvent(found);
        }
        try {
            JsonNode entry = JsonMapper.shared().readTree(event.value());
            return criteria.matchesEvent(entry);
        } catch (JacksonException | IllegalArgumentException e) {
            // The step set it aside, so there is no decision upon it.
            return false;
        }
    }

    /** With its event, and with what the door told. */
    private List<FoundDecision> whole(List<PositionedRecord> decisions) {
        Map<EventPosition, PositionedRecord> events = events(decisions);
        List<FoundDecision> whole = new ArrayList<>();
        for (PositionedRecord decision : decisions) {
            FoundDecision found = found(decision, event(decision, events));
            if (found != null) {
                whole.add(found.answered(sentAnswer(decision, found)));
            }
        }
        return whole;
    }

    private FoundDecision.@Nullable SentAnswer sentAnswer(PositionedRecord decision, FoundDecision found) {
        Map<Integer, Long> begins = Map.of(
                decision.partition(),
                decision.event() == null ? 0L : decision.event().offset());
        DecisionEventJoin join = new DecisionEventJoin(List.of(decision), begins);
        String account = new String(decision.key(), StandardCharsets.UTF_8);
        log.answers(account, found.eventId(), decision.appended().minus(AHEAD)).forEach(join::take);
        return join.sentAnswer(found);
    }

    private Map<EventPosition, PositionedRecord> events(List<PositionedRecord> decisions) {
        return log.entries(decisions.stream()
                .map(PositionedRecord::event)
                .filter(Objects::nonNull)
                .toList());
    }

    private static CommittedRecord.@Nullable Event event(
            PositionedRecord decision, Map<EventPosition, PositionedRecord> events) {
        PositionedRecord entry = decision.event() == null ? null : events.get(decision.event());
        return entry == null ? null : new CommittedRecord.Event(entry.value(), entry.appended());
    }

    private @Nullable FoundDecision found(PositionedRecord decision, CommittedRecord.@Nullable Event event) {
        try {
            return documents.found(CommittedRecord.decision(decision, event));
        } catch (UnusableRecordException e) {
            // The archive sets it aside as a dead letter; it is no decision.
            return null;
        }
    }
}
