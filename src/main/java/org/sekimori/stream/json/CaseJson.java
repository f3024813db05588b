package org.sekimori.stream.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.RuleHits;
import org.sekimori.mail.Finding.Severity;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The records of {@code cases}: all cases of an account, closed ones first, oldest first. */
public final class CaseJson {

    private CaseJson() {}

    /** All cases of an account. */
    public static byte[] write(CaseSet set) {
        return Json.object(json -> {
            json.writeName("cases");
            json.writeStartArray();
            set.all().forEach(one -> write(json, one));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Case one) {
        json.writeStartObject();
        json.writeStringProperty("id", one.id());
        json.writeStringProperty("state", one.state().word());
        Json.optional(
                json, "outcome", one.outcome() == null ? null : one.outcome().word());
        json.writeStringProperty("severity", one.severity().word());
        json.writeStringProperty("opened_at", one.openedAt().toString());
        json.writeStringProperty("since", one.since().toString());
        json.writeName("rules");
        json.writeStartArray();
        one.rules().forEach(hits -> write(json, hits));
        json.writeEndArray();
        json.writeNumberProperty("messages_out", one.messagesOut());
        json.writeNumberProperty("recipients_out", one.recipientsOut());
        Json.optional(json, "held_at", text(one.heldAt()));
        Json.optional(json, "released_at", text(one.releasedAt()));
        Json.optional(json, "closed_at", text(one.closedAt()));
        Json.optional(json, "closed_by", one.closedBy());
        Json.optional(json, "reason", one.reason());
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
     * @throws UnreadableException if a case lacks something
     */
    public static CaseSet read(byte[] bytes) {
        List<Case> cases = new ArrayList<>();
        Json.readObject(bytes, (json, name) -> {
            if (name.equals("cases")) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    Fields fields = new Fields();
                    Json.properties(json, fields);
                    cases.add(fields.read());
                }
            } else {
                json.skipChildren();
            }
        });
        return CaseSet.of(cases);
    }

    private static final class Fields implements Json.Property {
        private final Map<String, String> texts = new TreeMap<>();
        private final List<RuleHits> rules = new ArrayList<>();
        private long messages;
        private long recipients;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "rules" -> {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        HitFields fields = new HitFields();
                        Json.properties(json, fields);
                        rules.add(fields.read());
                    }
                }
                case "messages_out" -> messages = json.getLongValue();
                case "recipients_out" -> recipients = json.getLongValue();
                default -> texts.put(name, json.getString());
            }
        }

        Case read() {
            return new Case(
                    text(texts, "id"),
                    word(Case.State.class, text(texts, "state")),
                    texts.containsKey("outcome") ? word(Case.Outcome.class, text(texts, "outcome")) : null,
                    word(Severity.class, text(texts, "severity")),
                    Times.parse(text(texts, "opened_at")),
                    Times.parse(text(texts, "since")),
                    rules,
                    messages,
                    recipients,
                    time(texts, "held_at"),
                    time(texts, "released_at"),
                    time(texts, "closed_at"),
                    texts.get("closed_by"),
                    texts.get("reason"));
        }
    }

    private static final class HitFields implements Json.Property {
        private final Map<String, String> texts = new TreeMap<>();
        private int version;
        private long hits;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "version" -> version = json.getIntValue();
                case "hits" -> hits = json.getLongValue();
                default -> texts.put(name, json.getString());
            }
        }

        RuleHits read() {
            return new RuleHits(
                    text(texts, "rule"),
                    version,
                    hits,
                    Times.parse(text(texts, "first")),
                    Times.parse(text(texts, "last")));
        }
    }

    private static <E extends Enum<E>> E word(Class<E> words, String word) {
        for (E one : words.getEnumConstants()) {
            if (one.name().equalsIgnoreCase(word)) {
                return one;
            }
        }
        throw new UnreadableException("a case has the unknown word '" + word + "'");
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant time(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        return text == null ? null : Times.parse(text);
    }

    private static String text(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw new UnreadableException("a case lacks " + name);
        }
        return text;
    }
}
