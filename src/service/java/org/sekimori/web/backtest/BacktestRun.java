package org.sekimori.web.backtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.EscapedText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One backtest: its process while it runs, then what came of it. Thread-safe. */
final class BacktestRun {

    /** How it is. */
    enum Status {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /** Larger reports, of which only the beginning would be shown, are left to the command. */
    private static final long MOST_REPORT = 32L * 1024 * 1024;

    private static final int MOST_ERROR = 600;
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}) %");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String id;
    private final BacktestOrder order;
    private final String by;
    private final Instant started;
    private final Path folder;
    private final Process process;
    private Status status = Status.RUNNING;
    private @Nullable BacktestSummary summary;
    private String problem = "";

    BacktestRun(String id, BacktestOrder order, String by, Instant started, Path folder, Process process) {
        this.id = id;
        this.order = order;
        this.by = by;
        this.started = started;
        this.folder = folder;
        this.process = process;
    }

    static Path output(Path folder) {
        return folder.resolve("report.json");
    }

    static Path errors(Path folder) {
        return folder.resolve("progress.txt");
    }

    public String id() {
        return id;
    }

    public BacktestOrder order() {
        return order;
    }

    public String by() {
        return by;
    }

    public Instant started() {
        return started;
    }

    public synchronized Status status() {
        return status;
    }

    /** What it found; null if it has not ended well. */
    public synchronized @Nullable BacktestSummary summary() {
        return summary;
    }

    /** Why it failed, as the command says it; empty if it did not. */
    public synchronized String problem() {
        return problem;
    }

    /** How much of the log is read, in percent; 0 while it is not known. */
    public int percent() {
        try {
            Matcher found = PERCENT.matcher(Files.readString(errors(folder), StandardCharsets.UTF_8));
            int last = 0;
            while (found.find()) {
                last = Math.min(100, Integer.parseInt(found.group(1)));
            }
            return last;
        } catch (IOException | UncheckedIOException e) {
            // It has ended meanwhile, and its files are gone.
            return 0;
        }
    }

    /** Ends it, unless it has ended. */
    synchronized boolean cancel(String why) {
        if (status != Status.RUNNING) {
            return false;
        }
        status = why.isEmpty() ? Status.CANCELLED : Status.FAILED;
        problem = why;
        kill();
        return true;
    }

    private void kill() {
        // The command has children of its own, in which it compiles.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Reads the result after the end of the process, and takes its files away. */
    synchronized void ended(int code) throws IOException {
        try {
            if (status == Status.RUNNING && code == 0) {
                read();
            } else if (status == Status.RUNNING) {
                status = Status.FAILED;
                problem = error(code);
            }
        } finally {
            delete();
        }
    }

    private void read() throws IOException {
        status = Status.FAILED;
        if (Files.size(output(folder)) > MOST_REPORT) {
            problem = "the report is too large for a page; use the command";
            return;
        }
        try {
            summary = BacktestSummary.of(JSON.readTree(Files.readAllBytes(output(folder))));
            status = Status.DONE;
        } catch (JacksonException e) {
            problem = "the report cannot be read: " + e.getOriginalMessage();
        }
    }

    private String error(int code) throws IOException {
        List<String> lines = Files.readString(errors(folder), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !PERCENT.matcher(line).find())
                .map(EscapedText::of)
                .toList();
        String last = String.join(" ", lines);
        return last.isEmpty()
                ? "the process ended with code " + code
                : EscapedText.of(last.substring(Math.max(0, last.length() - MOST_ERROR)));
    }

    private void delete() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
