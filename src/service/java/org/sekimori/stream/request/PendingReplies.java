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
 * Who waits for a reply, and until when. The timer only hands over: what follows from a reply that did not come, such as asking the rules
 * for a fallback, is done by threads of its own, of which one that is slow does not make the others late.
 */
final class PendingReplies implements AutoCloseable {

    private static final int LATE_THREADS = 2;

    private final Map<Long, Pending> waiting = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads("sekimori-deadlines"));

    /**
     * Its queue holds no more than there are questions waiting, which is as many as connections and requests may ask ahead. What comes
     * after the end has been failed by it.
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
     * @param patience after that the future fails with a {@link TimeoutException}
     * @param missed told before the future fails so
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

    /** Whether somebody still waits for it. */
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

    /** Nobody is left waiting. */
    @Override
    public void close() {
        timer.shutdownNow();
        waiting.keySet().forEach(correlation -> cannotCome(correlation, new LateException()));
        late.shutdown();
    }
}
