package org.sekimori.stream;

import java.time.Duration;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that repeats a task until it is closed. Failures are logged, and the task is retried after a pause: a missing broker
 * comes back.
 */
public final class RetryingThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RetryingThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Thread thread;
    private final Runnable turn;
    private final Runnable wakeUp;
    private final Runnable release;
    private volatile boolean closing;
    private volatile String problem = "";

    public RetryingThread(String name, Runnable turn, Runnable wakeUp, Runnable release) {
        this.turn = turn;
        this.wakeUp = wakeUp;
        this.release = release;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** The last turn's failure; empty without one. */
    public String problem() {
        return problem;
    }

    /** Passes on a wake-up that was not meant to end the work. */
    public void interrupted(WakeupException e) {
        if (!closing) {
            throw e;
        }
    }

    private void run() {
        while (!closing) {
            try {
                turn.run();
                problem = "";
            } catch (RuntimeException e) {
                if (!closing) {
                    problem = e.toString();
                    log.warn("{} failed and tries again: {}", thread.getName(), e.toString(), e);
                    pause();
                }
            }
        }
        release.run();
    }

    private synchronized void pause() {
        try {
            if (!closing) {
                wait(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        wakeUp.run();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
