package org.sekimori.stream.notice;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.json.JsonSupport;
import org.sekimori.stream.json.Rfc3339Times;
import org.sekimori.stream.json.UnreadableRecordException;
import org.sekimori.text.EscapedText;

/** JSON of the topic {@code notices}: states of notices, and read offsets of questions. */
public final class NoticeRecordJson {

    private static final String PLACE = "place/questions/";

    private NoticeRecordJson() {}

    /** One notice. */
    public static byte[] write(NoticeRecord entry) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("key", entry.key());
            json.writeStringProperty("kind", entry.kind());
            json.writeStringProperty("to", entry.to());
            JsonSupport.optional(json, "account", entry.account());
            json.writeStringProperty("about", entry.about());
            json.writeStringProperty("state", entry.state().name().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("attempts", entry.attempts());
            json.writeStringProperty("at", entry.at().toString());
            Instant next = entry.next();
            JsonSupport.optional(json, "next", next == null ? null : next.toString());
            json.writeStringProperty("since", entry.since().toString());
            json.writeStringProperty("reason", entry.reason());
            json.writeName("facts");
            json.writeStartObject();
            entry.facts().forEach(json::writeStringProperty);
            json.writeEndObject();
        });
    }

    /**
     * Parses {@link #write}'s output.
     *
     * @throws UnreadableRecordException if a field is missing
     */
    public static NoticeRecord read(byte @Nullable [] bytes) {
        Map<String, String> texts = new TreeMap<>();
        TreeMap<String, String> facts = new TreeMap<>();
        int[] attempts = new int[1];
        JsonSupport.Property property = (json, name) -> {
            switch (name) {
                case "attempts" -> attempts[0] = JsonSupport.integer(json);
                case "facts" ->
                    JsonSupport.properties(json, (inner, fact) -> JsonSupport.textIfAny(inner, fact, facts));
                default -> JsonSupport.textIfAny(json, name, texts);
            }
        };
        return JsonSupport.read(bytes, property, () -> entry(texts, attempts[0], facts));
    }

    private static NoticeRecord entry(Map<String, String> texts, int attempts, TreeMap<String, String> facts) {
        @Nullable String next = texts.get("next");
        return new NoticeRecord(
                text(texts, "key"),
                text(texts, "kind"),
                text(texts, "to"),
                texts.get("account"),
                text(texts, "about"),
                state(text(texts, "state")),
                attempts,
                Rfc3339Times.parse(text(texts, "at")),
                next == null ? null : Rfc3339Times.parse(next),
                Rfc3339Times.parse(text(texts, "since")),
                text(texts, "reason"),
                facts);
    }

    private static NoticeRecord.State state(String word) {
        for (NoticeRecord.State state : NoticeRecord.State.values()) {
            if (state.name().equalsIgnoreCase(word)) {
                return state;
            }
        }
        throw new UnreadableRecordException("a notice has the unknown state '" + EscapedText.of(word, 40) + "'");
    }

    private static String text(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw new UnreadableRecordException("a notice lacks " + name);
        }
        return text;
    }

    /** Key of the place in a partition of {@code questions}. */
    public static String place(int partition) {
        return PLACE + partition;
    }

    /** Whether a key is one of a place. */
    public static boolean isPlace(String key) {
        return key.startsWith(PLACE);
    }

    /**
     * The partition of an offset's key.
     *
     * @throws UnreadableRecordException for any other key
     */
    public static int placeOf(String key) {
        try {
            return Integer.parseInt(key.substring(PLACE.length()));
        } catch (NumberFormatException e) {
            throw new UnreadableRecordException("not a place: " + key);
        }
    }

    /** How far a partition was read: the offset of the next question. */
    public static byte[] writePlace(long offset) {
        return JsonSupport.object(json -> json.writeNumberProperty("next", offset));
    }

    /**
     * Parses {@link #writePlace}'s output.
     *
     * @throws UnreadableRecordException without an offset
     */
    public static long readPlace(byte @Nullable [] bytes) {
        long[] next = {-1};
        JsonSupport.readObject(bytes, (json, name) -> {
            if (name.equals("next")) {
                next[0] = JsonSupport.number(json);
            }
        });
        if (next[0] < 0) {
            throw new UnreadableRecordException("a place says no offset");
        }
        return next[0];
    }
}
