package org.sekimori.archive.lookup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.DocumentMapper;
import org.sekimori.archive.FoundDecision;
import org.sekimori.stream.EventPosition;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.consumer.PositionedRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds on {@code events} what belongs to some decisions: the entry of each, and what a door told. */
final class DecisionEventJoin {

    private static final byte[] ANSWERED = "{\"type\":\"answered\"".getBytes(StandardCharsets.US_ASCII);

    private final Map<Integer, Long> from = new HashMap<>();
    private final Map<EventPosition, CommittedRecord.Event> entries = new HashMap<>();
    private final Set<EventPosition> wanted = new HashSet<>();
    private final Set<String> accounts = new HashSet<>();
    private final Map<List<String>, FoundDecision.SentAnswer> told = new HashMap<>();

    /**
     * Prepares the reading.
     *
     * @param begins for each partition of {@code events} the first offset that is left
     */
    DecisionEventJoin(List<PositionedRecord> decisions, Map<Integer, Long> begins) {
        for (PositionedRecord decision : decisions) {
            accounts.add(new String(decision.key(), StandardCharsets.UTF_8));
            EventPosition event = decision.event();
            // An answer stands behind its event, in the partition of its account, which is the decision's too.
            long begin = begins.getOrDefault(decision.partition(), 0L);
            from.merge(decision.partition(), event == null ? begin : Math.max(begin, event.offset()), Math::min);
            if (event != null) {
                wanted.add(event);
            }
        }
    }

    /** From where on each partition is to be read. */
    Map<Integer, Long> from() {
        return from;
    }

    void take(PositionedRecord entry) {
        EventPosition place = new EventPosition(entry.partition(), entry.offset());
        if (wanted.contains(place)) {
            entries.put(place, new CommittedRecord.Event(entry.value(), entry.appended()));
        } else if (isAnswer(entry.value()) && accounts.contains(new String(entry.key(), StandardCharsets.UTF_8))) {
            answer(entry.value());
        }
    }

    private static boolean isAnswer(byte[] value) {
        return value.length > ANSWERED.length && Arrays.equals(value, 0, ANSWERED.length, ANSWERED, 0, ANSWERED.length);
    }

    /** Of several the one that was told last; of the same millisecond, the one that stands last. */
    private void answer(byte[] value) {
        try {
            JsonNode json = JsonMapper.shared().readTree(value);
            FoundDecision.SentAnswer next = new FoundDecision.SentAnswer(
                    DocumentMapper.time(json, "time"),
                    json.required("verdict").asString(),
                    json.required("source").asString(),
                    json.required("door").asString());
            told.merge(
                    List.of(
                            json.required("account").asString(),
                            json.required("event_id").asString()),
                    next,
                    (one, other) -> other.time().toEpochMilli() < one.time().toEpochMilli() ? one : other);
        } catch (JacksonException | java.time.DateTimeException e) {
            // Whoever wrote it was no door of ours, and the archive sets it aside.
            return;
        }
    }

    /** The entry that a decision is about, null if it is no longer on the log. */
    CommittedRecord.@Nullable Event event(PositionedRecord decision) {
        EventPosition place = decision.event();
        return place == null ? null : entries.get(place);
    }

    /** What a door told about a decision's event, null if nothing is known of it. */
    FoundDecision.@Nullable SentAnswer sentAnswer(FoundDecision found) {
        return told.get(List.of(found.account(), found.eventId()));
    }
}
