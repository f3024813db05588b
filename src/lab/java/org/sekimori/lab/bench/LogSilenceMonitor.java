package org.sekimori.lab.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Measures how long the log has left a service's endpoints without any answer, from its start on. */
final class LogSilenceMonitor implements AutoCloseable {

    private static final long LOOK_MILLIS = 100;
    private static final String SILENT = "sekimori_log_unresponsive_partitions";

    private final String http;
    private final String key;
    private final long begun = System.nanoTime();
    private final Thread thread = new Thread(this::watch, "silence-watch");
    private volatile long silentUntil = begun;

    private LogSilenceMonitor(String http, String key) {
        this.http = http;
        this.key = key;
        thread.setDaemon(true);
    }

    static LogSilenceMonitor start(String http, String key) {
        LogSilenceMonitor watch = new LogSilenceMonitor(http, key);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                if (BenchChildProcess.metric(http, key, SILENT, "") > 0) {
                    silentUntil = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the service does not say how it is", e);
        } catch (InterruptedException e) {
            // The phase is over.
            Thread.currentThread().interrupt();
        }
    }

    /** Seconds from the start to the last moment at which some partition was silent. */
    double seconds() {
        return (silentUntil - begun) / 1e9;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
