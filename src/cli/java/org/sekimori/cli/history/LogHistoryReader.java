package org.sekimori.cli.history;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogEventJson;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.delivery.FollowedServer;
import org.sekimori.follow.source.LineCounts;
import org.sekimori.follow.source.LogLineParser;
import org.sekimori.follow.source.LogReading;
import org.sekimori.follow.source.RawLine;

/** Reads the log of a mail server. */
final class LogHistoryReader implements HistoryReader {

    private static final String HISTORY = "{\"history\":true,";

    private final FollowedServer server;
    private final ZoneId zone;
    private final LogReading reading;

    /**
     * A reader.
     *
     * @param zone of stamps without one
     * @param name the server's name; empty: as the lines say
     */
    LogHistoryReader(FollowedServer server, ZoneId zone, String name) {
        this.server = server;
        this.zone = zone;
        this.reading = new LogReading(server.format(), zone, name, () -> server.assembler(AskedMessages.NONE));
    }

    @Override
    public @Nullable Instant timeOf(byte[] line, Instant modified) {
        LogLine parsed = new LogLineParser(server.format(), zone).parse(new RawLine(line, Instant.EPOCH, modified));
        return parsed == null ? null : parsed.time();
    }

    @Override
    public void read(byte[] line, Instant modified, Consumer<HistoryEvent> events) {
        reading.read(
                new RawLine(line, Instant.EPOCH, modified),
                (event, host, arrival) -> events.accept(event(event, host)));
    }

    private static HistoryEvent event(LogEvent event, String host) {
        String json = new String(LogEventJson.write(event, host), StandardCharsets.UTF_8);
        return new HistoryEvent(event.time(), HISTORY + json.substring(1));
    }

    @Override
    public void endBatch() {
        reading.endBatch();
    }

    @Override
    public LineCounts counts() {
        return reading.counts();
    }

    @Override
    public List<String> samples() {
        return reading.samples();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        reading.save(new DataOutputStream(state));
        out.writeInt(state.size());
        out.write(state.toByteArray());
    }

    @Override
    public void restore(DataInput in) throws IOException {
        byte[] state = new byte[in.readInt()];
        in.readFully(state);
        reading.restore(state);
    }
}
