package org.sekimori.stream.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.source.RulebookFiles;
import tools.jackson.core.JsonParser;

/** The records of {@code rulebooks}: texts of rulebooks, and what is in force. */
public final class RulebookJson {

    private RulebookJson() {}

    private record PredecessorForm(String rulebook, Instant time, String by) {

        static PredecessorForm of(RulebookHistory.Predecessor past) {
            return new PredecessorForm(past.rulebook(), past.time(), past.by());
        }

        static RulebookHistory.Predecessor read(JsonParser json) {
            return ColdRecords.read(
                    json,
                    PredecessorForm.class,
                    "a record",
                    form -> new RulebookHistory.Predecessor(form.rulebook(), form.time(), form.by()));
        }
    }

    /** The text of a rulebook. */
    public static byte[] write(RulebookFiles rulebook) {
        return JsonSupport.object(json -> {
            json.writeName("files");
            json.writeStartObject();
            rulebook.files().forEach(json::writeStringProperty);
            json.writeEndObject();
        });
    }

    /** Reads what {@link #write(RulebookFiles)} wrote. */
    public static RulebookFiles readFiles(byte @Nullable [] bytes) {
        SortedMap<String, String> files = new TreeMap<>();
        JsonSupport.readObject(bytes, (json, name) -> {
            if (name.equals("files")) {
                // A file that is no text would be left out in silence, and the rest would be another rulebook.
                JsonSupport.properties(json, (inner, file) -> files.put(file, JsonSupport.text(inner)));
            }
        });
        return new RulebookFiles(files);
    }

    /** What is in force, beside the texts of {@code rulebooks}. */
    public static byte[] write(RulebookHistory history) {
        return JsonSupport.object(json -> {
            EntryJson.write(json, history.now());
            json.writeName("past");
            json.writeStartArray();
            history.predecessors().forEach(past -> ColdRecords.write(json, PredecessorForm.of(past)));
            json.writeEndArray();
            json.writeName("since");
            ColdRecords.write(json, PredecessorForm.of(history.since()));
            json.writeName("withdrawn");
            json.writeStartArray();
            history.withdrawn().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    /** Reads what {@link #write(RulebookHistory)} wrote, or the bare id that stood there once. */
    public static RulebookHistory readHistory(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            throw new UnreadableRecordException("the record is empty");
        }
        if (bytes[0] != '{') {
            return RulebookHistory.first(new String(bytes, StandardCharsets.US_ASCII), Instant.EPOCH, "");
        }
        List<RulebookHistory.Predecessor> past = new ArrayList<>();
        List<String> withdrawn = new ArrayList<>();
        List<RulebookHistory.Predecessor> since = new ArrayList<>();
        JsonSupport.readObject(bytes, (json, name) -> {
            if (name.equals("past")) {
                JsonSupport.elements(json, element -> past.add(PredecessorForm.read(element)));
            } else if (name.equals("since")) {
                since.add(PredecessorForm.read(json));
            } else if (name.equals("withdrawn")) {
                JsonSupport.texts(json, withdrawn);
            }
        });
        LogEntry.RulebookActivation now = EntryJson.readActivation(bytes);
        return new RulebookHistory(
                now,
                since.isEmpty() ? new RulebookHistory.Predecessor(now.rulebook(), now.time(), now.by()) : since.get(0),
                past,
                withdrawn);
    }
}
