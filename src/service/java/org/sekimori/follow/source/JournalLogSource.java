package org.sekimori.follow.source;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * systemd's journal, read by {@code journalctl -o json --follow --after-cursor=…} (journalctl(1)) as a child process: the format of
 * the journal's files is the library's own, and the command is wherever the journal is. The child ends with this process, because
 * it writes to a pipe. If it ends by itself, the next poll starts another one behind the last line given.
 */
public final class JournalLogSource implements LogSource {

    /** What of the journal is read unless told otherwise: the mail system, as {@code syslog.h} numbers it. */
    public static final List<String> MAIL = List.of("SYSLOG_FACILITY=2");

    private static final Pattern MATCH = Pattern.compile("[A-Z_0-9]+=[^\\p{Cntrl}]+|\\+");
    private static final Pattern CURSOR = Pattern.compile("\"__CURSOR\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern TIME = Pattern.compile("\"__REALTIME_TIMESTAMP\"\\s*:\\s*\"(\\d+)\"");
    private static final int MOST_LINES = 2000;
    private static final int QUEUE = 4096;

    private final List<String> command;
    private final List<String> matches;
    private final Clock clock;
    private final ArrayBlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
    private Start start = Start.END;
    private String cursor = "";
    private @Nullable Instant time;
    private boolean cursorLost;
    private @Nullable Process process;
    private @Nullable Thread pump;
    private boolean gave;
    private volatile String complaint = "";
    private @Nullable Instant lastGap;
    private volatile boolean atEnd = true;
    private volatile boolean woken;

    /**
     * The journal.
     *
     * @param command how to call journalctl, such as {@code journalctl}; further options may follow
     * @param matches of fields, as {@code journalctl} takes them, such as {@code _SYSTEMD_UNIT=postfix@-.service}
     * @throws IllegalArgumentException if a match is none
     */
    public JournalLogSource(List<String> command, List<String> matches, Clock clock) {
        for (String match : matches) {
            if (!MATCH.matcher(match).matches()) {
                throw new IllegalArgumentException(
                        "'" + match
                                + "' is no match of a journal's field; write it like SYSLOG_FACILITY=2 or _SYSTEMD_UNIT=postfix@-.service");
            }
        }
        this.command = List.copyOf(command);
        this.matches = List.copyOf(matches);
        this.clock = clock;
    }

    @Override
    public void open(@Nullable JsonNode saved, Start where) {
        start = where;
        if (saved == null) {
            return;
        }
        if (!saved.path("kind").asString("").equals("journal")) {
            throw new IllegalArgumentException("not a position in a journal: " + saved);
        }
        cursor = saved.path("cursor").asString("");
        long micros = saved.path("micros").asLong(0);
        time = micros == 0 ? null : instant(micros);
        // From now on whatever comes is new, even if nothing had come before.
        start = Start.BEGINNING;
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
    }

    /** The whole command line. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--output=json", "--all", "--follow", "--quiet"));
        arguments.add("--output-fields=MESSAGE,SYSLOG_IDENTIFIER,SYSLOG_PID,_PID,_HOSTNAME");
        if (!cursor.isEmpty() && !cursorLost) {
            arguments.add("--no-tail");
            arguments.add("--after-cursor=" + cursor);
        } else if (time != null) {
            arguments.add("--no-tail");
            arguments.add("--since=@" + time.getEpochSecond());
        } else {
            arguments.add(start == Start.BEGINNING ? "--no-tail" : "--lines=0");
        }
        arguments.addAll(matches);
        return arguments;
    }

    @Override
    public int poll(Duration wait, Consumer<RawLine> lines) throws IOException {
        if (process == null) {
            launch();
        }
        byte[] first = take(wait);
        int given = 0;
        for (byte[] line = first; line != null; line = given < MOST_LINES ? queue.poll() : null) {
            given += give(line, lines);
        }
        atEnd = queue.isEmpty();
        Process child = process;
        if (given == 0 && first == null && child != null && !child.isAlive() && !reading() && queue.isEmpty()) {
            ended(child);
        }
        return given;
    }

    private byte @Nullable [] take(Duration wait) {
        try {
            long until = System.nanoTime() + wait.toNanos();
            byte[] line = queue.poll();
            while (line == null
                    && !woken
                    && System.nanoTime() < until
                    && process != null
                    && (process.isAlive() || reading())) {
                line = queue.poll(20, TimeUnit.MILLISECONDS);
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Whether lines of a child, perhaps one that has ended, are still handed over. */
    private boolean reading() {
        Thread thread = pump;
        return thread != null && thread.isAlive();
    }

    private int give(byte[] line, Consumer<RawLine> lines) {
        String text = new String(line, StandardCharsets.UTF_8);
        Matcher place = CURSOR.matcher(text);
        if (!place.find()) {
            return 0;
        }
        cursor = place.group(1);
        cursorLost = false;
        gave = true;
        Matcher stamp = TIME.matcher(text);
        Instant now = clock.instant();
        Instant logged = stamp.find() ? instant(Long.parseLong(stamp.group(1))) : now;
        time = logged;
        lines.accept(new RawLine(line, Instant.EPOCH, now));
        return 1;
    }

    private void launch() throws IOException {
        gave = false;
        complaint = "";
        Process child;
        try {
            child = new ProcessBuilder(arguments()).start();
        } catch (IOException e) {
            throw new IOException(
                    "cannot run " + command.get(0) + ": " + e.getMessage()
                            + "; install systemd's journalctl, or follow a file instead",
                    e);
        }
        process = child;
        child.getOutputStream().close();
        pump = daemon("sekimori-journal", () -> pump(child));
        daemon("sekimori-journal-errors", () -> complaints(child));
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Hands lines over; waits while the queue is full, and so does the child. */
    private void pump(Process child) {
        byte[] octets = new byte[64 * 1024];
        LineSplitter splitter = new LineSplitter(false);
        try (InputStream in = new BufferedInputStream(child.getInputStream())) {
            for (int got = in.read(octets); got >= 0; got = in.read(octets)) {
                splitter.add(octets, 0, got, this::put);
            }
        } catch (IOException e) {
            // The child was ended; poll sees that.
            complaint = String.valueOf(e.getMessage());
        }
    }

    private void put(byte[] line) {
        try {
            while (!queue.offer(line, 100, TimeUnit.MILLISECONDS)) {
                if (woken) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void complaints(Process child) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(child.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                complaint = line;
            }
        } catch (IOException e) {
            complaint = String.valueOf(e.getMessage());
        }
    }

    /** A place that the journal does not know any more, after its files were removed, is looked for by its time. */
    private void ended(Process child) throws IOException {
        process = null;
        if (!gave && !cursor.isEmpty() && !cursorLost) {
            cursorLost = true;
            lastGap = clock.instant();
        }
        if (!woken) {
            throw new IOException(command.get(0) + " ended with " + child.exitValue()
                    + (complaint.isEmpty() ? "" : ": " + complaint));
        }
    }

    @Override
    public JsonNode position() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "journal");
        json.put("cursor", cursor);
        if (time != null) {
            json.put("micros", time.getEpochSecond() * 1_000_000 + time.getNano() / 1000);
        } else if (start == Start.END) {
            // Nothing has come yet: after a restart everything since now is new.
            Instant now = clock.instant();
            json.put("micros", now.getEpochSecond() * 1_000_000);
        }
        return json;
    }

    @Override
    public Lag lag() {
        return new Lag(queue.size(), "lines");
    }

    @Override
    public boolean atEnd() {
        return atEnd;
    }

    @Override
    public String problem() {
        return complaint;
    }

    @Override
    public @Nullable Instant lastGap() {
        return lastGap;
    }

    @Override
    public String describe() {
        return "the journal, " + String.join(" ", matches);
    }

    @Override
    public void wakeUp() {
        woken = true;
    }

    @Override
    public void close() {
        woken = true;
        Process child = process;
        if (child != null) {
            child.destroy();
            process = null;
        }
    }
}
