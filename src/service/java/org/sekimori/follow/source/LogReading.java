package org.sekimori.follow.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogFormat;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler;
import org.sekimori.follow.LogLineAssembler.LineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lines of one log: header, then the assembler of the host that wrote it. A log of several hosts has an assembler for
 * each, since queue ids repeat between hosts. Not thread-safe, but for the counts and samples.
 */
public final class LogReading {

    /**
     * Most hosts of one log at a time; a name comes with each line, and so from outside. Containers have a new name at each start, so
     * a new host takes the place of the one that was silent longest and has nothing open.
     */
    static final int MOST_HOSTS = 256;

    private static final int LONGEST_HOST = 255;

    private static final Logger logger = LoggerFactory.getLogger(LogReading.class);

    private final LogLineParser parser;
    private final String server;
    private final Supplier<LogLineAssembler> assemblers;

    /** In the order of their latest lines. */
    private final Map<String, Host> hosts = new LinkedHashMap<>(16, 0.75f, true);

    private final LineSamples samples = new LineSamples();
    private final long[] results = new long[LineResult.values().length];
    private volatile LineCounts counts = new LineCounts(0, 0, 0, 0);
    private volatile int open;
    private volatile long unreadLines;

    /** A host's assembler, and the time of its last line: a host whose clock is ahead makes no other host's messages old. */
    private static final class Host {
        private final LogLineAssembler assembler;
        private Instant last = Instant.EPOCH;

        Host(LogLineAssembler assembler) {
            this.assembler = assembler;
        }
    }

    /** Receives what lines complete. */
    @FunctionalInterface
    public interface Events {

        /**
         * An event.
         *
         * @param host the server's name where the event has none
         * @param arrival when the line that completed it was there
         */
        void accept(LogEvent event, String host, Instant arrival);
    }

    /**
     * A reading.
     *
     * @param zone of the server, for stamps without one
     * @param server name of the server, instead of the hosts that the lines name; empty: as the lines say
     * @param assemblers makes an assembler for a host
     */
    public LogReading(LogFormat format, ZoneId zone, String server, Supplier<LogLineAssembler> assemblers) {
        this.parser = new LogLineParser(format, zone);
        this.server = server;
        this.assemblers = assemblers;
    }

    /** Reads the next line; never fails. */
    public void read(RawLine raw, Events events) {
        LogLine line = parser.parse(raw);
        if (line == null) {
            if (!blank(raw.bytes())) {
                count(LineResult.NOT_UNDERSTOOD);
                samples.note("", LogLineParser.text(raw.bytes()));
            }
            return;
        }
        LogLine here =
                server.isEmpty() ? line : new LogLine(line.time(), server, line.program(), line.pid(), line.text());
        Host host = host(here.host());
        if (host == null) {
            count(LineResult.FOREIGN);
            return;
        }
        host.last = here.time();
        LineResult result =
                result(host.assembler, here, event -> events.accept(event, here.host(), raw.arrival(event.time())));
        count(result);
        if (result == LineResult.NOT_UNDERSTOOD) {
            samples.note(here.program(), here.text());
        }
    }

    private static LineResult result(LogLineAssembler assembler, LogLine line, Consumer<LogEvent> events) {
        try {
            return assembler.read(line, events);
        } catch (RuntimeException e) {
            // A fault of ours must not keep the lines behind this one waiting.
            logger.error("A log line of {} could not be read and is left out", line.program(), e);
            return LineResult.NOT_UNDERSTOOD;
        }
    }

    private @Nullable Host host(String host) {
        Host known = hosts.get(host);
        if (known != null) {
            return known;
        }
        if (host.length() > LONGEST_HOST || hosts.size() >= MOST_HOSTS && !forgetSilent()) {
            unreadLines++;
            return null;
        }
        Host made = new Host(assemblers.get());
        hosts.put(host, made);
        return made;
    }

    /** Forgets the host that was silent longest among those with nothing open; false if there is none. */
    private boolean forgetSilent() {
        Iterator<Host> silentFirst = hosts.values().iterator();
        while (silentFirst.hasNext()) {
            if (silentFirst.next().assembler.open() == 0) {
                silentFirst.remove();
                return true;
            }
        }
        return false;
    }

    private static boolean blank(byte[] line) {
        for (byte one : line) {
            if (one != 0 && one != ' ' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }

    private void count(LineResult result) {
        results[result.ordinal()]++;
    }

    /** Call after a batch of lines: forgets what has been open for too long, and makes the counts visible to other threads. */
    public void endBatch() {
        int all = 0;
        for (Host one : hosts.values()) {
            one.assembler.expire(one.last);
            all += one.assembler.open();
        }
        open = all;
        counts = new LineCounts(
                results[LineResult.UNDERSTOOD.ordinal()],
                results[LineResult.IGNORED.ordinal()],
                results[LineResult.NOT_UNDERSTOOD.ordinal()],
                results[LineResult.FOREIGN.ordinal()]);
    }

    /** The lines, as of the last batch. */
    public LineCounts counts() {
        return counts;
    }

    /** Masked samples of lines that were not understood, at most five, of different shapes. */
    public List<String> samples() {
        return samples.list();
    }

    /** Messages that are open, as of the last batch. */
    public int open() {
        return open;
    }

    /** Lines of hosts beyond {@link #MOST_HOSTS}, which are not read. */
    public long unreadLines() {
        return unreadLines;
    }

    /** Time of the last line; {@link Instant#EPOCH} before the first. */
    public Instant lastTime() {
        return parser.lastTime();
    }

    /** Writes what is needed to go on after a restart. */
    public void save(DataOutput out) throws IOException {
        out.writeLong(parser.lastTime().getEpochSecond());
        out.writeInt(hosts.size());
        for (Map.Entry<String, Host> one : hosts.entrySet()) {
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            one.getValue().assembler.save(new DataOutputStream(state));
            out.writeUTF(one.getKey());
            out.writeInt(state.size());
            out.write(state.toByteArray());
        }
    }

    /**
     * Takes up what {@link #save} wrote; called before the first line. Of a host whose state cannot be read, such as after a change of
     * version, only what was open is forgotten.
     *
     * @throws IOException if nothing can be read
     */
    public void restore(byte[] state) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
        parser.resume(Instant.ofEpochSecond(in.readLong()));
        int size = in.readInt();
        if (size < 0 || size > MOST_HOSTS) {
            throw new IOException("a number of hosts out of range: " + size);
        }
        for (int i = 0; i < size; i++) {
            String host = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("a state that is cut off");
            }
            byte[] own = in.readNBytes(length);
            Host known = host(host);
            if (known == null) {
                return;
            }
            try {
                known.assembler.restore(new DataInputStream(new ByteArrayInputStream(own)));
            } catch (IOException | RuntimeException e) {
                logger.warn("What was open in the log of {} cannot be read and is forgotten: {}", host, e.toString());
                hosts.put(host, new Host(assemblers.get()));
            }
        }
    }
}
