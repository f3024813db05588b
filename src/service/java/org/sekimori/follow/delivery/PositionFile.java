package org.sekimori.follow.delivery;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.source.LogReading;
import org.sekimori.stream.files.AtomicFileWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a follower goes on after a restart: the place in its source, and the messages that were open there, in one file that is
 * replaced as a whole ({@code docs/schemas/follower-position.schema.json}). Readable by its owner only: open messages name
 * recipients.
 */
final class PositionFile {

    private static final Logger logger = LoggerFactory.getLogger(PositionFile.class);

    private static final int FORMAT = 1;

    private final Path file;
    private final String server;

    PositionFile(Path folder, FollowerSettings settings) {
        this.file = folder.resolve(settings.name() + ".json");
        this.server = settings.server().word();
    }

    /**
     * Restores the open messages, and gives the place.
     *
     * @return null if there is none, or none that can be used, which the log says
     */
    @Nullable
    JsonNode read(LogReading reading) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | JacksonException e) {
            logger.warn("{} cannot be read, so its follower begins anew: {}", file, e.toString());
            return null;
        }
        if (json.path("format").asInt(0) != FORMAT
                || !json.path("server").asString("").equals(server)) {
            logger.warn("{} is of another version or another kind of server, so its follower begins anew", file);
            return null;
        }
        try {
            reading.restore(Base64.getDecoder().decode(json.path("state").asString("")));
        } catch (IOException | IllegalArgumentException e) {
            logger.warn("What was open cannot be read from {} and is forgotten: {}", file, e.toString());
        }
        return json.path("position");
    }

    /** Writes both, durably. */
    void write(LogReading reading, JsonNode position, Instant now) throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        reading.save(new DataOutputStream(state));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("server", server);
        json.put("written", now.toString());
        json.set("position", position);
        json.put("state", Base64.getEncoder().encodeToString(state.toByteArray()));
        AtomicFileWriter.writePrivately(file, json.toString());
    }
}
