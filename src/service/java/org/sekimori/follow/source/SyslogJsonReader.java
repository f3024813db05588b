package org.sekimori.follow.source;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.LogLine;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads log lines as JSON: journald's ({@code journalctl -o json}; MESSAGE may be an array of octets, systemd.journal-fields(7)), and
 * rsyslog's, whose names of fields are those of the template in {@code docs/logs.md} or the usual ones of other templates. A
 * message without a program is read as a whole syslog line.
 */
final class SyslogJsonReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20).build())
            .configure(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, true)
            .build();

    private enum Slot {
        MICROSECONDS,
        TIME,
        RECEIVED,
        HOST,
        PROGRAM,
        TAG,
        PID,
        MESSAGE
    }

    private static final Map<String, Slot> SLOTS = Map.ofEntries(
            Map.entry("__REALTIME_TIMESTAMP", Slot.MICROSECONDS),
            Map.entry("_HOSTNAME", Slot.HOST),
            Map.entry("SYSLOG_IDENTIFIER", Slot.PROGRAM),
            Map.entry("SYSLOG_PID", Slot.PID),
            Map.entry("_PID", Slot.PID),
            Map.entry("MESSAGE", Slot.MESSAGE),
            Map.entry("timestamp", Slot.TIME),
            Map.entry("@timestamp", Slot.TIME),
            Map.entry("time", Slot.TIME),
            Map.entry("timereported", Slot.TIME),
            Map.entry("received", Slot.RECEIVED),
            Map.entry("timegenerated", Slot.RECEIVED),
            Map.entry("host", Slot.HOST),
            Map.entry("hostname", Slot.HOST),
            Map.entry("fromhost", Slot.HOST),
            Map.entry("program", Slot.PROGRAM),
            Map.entry("programname", Slot.PROGRAM),
            Map.entry("app-name", Slot.PROGRAM),
            Map.entry("appname", Slot.PROGRAM),
            Map.entry("tag", Slot.TAG),
            Map.entry("syslogtag", Slot.TAG),
            Map.entry("pid", Slot.PID),
            Map.entry("procid", Slot.PID),
            Map.entry("message", Slot.MESSAGE),
            Map.entry("msg", Slot.MESSAGE));

    private final LogLineParser lines;
    private final @Nullable String[] values = new @Nullable String[Slot.values().length];

    SyslogJsonReader(LogLineParser lines) {
        this.lines = lines;
    }

    /** The line; null if it is none. */
    @Nullable
    LogLine read(String text, RawLine raw) {
        Arrays.fill(values, null);
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                Slot slot = SLOTS.get(name);
                JsonToken token = json.nextToken();
                if (slot != null && values[slot.ordinal()] == null) {
                    values[slot.ordinal()] = value(json, token);
                } else {
                    json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            // Not JSON, or cut off: a line that is not understood, shown as such.
            return null;
        }
        return line(raw);
    }

    private static @Nullable String value(JsonParser json, JsonToken token) {
        if (token == JsonToken.START_ARRAY) {
            return octets(json);
        }
        if (!token.isScalarValue()) {
            json.skipChildren();
            return null;
        }
        return token == JsonToken.VALUE_NULL ? null : json.getString();
    }

    private static String octets(JsonParser json) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_INT) {
                octets.write(json.getIntValue());
            } else {
                json.skipChildren();
            }
        }
        return LogLineParser.text(octets.toByteArray());
    }

    private @Nullable LogLine line(RawLine raw) {
        String message = values[Slot.MESSAGE.ordinal()];
        if (message == null) {
            return null;
        }
        String program = values[Slot.PROGRAM.ordinal()];
        String tag = values[Slot.TAG.ordinal()];
        if (program == null && tag == null) {
            LogLine whole = lines.syslog(LogLineParser.unspaced(message), raw);
            if (whole != null) {
                return whole;
            }
        }
        Instant time = time(raw);
        if (time == null) {
            return null;
        }
        int pid = LogLineParser.pid(orEmpty(values[Slot.PID.ordinal()]));
        if (tag != null) {
            // As it came: rsyslog cuts the program off at a slash unless told otherwise.
            LogLine tagged = lines.tagged(time, "", tag.endsWith(":") ? tag : tag + ":", 0);
            program = tagged.program().isEmpty() ? program : tagged.program();
            pid = tagged.pid() == 0 ? pid : tagged.pid();
        }
        return new LogLine(
                time, orEmpty(values[Slot.HOST.ordinal()]), orEmpty(program), pid, LogLineParser.unspaced(message));
    }

    private @Nullable Instant time(RawLine raw) {
        String micros = values[Slot.MICROSECONDS.ordinal()];
        if (micros != null) {
            try {
                long value = Long.parseLong(micros);
                return lines.note(Instant.ofEpochSecond(
                        Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1000L));
            } catch (NumberFormatException | DateTimeException e) {
                return null;
            }
        }
        String stamp = values[Slot.TIME.ordinal()];
        String other = stamp == null ? values[Slot.RECEIVED.ordinal()] : stamp;
        return other == null ? null : lines.stamp(other, raw);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
