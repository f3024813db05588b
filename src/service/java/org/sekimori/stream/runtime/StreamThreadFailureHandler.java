package org.sekimori.stream.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.ExponentialBackoff;
import org.sekimori.stream.rulebook.UnusableRulebookException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the death of a stream thread: replaces it, after a pause that doubles with each death in {@link #WITHIN}.
 * {@value #MOST} deaths in that time mean that retrying does not help, and the step ends; older deaths are forgotten.
 * Thread-safe.
 */
final class StreamThreadFailureHandler implements StreamsUncaughtExceptionHandler {

    /** Deaths within {@link #WITHIN} that end the step. */
    static final int MOST = 50;

    static final Duration WITHIN = Duration.ofMinutes(15);

    private static final Logger logger = LoggerFactory.getLogger(StreamThreadFailureHandler.class);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    private final String what;
    private final Clock clock;
    private final Pause pause;
    private final Deque<Instant> deaths = new ArrayDeque<>();
    private long replaced;
    private volatile @Nullable String end;

    /** Waits in the thread that dies, so that its place stays empty meanwhile. */
    interface Pause {
        void of(Duration time);
    }

    StreamThreadFailureHandler(Clock clock, Pause pause) {
        this("step", clock, pause);
    }

    /** @param what the name of the stream, for the log */
    StreamThreadFailureHandler(String what, Clock clock, Pause pause) {
        this.what = what;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable cause) {
        int lately = note(clock.instant());
        if (lately >= MOST) {
            end = lately + " of its threads died within " + WITHIN.toMinutes() + " minutes, the last one of: "
                    + reason(cause) + "; mend that and restart the service";
            logger.error("The {} ends: {}", what, end, cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Duration wait = wait(lately);
        logger.error(
                "A thread of the {} died and is replaced in {} ms, {} died lately",
                what,
                wait.toMillis(),
                lately,
                cause);
        pause.of(wait);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized int note(Instant now) {
        deaths.removeIf(death -> !death.plus(WITHIN).isAfter(now));
        deaths.addLast(now);
        replaced++;
        return deaths.size();
    }

    /** No pause after the first death: most causes are transient. */
    private static Duration wait(int lately) {
        return lately == 1 ? Duration.ZERO : BACKOFF.limit(lately - 1);
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root && !(root instanceof UnusableRulebookException)) {
            root = root.getCause();
        }
        return root instanceof UnusableRulebookException
                ? String.valueOf(root.getMessage())
                : root.getClass().getSimpleName() + ", see the log";
    }

    /** Why the step has ended; null: it has not. */
    @Nullable
    String end() {
        return end;
    }

    /** How many threads died since the start. */
    synchronized long count() {
        return replaced;
    }
}
