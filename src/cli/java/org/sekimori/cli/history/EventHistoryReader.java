package org.sekimori.cli.history;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.source.LineCounts;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads events as publishers write them, one JSON object a line. */
final class EventHistoryReader implements HistoryReader {

    private static final int MOST_SAMPLES = 5;

    private final List<String> samples = new ArrayList<>();
    private long understood;
    private long strange;

    @Override
    public @Nullable Instant timeOf(byte[] line, Instant modified) {
        ObjectNode event = object(line);
        return event == null ? null : time(event);
    }

    @Override
    public void read(byte[] line, Instant modified, Consumer<HistoryEvent> events) {
        if (new String(line, StandardCharsets.UTF_8).isBlank()) {
            return;
        }
        ObjectNode event = object(line);
        Instant time = event == null ? null : time(event);
        if (event == null || time == null) {
            strange++;
            if (samples.size() < MOST_SAMPLES) {
                samples.add(event == null ? "a line that is no JSON object" : "an event without a time");
            }
            return;
        }
        understood++;
        event.put("history", true);
        events.accept(new HistoryEvent(time, event.toString()));
    }

    private static @Nullable ObjectNode object(byte[] line) {
        try {
            JsonNode node = JsonMapper.shared().readTree(line);
            return node instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            // Counted as not understood, with its place among the samples.
            return null;
        }
    }

    private static @Nullable Instant time(ObjectNode event) {
        try {
            return OffsetDateTime.parse(event.path("time").asString("")).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public void endBatch() {
        // Nothing is open between two events.
    }

    @Override
    public LineCounts counts() {
        return new LineCounts(understood, 0, strange, 0);
    }

    @Override
    public List<String> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(understood);
        out.writeLong(strange);
    }

    @Override
    public void restore(DataInput in) throws IOException {
        understood = in.readLong();
        strange = in.readLong();
    }
}
