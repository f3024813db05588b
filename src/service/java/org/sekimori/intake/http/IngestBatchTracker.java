package org.sekimori.intake.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.http.IngestResult.Problem;
import org.sekimori.intake.http.IngestResult.Stop;
import org.sekimori.intake.http.IngestResult.Why;

/** Tracks the lines of one request on their way to the log, each as an event or as a dead letter. */
final class IngestBatchTracker {

    /**
     * Most pending lines. As many as an account remembers answers: a repetition from the first untaken line on is then recognised
     * by ids, even if all lines are one account's.
     */
    private static final int MOST_AHEAD = 64;

    private final Duration patience;
    private final List<PendingLine> ahead = new ArrayList<>(MOST_AHEAD);
    private final List<Problem> problems = new ArrayList<>();
    private int accepted;
    private int refused;
    private @Nullable Stop stop;

    private record PendingLine(
            int line,
            CompletableFuture<Void> written,
            @Nullable Problem problem) {}

    IngestBatchTracker(Duration patience) {
        this.patience = patience;
    }

    /**
     * Adds a sent line.
     *
     * @param written completes when the log has it
     * @param problem why it is a dead letter; null: it is an event
     * @return false if the log is away and the batch must end
     */
    boolean add(int line, CompletableFuture<Void> written, @Nullable Problem problem) {
        ahead.add(new PendingLine(line, written, problem));
        if (written.isCompletedExceptionally() || ahead.size() == MOST_AHEAD) {
            await();
        }
        return stop == null;
    }

    /**
     * Waits for the pending lines.
     *
     * @param end why the batch ended early; null if it did not
     */
    IngestResult end(@Nullable Stop end) {
        await();
        return new IngestResult(accepted, refused, problems, stop == null ? end : stop);
    }

    private void await() {
        CompletableFuture<?>[] all = ahead.stream().map(PendingLine::written).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The unwritten lines are determined below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (PendingLine sent : ahead) {
            if (sent.written().isDone() && !sent.written().isCompletedExceptionally()) {
                count(sent.problem());
            } else if (stop == null) {
                stop = new Stop(sent.line(), Why.LOG_AWAY);
            }
        }
        ahead.clear();
    }

    private void count(@Nullable Problem problem) {
        if (problem == null) {
            accepted++;
            return;
        }
        refused++;
        if (problems.size() < IngestResult.MOST_PROBLEMS) {
            problems.add(problem);
        }
    }
}
