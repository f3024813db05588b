package org.sekimori.lab.load;

import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a given rate whatever the latency of answers, as customers do.
 *
 * <p>The due time of a request is fixed before an idle connection is known, and latency counts from it. So a server that stalls
 * pays for every delayed request, not only for the few pending ones: no coordinated omission (Gil Tene, 'How NOT to Measure
 * Latency').
 */
final class OpenLoopPacer implements RequestPacer {

    private static final long GAP_SEED = 42;

    private final LoadGenerator.Settings settings;
    private final RequestSource source;
    private final LoadGenerator.Window window;
    private final BlockingQueue<LoadConnection> idle = new LinkedBlockingQueue<>();
    private final SplittableRandom gaps = new SplittableRandom(GAP_SEED);
    private final FutureTask<Long> sending = new FutureTask<>(this::sendAll);

    private OpenLoopPacer(LoadGenerator.Settings settings, RequestSource source, LoadGenerator.Window window) {
        this.settings = settings;
        this.source = source;
        this.window = window;
    }

    /** Starts the sending thread; it ends by itself when the time to drain is over. */
    static OpenLoopPacer start(LoadGenerator.Settings settings, RequestSource source, LoadGenerator.Window window) {
        OpenLoopPacer pace = new OpenLoopPacer(settings, source, window);
        Thread sender = new Thread(pace.sending, "load-sender");
        sender.setDaemon(true);
        sender.start();
        return pace;
    }

    @Override
    public void idle(LoadConnection connection) {
        idle.add(connection);
    }

    @Override
    public boolean finished() {
        return sending.isDone();
    }

    @Override
    public long unsent() {
        try {
            return sending.get();
        } catch (ExecutionException | CancellationException e) {
            throw new IllegalStateException("the sending thread failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the last requests were sent", e);
        }
    }

    @Override
    public void close() {
        sending.cancel(true);
    }

    private long sendAll() throws InterruptedException {
        long giveUp = window.toNanos() + settings.drain().toNanos();
        double sinceStart = 0;
        while (true) {
            long intended = window.startNanos() + (long) sinceStart;
            if (intended - window.toNanos() >= 0) {
                return 0;
            }
            awaitTime(intended);
            LoadConnection connection = idle.poll(Math.max(0, giveUp - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (connection == null) {
                return notSentFrom(intended);
            }
            connection.send(source, intended);
            sinceStart += gapNanos();
        }
    }

    private static void awaitTime(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Requests of the measured time that were due at this moment or later; with Poisson gaps, their expected number. */
    private long notSentFrom(long intended) {
        long first = intended - window.fromNanos() > 0 ? intended : window.fromNanos();
        return Math.max(1, Math.round((window.toNanos() - first) * settings.rate() / 1e9));
    }

    private double gapNanos() {
        double mean = 1e9 / settings.rate();
        return settings.poisson() ? -Math.log(1 - gaps.nextDouble()) * mean : mean;
    }
}
