package org.sekimori.stream.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListEntry;
import org.sekimori.lists.ListKind;
import org.sekimori.lists.ListTerms;

/** The records of {@code lists}: the key is kind, list and value with a space between them, the value who, why and until when. */
public final class ListEntryJson {

    private ListEntryJson() {}

    /** What a key names. */
    public record Key(ListKind kind, String list, String value) {

        public byte[] bytes() {
            return (kind.word() + " " + list + " " + value).getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Reads a key.
     *
     * @throws UnreadableRecordException if it is none
     */
    public static Key key(byte @Nullable [] bytes) {
        String[] parts = bytes == null ? new String[0] : new String(bytes, StandardCharsets.UTF_8).split(" ", 3);
        ListKind kind = parts.length < 3 ? null : ListKind.of(parts[0]);
        if (kind == null) {
            throw new UnreadableRecordException("the key of an entry of a list is not kind, list and value");
        }
        return new Key(kind, parts[1], parts[2]);
    }

    public static byte[] write(ListTerms terms) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("by", terms.by());
            json.writeStringProperty("reason", terms.reason());
            json.writeStringProperty("since", terms.since().toString());
            JsonSupport.optional(
                    json, "until", terms.until() == null ? null : terms.until().toString());
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableRecordException if something is missing or wrong
     */
    public static ListEntry read(Key key, byte[] bytes) {
        Fields fields = new Fields();
        return JsonSupport.read(
                bytes, fields, () -> new ListEntry(key.list(), key.kind(), key.value(), fields.terms()));
    }

    private static final class Fields implements JsonSupport.Property {
        private String by = "";
        private String reason = "";
        private @Nullable Instant since;
        private @Nullable Instant until;

        @Override
        public void read(tools.jackson.core.JsonParser json, String name) {
            switch (name) {
                case "by" -> by = JsonSupport.text(json);
                case "reason" -> reason = JsonSupport.text(json);
                case "since" -> since = Rfc3339Times.parse(JsonSupport.text(json));
                case "until" -> until = Rfc3339Times.parse(JsonSupport.text(json));
                default -> {}
            }
        }

        ListTerms terms() {
            if (since == null) {
                throw new UnreadableRecordException("an entry of a list has no since");
            }
            return new ListTerms(by, reason, since, until);
        }
    }
}
