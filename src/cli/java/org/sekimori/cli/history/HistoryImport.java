package org.sekimori.cli.history;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.history.ImportCheckpoint.Progress;
import org.sekimori.cli.history.ImportCheckpoint.SavedPlace;
import org.sekimori.cli.support.CommandProgress;

/** Reads several series of files in the order of time, and passes their events on. */
final class HistoryImport {

    private static final int MOST_EVENTS = 5_000;
    private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

    /** Time between two checkpoints, in nanoseconds. */
    private static final long BETWEEN_NANOS = 5_000_000_000L;

    private final List<HistorySeries> series;
    private final AtomicLong octets;
    private final @Nullable ImportCheckpoint checkpoint;
    private final @Nullable HistoryPoster poster;
    private final Clock clock;
    private final List<HistoryEvent> batch = new ArrayList<>();
    private long characters;
    private long written = System.nanoTime();
    private long events;

    /**
     * An import.
     *
     * @param octets counts the octets that the series read
     * @param checkpoint null: the files are only read
     * @param poster null: the same
     */
    HistoryImport(
            List<HistorySeries> series,
            AtomicLong octets,
            @Nullable ImportCheckpoint checkpoint,
            @Nullable HistoryPoster poster,
            Clock clock) {
        this.series = series;
        this.octets = octets;
        this.checkpoint = checkpoint;
        this.poster = poster;
        this.clock = clock;
    }

    /** Goes on where an earlier run stopped. */
    void resume(Progress progress) throws IOException {
        for (HistorySeries one : series) {
            SavedPlace place = progress.places().get(one.name());
            if (place != null) {
                one.resume(place.place());
            }
        }
        progress.unposted().forEach(event -> add(event.event()));
    }

    /** Reads everything. */
    void run(PrintWriter err) throws IOException {
        long total = 0;
        for (HistorySeries one : series) {
            for (Path file : one.files()) {
                total += Files.size(file);
            }
        }
        CommandProgress progress = new CommandProgress(err, "octets read", total);
        PriorityQueue<HistorySeries> queue = new PriorityQueue<>(Comparator.comparing(HistoryImport::nextTime));
        long all = total;
        for (HistorySeries one : series) {
            one.onBatch(() -> progress.at(Math.min(all, octets.get())));
            add(queue, one);
        }
        try {
            while (!queue.isEmpty()) {
                HistorySeries first = queue.remove();
                add(first.take());
                if (batch.size() >= MOST_EVENTS || characters > MOST_CHARACTERS) {
                    post();
                    checkpointIfDue();
                }
                add(queue, first);
            }
            post();
            finish();
        } catch (RuntimeException e) {
            keep(e);
            throw e;
        } finally {
            progress.end();
        }
    }

    private void add(HistoryEvent event) {
        events++;
        batch.add(event);
        characters += event.json().length();
    }

    /** Writes down what is on the log and what is not, so that nothing is posted twice when the import goes on. */
    private void keep(RuntimeException failure) {
        if (checkpoint == null || poster == null) {
            return;
        }
        List<HistoryEvent> left = new ArrayList<>(poster.unposted());
        left.addAll(batch);
        try {
            checkpoint.write(poster.posted(), poster.rejected(), null, series, left);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static Instant nextTime(HistorySeries series) {
        try {
            HistoryEvent next = series.peek();
            return next == null ? Instant.MAX : next.time();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(PriorityQueue<HistorySeries> queue, HistorySeries one) throws IOException {
        if (one.peek() != null) {
            queue.add(one);
        }
    }

    private void post() {
        if (poster != null && !batch.isEmpty()) {
            poster.post(batch);
        }
        batch.clear();
        characters = 0;
    }

    /** What the checkpoint says must be on the log. */
    private void checkpointIfDue() throws IOException {
        if (checkpoint == null || poster == null || System.nanoTime() - written < BETWEEN_NANOS) {
            return;
        }
        poster.await();
        checkpoint.write(poster.posted(), poster.rejected(), null, series, List.of());
        written = System.nanoTime();
    }

    private void finish() throws IOException {
        if (checkpoint != null && poster != null) {
            poster.await();
            checkpoint.write(poster.posted(), poster.rejected(), clock.instant(), series, List.of());
        }
    }

    /** Events of this run. */
    long events() {
        return events;
    }
}
