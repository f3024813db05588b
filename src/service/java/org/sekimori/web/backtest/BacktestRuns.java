package org.sekimori.web.backtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * The backtests of this instance: one runs at a time, others wait in the order in which they were ordered, one of each person, and the last
 * {@value #KEPT} that ended are kept, in memory. So nobody keeps others from theirs for longer than one run. Thread-safe.
 */
final class BacktestRuns implements AutoCloseable {

    /** Longest run. */
    static final Duration DEADLINE = Duration.ofMinutes(30);

    private static final Logger logger = LoggerFactory.getLogger(BacktestRuns.class);
    private static final int KEPT = 10;
    private static final int MOST_WAITING = 10;
    private static final int ID_LENGTH = 12;

    private final @Nullable BacktestLauncher launcher;
    private final Clock clock;
    private final Duration deadline;
    private final Deque<BacktestRun> runs = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param launcher null where there is no log to replay
     * @param deadline longest run
     */
    BacktestRuns(@Nullable BacktestLauncher launcher, Clock clock, Duration deadline) {
        this.launcher = launcher;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Whether backtests can be started here. */
    boolean possible() {
        return launcher != null;
    }

    /** All, the newest first. */
    synchronized List<BacktestRun> all() {
        return List.copyOf(runs);
    }

    synchronized Optional<BacktestRun> find(String id) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst();
    }

    /** The one that runs. */
    synchronized Optional<BacktestRun> running() {
        return runs.stream()
                .filter(run -> run.status() == BacktestRun.Status.RUNNING)
                .findFirst();
    }

    /** The one of a person that runs or waits. */
    synchronized Optional<BacktestRun> of(String person) {
        return runs.stream()
                .filter(run -> run.open() && run.by().equals(person))
                .findFirst();
    }

    /** How many run or wait before one that waits. */
    synchronized long before(BacktestRun waiting) {
        return runs.stream()
                .dropWhile(run -> run != waiting)
                .skip(1)
                .filter(BacktestRun::open)
                .count();
    }

    /**
     * Orders a backtest, which starts at once if none runs.
     *
     * @throws org.springframework.web.ErrorResponseException if the person has one already, too many wait, or none can be started here
     */
    synchronized BacktestRun start(BacktestOrder order, String by) {
        if (launcher == null) {
            throw ApiProblems.unavailable("there is no log here that could be replayed");
        }
        if (of(by).isPresent()) {
            throw ApiProblems.of(
                    HttpStatus.CONFLICT, "you have a backtest that runs or waits; wait for its end, or cancel it");
        }
        if (runs.stream().filter(BacktestRun::open).count() > MOST_WAITING) {
            throw ApiProblems.of(HttpStatus.CONFLICT, "too many backtests wait; try again later");
        }
        if (!order.files().faults().isEmpty()) {
            throw ApiProblems.rulebook(order.files().faults());
        }
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
        BacktestRun run = new BacktestRun(id, order, by, clock.instant());
        runs.addFirst(run);
        next();
        forget();
        if (run.status() == BacktestRun.Status.FAILED) {
            throw ApiProblems.unavailable(run.problem());
        }
        return run;
    }

    private void forget() {
        List<BacktestRun> ended = runs.stream().filter(run -> !run.open()).toList();
        ended.stream().skip(KEPT).forEach(runs::remove);
    }

    /** Starts the one that has waited longest, unless one runs. */
    private synchronized void next() {
        while (!closed && running().isEmpty()) {
            @Nullable BacktestRun run = waitingLongest();
            if (run == null || begin(run)) {
                return;
            }
        }
    }

    private @Nullable BacktestRun waitingLongest() {
        Iterator<BacktestRun> oldestFirst = runs.descendingIterator();
        while (oldestFirst.hasNext()) {
            BacktestRun run = oldestFirst.next();
            if (run.status() == BacktestRun.Status.WAITING) {
                return run;
            }
        }
        return null;
    }

    private boolean begin(BacktestRun run) {
        BacktestOrder order = run.order();
        try {
            // Readable by this user alone: a report has accounts.
            Path folder = Files.createTempDirectory("sekimori-backtest");
            Path rules = folder.resolve("rules");
            for (Map.Entry<String, String> file : order.files().files().entrySet()) {
                Path to = rules.resolve(file.getKey());
                Files.createDirectories(to.getParent());
                Files.writeString(to, file.getValue());
            }
            List<String> options = List.of(
                    "--rules",
                    rules.toString(),
                    "--baseline",
                    order.baseline(),
                    "--days",
                    Integer.toString(order.days()),
                    "--threads",
                    "1",
                    // Publishing runs them; a backtest shows what a rulebook does, right or wrong.
                    "--untested",
                    "--json");
            Process process = Objects.requireNonNull(launcher)
                    .start(folder, options, BacktestRun.output(folder), BacktestRun.errors(folder));
            run.begin(folder, process, clock.instant());
            watch(run, process);
            return true;
        } catch (IOException | UncheckedIOException e) {
            logger.error("A backtest could not be started", e);
            run.fail("the backtest could not be started; the log of the service says why");
            return false;
        }
    }

    private void watch(BacktestRun run, Process process) {
        process.onExit().thenAccept(ended -> {
            try {
                run.ended(ended.exitValue());
            } catch (IOException e) {
                logger.warn("The files of a backtest are left behind: {}", e.toString());
            } finally {
                // Whatever became of this one: others wait.
                next();
            }
        });
        CompletableFuture.delayedExecutor(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> run.cancel("it took longer than " + deadline.toMinutes()
                        + " minutes and was ended; count fewer days, or use the command"));
    }

    @Override
    public synchronized void close() {
        closed = true;
        runs.forEach(run -> run.cancel(""));
    }
}
