package org.sekimori.stream.request;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Pending requests and their deadlines. The timer only hands over: consequences of a missing reply, such as running the rules for
 * a fallback, run on other threads, so that a slow one does not delay others.
 */
final class PendingReplies implements AutoCloseable {

    private static final int LATE_THREADS = 2;

    private final Map<Long, Pending> waiting = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads("sekimori-deadlines"));

    /**
     * Its queue is bounded by the number of pending requests, which connections and HTTP limit. Tasks after the end are failed by
     * it.
     */
    private final ThreadPoolExecutor late = new ThreadPoolExecutor(
            LATE_THREADS,
            LATE_THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("sekimori-late-replies"),
            new ThreadPoolExecutor.DiscardPolicy());

    private static final class Pending {
        private final CompletableFuture<byte[]> future = new CompletableFuture<>();
        private volatile @Nullable ScheduledFuture<?> deadline;
    }

    /** No reply came in time. Has no stack trace, because an outage makes thousands a second. */
    private static final class LateException extends TimeoutException {
        private static final long serialVersionUID = 1L;

        LateException() {
            super("the log did not answer in time");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    PendingReplies() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * A future for the reply with this number.
     *
     * @param patience then the future fails with a {@link TimeoutException}
     * @param missed called before the future fails so
     */
    CompletableFuture<byte[]> expect(long correlation, Duration patience, Runnable missed) {
        Pending pending = new Pending();
        waiting.put(correlation, pending);
        pending.deadline = timer.schedule(
                () -> late.execute(() -> missed(correlation, missed)), patience.toNanos(), TimeUnit.NANOSECONDS);
        return pending.future;
    }

    private void missed(long correlation, Runnable missed) {
        if (waiting.containsKey(correlation)) {
            missed.run();
            fail(correlation, new LateException());
        }
    }

    /** A reply has come; the future is completed by this thread. */
    void answered(long correlation, byte[] reply) {
        Pending pending = remove(correlation);
        if (pending != null) {
            pending.future.complete(reply);
        }
    }

    /** There will be no reply; returns at once, the future fails on a thread of this class. */
    void cannotCome(long correlation, Exception problem) {
        if (waiting.containsKey(correlation)) {
            late.execute(() -> fail(correlation, problem));
        }
    }

    /** Whether the request is still pending. */
    boolean awaited(long correlation) {
        return waiting.containsKey(correlation);
    }

    private void fail(long correlation, Exception problem) {
        Pending pending = remove(correlation);
        if (pending != null) {
            pending.future.completeExceptionally(problem);
        }
    }

    private @Nullable Pending remove(long correlation) {
        Pending pending = waiting.remove(correlation);
        if (pending != null && pending.deadline != null) {
            pending.deadline.cancel(false);
        }
        return pending;
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Fails all pending requests. */
    @Override
    public void close() {
        timer.shutdownNow();
        waiting.keySet().forEach(correlation -> cannotCome(correlation, new LateException()));
        late.shutdown();
    }
}
