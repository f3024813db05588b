package org.sekimori.cli.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiClient.BatchAnswer;
import org.sekimori.server.UserFacingException;
import tools.jackson.databind.JsonNode;

/** Posts events to the service in batches, one while the next is read. Used by one thread. */
final class HistoryPoster implements AutoCloseable {

    private static final String PATH = "/v1/events";
    private static final int MOST_REASONS = 5;
    private static final int ACCEPTED = 202;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** How long the log may be away before the import stops; it can go on later. */
    private static final Duration MOST_AWAY = Duration.ofMinutes(10);

    private final ApiClient api;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread one = new Thread(task, "sekimori-import");
        one.setDaemon(true);
        return one;
    });
    private final List<String> reasons = new ArrayList<>();
    private volatile List<HistoryEvent> unposted = List.of();
    private @Nullable Future<Taken> last;
    private long posted;
    private long rejected;

    /** What became of a batch. */
    private record Taken(long accepted, long refused, List<String> reasons) {}

    /**
     * A poster that goes on.
     *
     * @param posted events that were posted before
     * @param rejected of these, events that were refused
     */
    HistoryPoster(ApiClient api, long posted, long rejected) {
        this.api = api;
        this.posted = posted;
        this.rejected = rejected;
    }

    /** Posts a batch, after the one before it is on the log. */
    void post(List<HistoryEvent> batch) {
        await();
        List<HistoryEvent> events = List.copyOf(batch);
        last = thread.submit(() -> deliver(events));
    }

    private Taken deliver(List<HistoryEvent> batch) throws InterruptedException {
        long accepted = 0;
        long refused = 0;
        List<String> why = new ArrayList<>();
        List<HistoryEvent> left = batch;
        unposted = batch;
        long end = System.nanoTime() + MOST_AWAY.toNanos();
        while (true) {
            StringBuilder body = new StringBuilder();
            left.forEach(event -> body.append(event.json()).append('\n'));
            BatchAnswer answer = api.postLines(PATH, body.toString());
            accepted += answer.body().path("accepted").asLong(0);
            refused += answer.body().path("refused").asLong(0);
            for (JsonNode problem : answer.body().path("problems")) {
                why.add(problem.path("reason").asString(""));
            }
            if (answer.status() == ACCEPTED) {
                unposted = List.of();
                return new Taken(accepted, refused, why);
            }
            if (System.nanoTime() > end) {
                throw new UserFacingException("the log takes no events: "
                        + answer.body().path("detail").asString("") + "; run the same command to go on");
            }
            int line = answer.body().path("line").asInt(1);
            left = left.subList(Math.min(left.size(), Math.max(0, line - 1)), left.size());
            unposted = left;
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    /** Waits until everything that was posted is on the log. */
    void await() {
        Future<Taken> before = last;
        if (before == null) {
            return;
        }
        last = null;
        try {
            Taken taken = before.get();
            posted += taken.accepted() + taken.refused();
            rejected += taken.refused();
            taken.reasons().stream()
                    .limit(Math.max(0, MOST_REASONS - reasons.size()))
                    .forEach(reasons::add);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserFacingException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserFacingException("interrupted; run the same command to go on");
        }
    }

    /** Events of a batch that failed which the log does not have, as far as is known. */
    List<HistoryEvent> unposted() {
        return unposted;
    }

    long posted() {
        return posted;
    }

    long rejected() {
        return rejected;
    }

    /** Why events were refused, the first few reasons. */
    List<String> reasons() {
        return reasons;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
