package org.sekimori.stream.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListKind;
import tools.jackson.core.JsonParser;

/** The records of {@code list-changes}: one change of a list. */
public final class ListChangeJson {

    private ListChangeJson() {}

    public static byte[] write(ListChange change) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("id", change.id());
            json.writeStringProperty("time", change.time().toString());
            json.writeStringProperty("by", change.by());
            json.writeStringProperty("channel", change.channel());
            json.writeStringProperty("action", change.action().word());
            json.writeStringProperty("list", change.list());
            json.writeStringProperty("kind", change.kind().word());
            JsonSupport.texts(json, "values", change.values().stream());
            json.writeStringProperty("reason", change.reason());
            JsonSupport.optional(
                    json,
                    "until",
                    change.until() == null ? null : change.until().toString());
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableRecordException if something is missing or wrong
     */
    public static ListChange read(byte @Nullable [] bytes) {
        Fields fields = new Fields();
        return JsonSupport.read(bytes, fields, fields::change);
    }

    private static final class Fields implements JsonSupport.Property {
        private String id = "";
        private @Nullable Instant time;
        private String by = "";
        private String channel = "";
        private String action = "";
        private String list = "";
        private String kind = "";
        private final List<String> values = new ArrayList<>();
        private String reason = "";
        private @Nullable Instant until;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "id" -> id = JsonSupport.text(json);
                case "time" -> time = Rfc3339Times.parse(JsonSupport.text(json));
                case "by" -> by = JsonSupport.text(json);
                case "channel" -> channel = JsonSupport.text(json);
                case "action" -> action = JsonSupport.text(json);
                case "list" -> list = JsonSupport.text(json);
                case "kind" -> kind = JsonSupport.text(json);
                case "values" -> JsonSupport.texts(json, values);
                case "reason" -> reason = JsonSupport.text(json);
                case "until" -> until = Rfc3339Times.parse(JsonSupport.text(json));
                default -> {}
            }
        }

        ListChange change() {
            ListKind known = ListKind.of(kind);
            if (time == null || known == null) {
                throw new UnreadableRecordException("a change of a list lacks its time, or has no kind that is known");
            }
            return new ListChange(
                    id,
                    time,
                    by,
                    channel,
                    ListChange.Action.valueOf(action.toUpperCase(Locale.ROOT)),
                    list,
                    known,
                    values,
                    reason,
                    until);
        }
    }
}
