package org.sekimori.stream.broker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.RootCause;
import org.sekimori.stream.ThrottledLogger;
import org.sekimori.stream.files.UnusableFolderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors the free space of the data folder's disk. Below a floor the log of this process pauses: endpoints answer by their
 * fallback, and nothing is written that would fill the disk; a broker ends its process on a full disk. When there is space again,
 * the log resumes.
 */
public final class DiskSpaceMonitor implements AutoCloseable {

    /** Least floor: space for a broker's writes while it stops. */
    public static final long LEAST_FLOOR = 16L << 20;

    private static final Logger logger = LoggerFactory.getLogger(DiskSpaceMonitor.class);
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final int MIB = 1 << 20;

    /** How much space there is. */
    interface Space {
        long usable() throws IOException;
    }

    /** A log that can be paused. */
    interface PausableLog {

        /** Stops writing. Idempotent. */
        void pause();

        /** Resumes writing. Idempotent; may fail. */
        void resume();

        /** Whether it has stopped by itself. */
        boolean stopped();

        /** Stops for good: it cannot be resumed. */
        void giveUp();
    }

    private final Path folder;
    private final long floor;
    private final Space space;
    private final PausableLog writer;
    private final DiskReserve reserve;
    private final ThrottledLogger problems = new ThrottledLogger(logger);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "sekimori-disk-monitor");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long free = Long.MAX_VALUE;
    private volatile boolean low;
    private long lowSince;

    DiskSpaceMonitor(Path folder, long floor, Space space, PausableLog writer, MeterRegistry registry) {
        this.folder = folder;
        this.floor = floor;
        this.space = space;
        this.writer = writer;
        this.reserve = new DiskReserve(folder, floor / 8);
        Gauge.builder("sekimori.disk.free.bytes", this, watch -> watch.free)
                .description("Space left for the data folder")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("sekimori.disk.low", this, watch -> watch.low ? 1 : 0)
                .description("1 while there is less space than sekimori.disk.floor, and the log of this process pauses")
                .register(registry);
    }

    /**
     * Starts to watch.
     *
     * @param floor bytes that must be free, at least {@link #LEAST_FLOOR}
     * @param broker pauses; null if the log is in no broker of this process: it is only said then
     */
    public static DiskSpaceMonitor start(
            Path folder, long floor, @Nullable EmbeddedBroker broker, MeterRegistry registry) {
        DiskSpaceMonitor watch =
                new DiskSpaceMonitor(folder, floor, () -> usable(folder), broker == null ? NOTHING : broker, registry);
        if (broker != null) {
            watch.reserve.take();
        }
        watch.clock.scheduleWithFixedDelay(watch::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /**
     * Refuses to start without space.
     *
     * @throws UnusableFolderException if less than the floor is free
     */
    public static void require(Path folder, long floor) {
        long usable;
        try {
            usable = usable(folder);
        } catch (IOException e) {
            throw new UnusableFolderException(
                    "cannot find out how much space there is for " + folder + ": " + e.getMessage()
                            + "; name another folder with --data DIR",
                    e);
        }
        if (usable < floor) {
            throw new UnusableFolderException(
                    "there is too little space for " + folder + ": " + usable / MIB + " MiB are free, " + floor / MIB
                            + " MiB are needed; free some, or lower sekimori.disk.floor",
                    null);
        }
    }

    private static long usable(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private static final PausableLog NOTHING = new PausableLog() {
        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public boolean stopped() {
            return false;
        }

        @Override
        public void giveUp() {}
    };

    /** Checks once. Never throws: that would end the schedule. */
    void look() {
        try {
            free = space.usable();
            if (!low && (free < floor || writer.stopped())) {
                low = true;
                lowSince = System.nanoTime();
                logger.error(
                        "{} has {} MiB left, sekimori.disk.floor is {} MiB: the log of this process {}, and endpoints answer"
                                + " by their fallback until there is space",
                        folder,
                        free / MIB,
                        floor / MIB,
                        writer.stopped() ? "has stopped" : "pauses");
                reserve.release();
                writer.pause();
            } else if (low && free >= floor + floor / 8) {
                resume();
            }
        } catch (IOException | RuntimeException e) {
            problems.warn("The space for " + folder + " could not be checked", e);
        }
    }

    private void resume() {
        boolean ended = writer.stopped();
        try {
            writer.resume();
        } catch (RuntimeException e) {
            if (ended) {
                logger.error(
                        "There is space for {}, but the log does not go on in this process ({}); it ends, and goes on when it is"
                                + " started again",
                        folder,
                        RootCause.root(e));
                writer.giveUp();
            }
            throw e;
        }
        low = false;
        reserve.take();
        logger.warn(
                "{} has {} MiB free again: the log goes on, after {} s",
                folder,
                free / MIB,
                Duration.ofNanos(System.nanoTime() - lowSince).toSeconds());
    }

    /** Why the log is paused, in one sentence; empty if it is not. */
    public String problem() {
        return low
                ? folder + " has " + free / MIB + " MiB left, less than the " + floor / MIB
                        + " MiB of sekimori.disk.floor; free some space"
                : "";
    }

    /** Bytes that are left. */
    public long free() {
        return free;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            // A broker that is stopped or started at this moment must not be stopped a second time.
            clock.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
