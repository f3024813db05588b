package org.sekimori.lab.bench;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Prints a line every five seconds while something takes its time. */
final class ProgressTicker implements AutoCloseable {

    private static final long SECONDS = 5;

    private final CountDownLatch end = new CountDownLatch(1);

    private ProgressTicker() {}

    /**
     * Starts it.
     *
     * @param line of the seconds since the start
     */
    static ProgressTicker start(PrintStream out, LongFunction<String> line) {
        ProgressTicker ticker = new ProgressTicker();
        Thread thread = new Thread(() -> ticker.tick(out, line), "progress");
        thread.setDaemon(true);
        thread.start();
        return ticker;
    }

    private void tick(PrintStream out, LongFunction<String> line) {
        try {
            for (long seconds = SECONDS; !end.await(SECONDS, TimeUnit.SECONDS); seconds += SECONDS) {
                out.println(line.apply(seconds));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
