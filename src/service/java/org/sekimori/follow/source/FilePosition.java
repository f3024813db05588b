package org.sekimori.follow.source;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in a log that lies in a file and its rotated predecessors.
 *
 * @param device of the file; with {@code inode} 0: no file was there yet, and the next one is read from its beginning
 * @param inode of the file
 * @param fingerprint of the file
 * @param offset of the next line, in octets of the plain content
 * @param skipping whether the rest of a line that was too long follows
 * @param endSeen when the end was last seen, so that later lines were not there yet; null: never
 */
record FilePosition(
        long device,
        long inode,
        Fingerprint fingerprint,
        long offset,
        boolean skipping,
        @Nullable Instant endSeen) {

    /** Nothing was there yet. */
    static FilePosition none(@Nullable Instant endSeen) {
        return new FilePosition(0, 0, Fingerprint.EMPTY, 0, false, endSeen);
    }

    boolean isNone() {
        return inode == 0;
    }

    JsonNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "file");
        json.put("device", device);
        json.put("inode", inode);
        json.put("offset", offset);
        json.put("fingerprint_length", fingerprint.length());
        json.put("fingerprint", fingerprint.sha256());
        if (skipping) {
            json.put("skipping", true);
        }
        if (endSeen != null) {
            json.put("end_seen", endSeen.toString());
        }
        return json;
    }

    /** @throws IllegalArgumentException if it is no such position */
    static FilePosition of(JsonNode json) {
        int length = json.path("fingerprint_length").asInt(-1);
        long offset = json.path("offset").asLong(-1);
        if (!json.path("kind").asString("").equals("file") || length < 0 || length > Fingerprint.MOST || offset < 0) {
            throw new IllegalArgumentException("not a position in a file: " + json);
        }
        String seen = json.path("end_seen").asString("");
        try {
            return new FilePosition(
                    json.path("device").asLong(0),
                    json.path("inode").asLong(0),
                    new Fingerprint(length, json.path("fingerprint").asString("")),
                    offset,
                    json.path("skipping").asBoolean(false),
                    seen.isEmpty() ? null : Instant.parse(seen));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a position in a file: " + json, e);
        }
    }
}
