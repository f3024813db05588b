package org.sekimori.lab.command;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.LabelledLogEntry;

/** Replays entries in the rhythm of their own times, faster or slower. */
final class TimedReplay implements Consumer<LabelledLogEntry> {

    private final double speed;
    private final Consumer<LabelledLogEntry> receiver;
    private final Runnable beforeWaiting;
    private @Nullable Instant first;
    private long begun;

    /**
     * @param speed factor over the entries' own times
     * @param beforeWaiting called before a wait, to flush what was passed on
     */
    TimedReplay(double speed, Consumer<LabelledLogEntry> receiver, Runnable beforeWaiting) {
        this.speed = speed;
        this.receiver = receiver;
        this.beforeWaiting = beforeWaiting;
    }

    @Override
    public void accept(LabelledLogEntry moment) {
        if (first == null) {
            first = moment.time();
            begun = System.nanoTime();
        }
        long due = begun + (long) (Duration.between(first, moment.time()).toNanos() / speed);
        long wait = due - System.nanoTime();
        if (wait > TimeUnit.MILLISECONDS.toNanos(1)) {
            beforeWaiting.run();
            try {
                TimeUnit.NANOSECONDS.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        receiver.accept(moment);
    }
}
