package org.sekimori.stream.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CaseProgress;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.RuleHits;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.text.EscapedText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The records of {@code cases}: all cases of an account, closed ones first, oldest first. */
public final class CaseSetJson {

    private CaseSetJson() {}

    /** All cases of an account. */
    public static byte[] write(CaseSet set) {
        return JsonSupport.object(json -> {
            json.writeName("cases");
            json.writeStartArray();
            set.all().forEach(one -> write(json, one));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Case one) {
        json.writeStartObject();
        json.writeStringProperty("id", one.id());
        json.writeNumberProperty("version", one.version());
        json.writeStringProperty("state", one.state().word());
        JsonSupport.optional(
                json, "outcome", one.outcome() == null ? null : one.outcome().word());
        if (!one.reference().isEmpty()) {
            json.writeStringProperty("reference", one.reference());
        }
        JsonSupport.optional(json, "assignee", one.assignee());
        json.writeNumberProperty("reopened", one.reopened());
        json.writeStringProperty("severity", one.severity().word());
        json.writeStringProperty("opened_at", one.openedAt().toString());
        json.writeStringProperty("since", one.since().toString());
        json.writeName("rules");
        json.writeStartArray();
        one.rules().forEach(hits -> write(json, hits));
        json.writeEndArray();
        json.writeNumberProperty("messages_out", one.messagesOut());
        json.writeNumberProperty("recipients_out", one.recipientsOut());
        CaseProgress done = one.progress();
        JsonSupport.optional(json, "notified_at", text(done.notifiedAt()));
        JsonSupport.optional(json, "held_at", text(done.heldAt()));
        JsonSupport.optional(json, "cleaned_at", text(done.cleanedAt()));
        JsonSupport.optional(json, "password_changed_at", text(done.passwordChangedAt()));
        JsonSupport.optional(json, "released_at", text(done.releasedAt()));
        JsonSupport.optional(json, "watch_until", text(done.watchUntil()));
        CaseJudgement judgement = one.judgement();
        if (judgement != null) {
            json.writeStringProperty("closed_at", judgement.at().toString());
            json.writeStringProperty("closed_by", judgement.by());
            json.writeStringProperty("reason", judgement.reason());
        }
        json.writeName("history");
        json.writeStartArray();
        one.history().forEach(step -> write(json, step));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, CaseHistoryEntry step) {
        json.writeStartObject();
        json.writeStringProperty("time", step.time().toString());
        json.writeStringProperty("what", step.what());
        json.writeStringProperty("by", step.by());
        json.writeStringProperty("text", step.text());
        if (step.command() != 0) {
            json.writeStringProperty("command", Long.toHexString(step.command()));
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RuleHits hits) {
        json.writeStartObject();
        json.writeStringProperty("rule", hits.rule());
        json.writeNumberProperty("version", hits.version());
        json.writeNumberProperty("hits", hits.hits());
        json.writeStringProperty("first", hits.first().toString());
        json.writeStringProperty("last", hits.last().toString());
        json.writeEndObject();
    }

    /**
     * Reads what {@link #write(CaseSet)} wrote.
     *
     * @throws UnreadableRecordException if a case lacks something
     */
    public static CaseSet read(byte @Nullable [] bytes) {
        List<Case> cases = new ArrayList<>();
        JsonSupport.Property property = (json, name) -> {
            if (name.equals("cases")) {
                JsonSupport.elements(json, element -> {
                    Fields fields = new Fields();
                    JsonSupport.properties(element, fields);
                    cases.add(fields.read());
                });
            }
        };
        return JsonSupport.read(bytes, property, () -> CaseSet.of(cases));
    }

    private static final class Fields implements JsonSupport.Property {
        private final Map<String, String> texts = new TreeMap<>();
        private final List<RuleHits> rules = new ArrayList<>();
        private final List<CaseHistoryEntry> history = new ArrayList<>();
        private int version = 1;
        private int reopened;
        private long messages;
        private long recipients;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "rules" ->
                    JsonSupport.elements(json, element -> {
                        HitFields fields = new HitFields();
                        JsonSupport.properties(element, fields);
                        rules.add(fields.read());
                    });
                case "history" ->
                    JsonSupport.elements(json, element -> {
                        Map<String, String> step = new TreeMap<>();
                        JsonSupport.properties(element, (inner, key) -> JsonSupport.textIfAny(inner, key, step));
                        history.add(step(step));
                    });
                case "version" -> version = JsonSupport.integer(json);
                case "reopened" -> reopened = JsonSupport.integer(json);
                case "messages_out" -> messages = JsonSupport.number(json);
                case "recipients_out" -> recipients = JsonSupport.number(json);
                default -> JsonSupport.textIfAny(json, name, texts);
            }
        }

        Case read() {
            @Nullable Instant closedAt = time(texts, "closed_at");
            CaseJudgement judgement = closedAt == null
                    ? null
                    : new CaseJudgement(
                            word(Case.Outcome.class, text(texts, "outcome")),
                            closedAt,
                            text(texts, "closed_by"),
                            text(texts, "reason"));
            return Case.builder(
                            text(texts, "id"),
                            word(Severity.class, text(texts, "severity")),
                            Rfc3339Times.parse(text(texts, "opened_at")))
                    .version(version)
                    .state(word(Case.State.class, text(texts, "state")))
                    .reference(texts.getOrDefault("reference", ""))
                    .since(Rfc3339Times.parse(text(texts, "since")))
                    .rules(rules)
                    .messagesOut(messages)
                    .recipientsOut(recipients)
                    .progress(new CaseProgress(
                            time(texts, "notified_at"),
                            time(texts, "held_at"),
                            time(texts, "cleaned_at"),
                            time(texts, "password_changed_at"),
                            time(texts, "released_at"),
                            time(texts, "watch_until")))
                    .assignee(texts.get("assignee"))
                    .reopened(reopened)
                    .judgement(judgement)
                    .history(history)
                    .build();
        }
    }

    private static CaseHistoryEntry step(Map<String, String> texts) {
        @Nullable String command = texts.get("command");
        return new CaseHistoryEntry(
                Rfc3339Times.parse(text(texts, "time")),
                text(texts, "what"),
                text(texts, "by"),
                text(texts, "text"),
                command == null ? 0 : Long.parseUnsignedLong(command, 16));
    }

    private static final class HitFields implements JsonSupport.Property {
        private final Map<String, String> texts = new TreeMap<>();
        private int version;
        private long hits;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "version" -> version = JsonSupport.integer(json);
                case "hits" -> hits = JsonSupport.number(json);
                default -> JsonSupport.textIfAny(json, name, texts);
            }
        }

        RuleHits read() {
            return new RuleHits(
                    text(texts, "rule"),
                    version,
                    hits,
                    Rfc3339Times.parse(text(texts, "first")),
                    Rfc3339Times.parse(text(texts, "last")));
        }
    }

    private static <E extends Enum<E>> E word(Class<E> words, String word) {
        for (E one : words.getEnumConstants()) {
            if (one.name().equalsIgnoreCase(word)) {
                return one;
            }
        }
        throw new UnreadableRecordException("a case has the unknown word '" + EscapedText.of(word, 40) + "'");
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant time(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        return text == null ? null : Rfc3339Times.parse(text);
    }

    private static String text(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw new UnreadableRecordException("a case lacks " + name);
        }
        return text;
    }
}
