package org.sekimori.web.backtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** The backtests of this instance: one at a time, and the last {@value #KEPT}, in memory. Thread-safe. */
final class BacktestRuns implements AutoCloseable {

    /** Longest run. */
    static final Duration DEADLINE = Duration.ofMinutes(30);

    private static final Logger logger = LoggerFactory.getLogger(BacktestRuns.class);
    private static final int KEPT = 10;
    private static final int ID_LENGTH = 12;

    private final @Nullable BacktestLauncher launcher;
    private final Clock clock;
    private final Deque<BacktestRun> runs = new ArrayDeque<>();

    /** @param launcher null where there is no log to replay */
    BacktestRuns(@Nullable BacktestLauncher launcher, Clock clock) {
        this.launcher = launcher;
        this.clock = clock;
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

    /**
     * Starts a backtest.
     *
     * @throws org.springframework.web.ErrorResponseException if one runs already, or none can be started here
     */
    synchronized BacktestRun start(BacktestOrder order, String by) {
        if (launcher == null) {
            throw ApiProblems.unavailable("there is no log here that could be replayed");
        }
        if (running().isPresent()) {
            throw ApiProblems.of(HttpStatus.CONFLICT, "a backtest runs already; wait for its end, or cancel it");
        }
        if (!order.files().faults().isEmpty()) {
            throw ApiProblems.rulebook(order.files().faults());
        }
        BacktestRun run;
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
            Process process = launcher.start(folder, options, BacktestRun.output(folder), BacktestRun.errors(folder));
            String id = UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
            run = new BacktestRun(id, order, by, clock.instant(), folder, process);
            watch(run, process);
        } catch (IOException | UncheckedIOException e) {
            logger.error("A backtest could not be started", e);
            throw ApiProblems.unavailable("the backtest could not be started; the log of the service says why");
        }
        runs.addFirst(run);
        while (runs.size() > KEPT) {
            runs.removeLast();
        }
        return run;
    }

    private static void watch(BacktestRun run, Process process) {
        process.onExit().thenAccept(ended -> {
            try {
                run.ended(ended.exitValue());
            } catch (IOException e) {
                logger.warn("The files of a backtest are left behind: {}", e.toString());
            }
        });
        CompletableFuture.delayedExecutor(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> run.cancel("it took longer than " + DEADLINE.toMinutes()
                        + " minutes and was ended; count fewer days, or use the command"));
    }

    @Override
    public void close() {
        running().ifPresent(run -> run.cancel(""));
    }
}
