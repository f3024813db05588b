package org.sekimori.follow.source;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.consumer.TopicReader;
import org.sekimori.stream.consumer.TopicReader.TopicRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Log lines in a Kafka topic, a record each, as rsyslog's omkafka writes them. The positions are the follower's own and no consumer
 * group's: a place counts only together with the messages that were open there, and the two must be stored at once.
 */
public final class TopicLogSource implements LogSource {

    private final LogClientSettings log;
    private final String topic;
    private final Clock clock;
    private final Map<Integer, Long> saved = new TreeMap<>();
    private boolean fromBeginning;
    private volatile @Nullable TopicReader reader;
    private @Nullable Instant lastGap;
    private boolean atEnd;

    /** @param log where the topic is; its prefix is not used */
    public TopicLogSource(LogClientSettings log, String topic, Clock clock) {
        this.log = log;
        this.topic = topic;
        this.clock = clock;
    }

    @Override
    public void open(@Nullable JsonNode position, Start start) {
        fromBeginning = start == Start.BEGINNING;
        if (position == null) {
            return;
        }
        if (!position.path("kind").asString("").equals("topic")
                || !position.path("topic").asString("").equals(topic)) {
            throw new IllegalArgumentException("not a position in the topic " + topic + ": " + position);
        }
        position.path("offsets")
                .properties()
                .forEach(one ->
                        saved.put(Integer.valueOf(one.getKey()), one.getValue().asLong()));
    }

    @Override
    public int poll(Duration wait, Consumer<RawLine> lines) throws IOException {
        try {
            TopicReader open = reader;
            if (open == null) {
                open = new TopicReader(log, topic, saved, fromBeginning);
                reader = open;
            }
            int count = open.poll(wait, record -> lines.accept(line(record)));
            if (open.gap()) {
                lastGap = clock.instant();
            }
            atEnd = count == 0;
            return count;
        } catch (RuntimeException e) {
            throw new IOException("topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private RawLine line(TopicRecord record) {
        byte[] value = record.value();
        Instant now = clock.instant();
        Instant written = record.written().isAfter(now) ? now : record.written();
        int length = value.length > 0 && value[value.length - 1] == '\n' ? value.length - 1 : value.length;
        byte[] line = Arrays.copyOf(value, Math.min(length, LineSplitter.MAX_LINE));
        // What waited in a disk queue while Kafka was away was stamped long before it was written here.
        return new RawLine(line, Instant.EPOCH, written);
    }

    @Override
    public JsonNode position() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "topic");
        json.put("topic", topic);
        ObjectNode offsets = json.putObject("offsets");
        (reader == null ? saved : new TreeMap<>(reader.next()))
                .forEach((partition, offset) -> offsets.put(Integer.toString(partition), offset));
        return json;
    }

    @Override
    public Lag lag() {
        return new Lag(reader == null ? -1 : reader.lag(), "lines");
    }

    @Override
    public boolean atEnd() {
        return atEnd;
    }

    @Override
    public String problem() {
        return "";
    }

    @Override
    public @Nullable Instant lastGap() {
        return lastGap;
    }

    @Override
    public String describe() {
        return "topic " + topic;
    }

    @Override
    public void wakeUp() {
        TopicReader open = reader;
        if (open != null) {
            open.wakeUp();
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
