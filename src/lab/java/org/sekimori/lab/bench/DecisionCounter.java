package org.sekimori.lab.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.engine.LogEntry;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.consumer.PositionedRecord;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.UnreadableRecordException;
import tools.jackson.databind.json.JsonMapper;

/** Counts the submissions on a growing log. Each reading goes on where the last one ended. Takes about 150 octets for each. */
final class DecisionCounter implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int ATTEMPT = 1;
    private static final int ANSWERED = 2;
    private static final int DECIDED = 4;

    private final LogReplay log;
    private final Map<Integer, Long> entries;
    private final Map<Integer, Long> decisions;
    private final Map<String, Integer> submissions = new HashMap<>();
    private long doubled;

    DecisionCounter(ServiceEndpoints service) {
        this(service.log());
    }

    private DecisionCounter(LogClientSettings settings) {
        log = new LogReplay(settings);
        entries = new HashMap<>(log.eventBegins());
        decisions = new HashMap<>(entries);
        decisions.replaceAll((partition, offset) -> 0L);
    }

    /**
     * Reads to the end of what is committed now.
     *
     * @throws IllegalStateException if the log cannot be read; the next reading goes on from there
     */
    OutageDecisionCount read() {
        log.eventRecordsFrom(new HashMap<>(entries), this::entry, count -> {});
        log.decisionRecordsFrom(new HashMap<>(decisions), this::decision, count -> {});
        return new OutageDecisionCount(
                count(ATTEMPT, ATTEMPT),
                count(DECIDED, DECIDED),
                doubled,
                count(ATTEMPT | DECIDED, ATTEMPT),
                count(ANSWERED | DECIDED, ANSWERED));
    }

    private long count(int mask, int value) {
        return submissions.values().stream()
                .filter(flags -> (flags & mask) == value)
                .count();
    }

    private void entry(PositionedRecord record) {
        entries.put(record.partition(), record.offset() + 1);
        try {
            LogEntry entry = EntryJson.read(record.value());
            if (entry instanceof LogEntry.Mail mail) {
                mark(mail.event().id(), ATTEMPT);
            } else if (entry instanceof LogEntry.AnswerGiven answer
                    && answer.source().equals("log")) {
                mark(answer.eventId(), ANSWERED);
            }
        } catch (UnreadableRecordException e) {
            // The step made it a dead letter, so that it is no submission.
            return;
        }
    }

    private void decision(PositionedRecord record) {
        decisions.put(record.partition(), record.offset() + 1);
        String id = JSON.readTree(new String(record.value(), StandardCharsets.UTF_8))
                .path("event_id")
                .asString();
        if ((mark(id, DECIDED) & DECIDED) != 0) {
            doubled++;
        }
    }

    /** Returns what was known before. */
    private int mark(String id, int flag) {
        int before = submissions.getOrDefault(id, 0);
        submissions.put(id, before | flag);
        return before;
    }

    @Override
    public void close() {
        log.close();
    }
}
