package org.sekimori.web.backtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.text.EscapedText;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One backtest: it waits for its turn, then has a process while it runs, then what came of it. Thread-safe. */
final class BacktestRun {

    /** How it is. */
    enum Status {
        WAITING,
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
    private final Instant ordered;
    private @Nullable Instant started;
    private @Nullable Path folder;
    private @Nullable Process process;
    private Status status = Status.WAITING;
    private @Nullable BacktestSummary summary;
    private String problem = "";

    BacktestRun(String id, BacktestOrder order, String by, Instant ordered) {
        this.id = id;
        this.order = order;
        this.by = by;
        this.ordered = ordered;
    }

    /**
     * Its process runs from now on; one that was cancelled meanwhile ends it at once.
     *
     * @param own folder of the process, deleted at its end
     */
    synchronized void begin(Path own, Process running, Instant now) {
        folder = own;
        process = running;
        started = now;
        if (status == Status.WAITING) {
            status = Status.RUNNING;
        } else {
            kill();
        }
    }

    /** It could not be started. */
    synchronized void fail(String why) {
        status = Status.FAILED;
        problem = why;
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

    /** When it began; while it waits, and if it never began, when it was ordered. */
    public synchronized Instant started() {
        return started == null ? ordered : started;
    }

    /** Whether it waits or runs. */
    public synchronized boolean open() {
        return status == Status.WAITING || status == Status.RUNNING;
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
        @Nullable Path own = folder();
        if (own == null) {
            return 0;
        }
        try {
            Matcher found = PERCENT.matcher(Files.readString(errors(own), StandardCharsets.UTF_8));
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

    private synchronized @Nullable Path folder() {
        return folder;
    }

    /** Whether a person may end it: who ordered it, or an administrator. */
    boolean mayCancel(String person, boolean administrator) {
        return administrator || by.equals(person);
    }

    /**
     * Ends it for a person.
     *
     * @return whether it had not ended
     * @throws org.springframework.web.ErrorResponseException if the person may not
     */
    boolean cancel(String person, boolean administrator) {
        if (!mayCancel(person, administrator)) {
            throw ApiProblems.of(
                    HttpStatus.FORBIDDEN, "only the person who started this backtest, or an administrator, cancels it");
        }
        return cancel("");
    }

    /** Ends it, unless it has ended. */
    synchronized boolean cancel(String why) {
        if (!open()) {
            return false;
        }
        status = why.isEmpty() ? Status.CANCELLED : Status.FAILED;
        problem = why;
        kill();
        return true;
    }

    private void kill() {
        if (process != null) {
            // The command has children of its own, in which it compiles.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads the result after the end of the process, and takes its files away. */
    synchronized void ended(int code) throws IOException {
        Path own = Objects.requireNonNull(folder);
        try {
            if (status == Status.RUNNING && code == 0) {
                read(own);
            } else if (status == Status.RUNNING) {
                status = Status.FAILED;
                problem = error(own, code);
            }
        } finally {
            delete(own);
        }
    }

    private void read(Path own) throws IOException {
        status = Status.FAILED;
        if (Files.size(output(own)) > MOST_REPORT) {
            problem = "the report is too large for a page; use the command";
            return;
        }
        try {
            summary = BacktestSummary.of(JSON.readTree(Files.readAllBytes(output(own))));
            status = Status.DONE;
        } catch (JacksonException e) {
            problem = "the report cannot be read: " + e.getOriginalMessage();
        } catch (DateTimeException e) {
            problem = "the report cannot be read: " + e.getMessage();
        }
    }

    private static String error(Path own, int code) throws IOException {
        List<String> lines = Files.readString(errors(own), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !PERCENT.matcher(line).find())
                .map(EscapedText::of)
                .toList();
        String last = String.join(" ", lines);
        return last.isEmpty()
                ? "the process ended with code " + code
                : EscapedText.of(last.substring(Math.max(0, last.length() - MOST_ERROR)));
    }

    private static void delete(Path own) throws IOException {
        try (Stream<Path> all = Files.walk(own)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (UncheckedIOException e) {
            // A process that is being ended may still take its own files away.
            throw e.getCause();
        }
    }
}
