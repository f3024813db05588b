package org.sekimori.web.now;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.consumer.DecisionTail;
import org.sekimori.stream.json.RecordedDecision;

/**
 * Reads the decisions of all instances into a {@link TrafficWindow}: one consumer for all readers of the page. Begins with those of the last
 * hour, as far as they are not too many.
 */
final class TrafficFollower implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final long MOST_BEFORE = 5_000;

    private final LogClientSettings log;
    private final TrafficWindow window;
    private final Clock clock;
    private final RetryingThread thread;
    private boolean began;
    private @Nullable DecisionTail tail;

    private TrafficFollower(LogClientSettings log, TrafficWindow window, Clock clock) {
        this.log = log;
        this.window = window;
        this.clock = clock;
        this.thread = new RetryingThread("sekimori-console", this::turn, () -> {}, this::release);
    }

    /** Starts to read. */
    public static TrafficFollower start(LogClientSettings log, TrafficWindow window, Clock clock) {
        TrafficFollower follower = new TrafficFollower(log, window, clock);
        follower.thread.start();
        return follower;
    }

    private void turn() {
        try {
            if (tail == null) {
                // What was counted before a failure is not counted again.
                tail = began
                        ? new DecisionTail(log)
                        : DecisionTail.since(log, clock.instant().minus(TrafficWindow.SPAN), MOST_BEFORE);
                began = true;
            }
            tail.next(PATIENCE).forEach(value -> window.add(RecordedDecision.read(value)));
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    private void release() {
        if (tail != null) {
            tail.close();
            tail = null;
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
