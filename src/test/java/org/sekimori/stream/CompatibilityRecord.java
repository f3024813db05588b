package org.sekimori.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One record as {@link CompatibilityRecorder} wrote it down: {@code {"topic":…,"key":…,"value":…}}, where what is no text stands as
 * {@code base64:…}.
 *
 * @param topic without prefix, or {@code changelog} and the name of a store
 */
record CompatibilityRecord(String topic, byte[] key, byte[] value) {

    private static final String BINARY = "base64:";

    static CompatibilityRecord of(String topic, byte[] key, byte[] value) {
        return new CompatibilityRecord(topic, key, value);
    }

    static CompatibilityRecord read(String json) {
        JsonNode line = JsonMapper.shared().readTree(json);
        return new CompatibilityRecord(
                line.required("topic").asString(),
                bytes(line.required("key").asString()),
                bytes(line.required("value").asString()));
    }

    String json() {
        return JsonMapper.shared()
                .writeValueAsString(JsonMapper.shared()
                        .createObjectNode()
                        .put("topic", topic)
                        .put("key", text(key))
                        .put("value", text(value)));
    }

    String value(String name) {
        return JsonMapper.shared().readTree(value).path(name).asString("");
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean printable = text.chars().noneMatch(c -> c < ' ' && c != '\n')
                && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
        return printable ? text : BINARY + Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.startsWith(BINARY)
                ? Base64.getDecoder().decode(text.substring(BINARY.length()))
                : text.getBytes(StandardCharsets.UTF_8);
    }
}
