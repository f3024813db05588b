package org.sekimori.follow.records;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.EventText;
import org.sekimori.follow.LogEvent;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A record of a log that is a JSON object a line. */
final class JsonRecord {

    private static final int DEEPEST = 32;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private JsonRecord() {}

    /** The record; null if the text is no JSON. */
    static @Nullable JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** A text of the record; empty without it. */
    static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    /** Takes one recipient, or an array of them; what is none still counts as one. */
    static void recipients(JsonNode json, LogEvent.Builder event) {
        List<String> all = new ArrayList<>();
        int count = json.isArray() ? json.size() : 1;
        for (int i = 0; i < count; i++) {
            JsonNode one = json.isArray() ? json.get(i) : json;
            String recipient = one.isString() ? EventText.fit(one.stringValue(), EventText.ADDRESS) : null;
            if (recipient != null && !recipient.isBlank()) {
                all.add(recipient);
            }
        }
        event.recipients(all).recipientCount(Math.max(1, count));
    }
}
