package org.sekimori.recount;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the topic of events says: which attempts there were, in which order, and what the doors answered. */
final class EventTopicContents {

    private final JsonMapper json = new JsonMapper();
    private final InconsistencyCounter problems;
    private final ExpectedVerdict expectation;
    private final Map<String, RecountedAccount> accounts = new HashMap<>();
    private final Map<String, RecordedAttempt> attempts = new HashMap<>();
    private final List<RecordedAnswer> answers = new ArrayList<>();
    private final Map<String, Long> types = new TreeMap<>();
    private final SenderDomainSums sums;
    private long repetitions;

    EventTopicContents(InconsistencyCounter problems, ExpectedVerdict expectation, SenderDomainSums sums) {
        this.sums = sums;
        this.problems = problems;
        this.expectation = expectation;
    }

    void read(TopicRecord record) {
        byte[] value = record.value();
        if (value == null) {
            count("(tombstone)");
            return;
        }
        JsonNode entry = parse(value);
        if (entry == null || !entry.isObject()) {
            problems.add(LogInconsistency.UNREADABLE, "the event at", record.place(), "is no JSON object");
            return;
        }
        String type = entry.path("type").asString("");
        switch (type) {
            case "mail" -> mail(entry, record);
            case "answered" -> answered(entry, record);
            case "neighbours_told" -> {
                count(type);
                sums.told(entry);
            }
            default -> count(type.isEmpty() ? "(no type)" : type);
        }
    }

    @Nullable
    JsonNode parse(byte[] value) {
        try {
            return json.readTree(value);
        } catch (JacksonException e) {
            return null;
        }
    }

    @Nullable
    RecordedAttempt attempt(String eventId) {
        return attempts.get(eventId);
    }

    Iterable<RecordedAttempt> attempts() {
        return attempts.values();
    }

    List<RecordedAnswer> answers() {
        return answers;
    }

    /** Number of records of each type, mail events apart by kind. */
    Map<String, Long> types() {
        return types;
    }

    int accounts() {
        return accounts.size();
    }

    /** Records that repeat an attempt. */
    long repetitions() {
        return repetitions;
    }

    private void mail(JsonNode event, TopicRecord record) {
        String kind = event.path("kind").asString("");
        count("mail " + kind);
        String id = event.path("id").asString("");
        String name = event.path("account").asString("");
        if (id.isEmpty() || name.isEmpty()) {
            problems.add(LogInconsistency.UNREADABLE, "the event at", record.place(), "has no id or no account");
            return;
        }
        RecountedAccount account = accounts.computeIfAbsent(name, RecountedAccount::new);
        if (!record.key().equals(name) || !account.staysIn(record.partition())) {
            problems.add(
                    LogInconsistency.MISPLACED,
                    "event",
                    id,
                    "of",
                    name,
                    "is at",
                    record.place(),
                    "with key",
                    record.key());
        }
        if (kind.equals("attempt")) {
            attempt(event, id, account, record);
        }
    }

    private void attempt(JsonNode event, String id, RecountedAccount account, TopicRecord record) {
        RecordedAttempt known = attempts.get(id);
        if (known == null) {
            RecordedVerdict expected = RecordedVerdict.of(String.valueOf(expectation.verdict(event)));
            boolean history = event.path("history").asBoolean(false);
            int place = account.nextPlace();
            attempts.put(
                    id,
                    new RecordedAttempt(id, account, place, recipients(event), history, sums.domain(event), expected));
            return;
        }
        repetitions++;
        if (known.account() != account) {
            problems.add(
                    LogInconsistency.MISPLACED,
                    "event",
                    id,
                    "is of",
                    known.account().name(),
                    "and at",
                    record.place(),
                    "of",
                    account.name());
        }
    }

    private void answered(JsonNode entry, TopicRecord record) {
        count("answered");
        RecordedVerdict verdict = RecordedVerdict.of(entry.path("verdict").asString(""));
        String source = entry.path("source").asString("");
        boolean fallback = source.equals("fallback");
        if (verdict == null || !(fallback || source.equals("log"))) {
            problems.add(
                    LogInconsistency.UNREADABLE, "the answer at", record.place(), "has no known verdict or source");
            return;
        }
        String eventId = entry.path("event_id").asString("");
        RecordedAttempt attempt = attempts.get(eventId);
        // One copy of an id is enough: with hundreds of thousands of them it counts.
        answers.add(new RecordedAnswer(attempt == null ? eventId : attempt.id(), verdict, fallback));
    }

    private static int recipients(JsonNode event) {
        return event.path("recipient_count").asInt(event.path("recipients").size());
    }

    private void count(String type) {
        types.merge(type, 1L, Long::sum);
    }
}
