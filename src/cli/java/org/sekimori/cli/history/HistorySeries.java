package org.sekimori.cli.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Files that one program wrote one after the other, such as {@code mail.log.2.gz, mail.log.1, mail.log}, read as one. Gives events in
 * the order of the lines.
 */
final class HistorySeries implements AutoCloseable {

    /** Lines of a file that are searched for a time. */
    private static final int MOST_SEARCHED = 1000;

    /** Lines between two looks at what has been open for too long. */
    private static final int BATCH = 10_000;

    private final String name;
    private final List<Path> files;
    private final HistoryReader reader;
    private final AtomicLong octets;
    private final Deque<HistoryEvent> waiting = new ArrayDeque<>();
    private Runnable batchListener = () -> {};
    private int index;
    private long lines;
    private Instant modified = Instant.EPOCH;
    private @Nullable HistoryFile open;

    private HistorySeries(String name, List<Path> files, HistoryReader reader, AtomicLong octets) {
        this.name = name;
        this.files = files;
        this.reader = reader;
        this.octets = octets;
    }

    /**
     * A series, in the order of the first times of its files.
     *
     * @param octets counts the octets that are read
     * @throws IOException if a file cannot be read
     */
    static HistorySeries of(String name, List<Path> files, HistoryReader reader, AtomicLong octets) throws IOException {
        Map<Path, Instant> first = new HashMap<>();
        for (Path file : files) {
            first.put(file, firstTime(file, reader));
        }
        List<Path> ordered = files.stream()
                .sorted(Comparator.comparing((Path file) -> first.getOrDefault(file, Instant.MAX))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return new HistorySeries(name, ordered, reader, octets);
    }

    private static Instant firstTime(Path file, HistoryReader reader) throws IOException {
        Instant modified = HistoryFile.modified(file);
        try (HistoryFile lines = HistoryFile.open(file, new AtomicLong())) {
            byte[] line = lines.next();
            for (int i = 0; i < MOST_SEARCHED && line != null; i++) {
                Instant time = reader.timeOf(line, modified);
                if (time != null) {
                    return time;
                }
                line = lines.next();
            }
        }
        return modified;
    }

    /** Sets what is called after some thousand lines. */
    void onBatch(Runnable listener) {
        batchListener = listener;
    }

    String name() {
        return name;
    }

    List<Path> files() {
        return files;
    }

    HistoryReader reader() {
        return reader;
    }

    /** Lines read from all files so far, in this run. */
    long lines() {
        return reader.counts().lines();
    }

    /** The next event without taking it; null at the end. */
    @Nullable
    HistoryEvent peek() throws IOException {
        while (waiting.isEmpty()) {
            if (!readLine()) {
                return null;
            }
        }
        return waiting.peek();
    }

    /** Takes the event that {@link #peek} showed. */
    HistoryEvent take() {
        return waiting.remove();
    }

    private boolean readLine() throws IOException {
        HistoryFile file = open;
        if (file == null) {
            if (index == files.size()) {
                return false;
            }
            modified = HistoryFile.modified(files.get(index));
            file = HistoryFile.open(files.get(index), octets);
            open = file;
            file.skip(lines);
        }
        byte[] line = file.next();
        if (line == null) {
            file.close();
            open = null;
            index++;
            lines = 0;
            reader.endBatch();
            return true;
        }
        lines = file.number();
        reader.read(line, modified, waiting::add);
        if (lines % BATCH == 0) {
            reader.endBatch();
            batchListener.run();
        }
        return true;
    }

    /**
     * How far a series was imported.
     *
     * @param file index of the file
     * @param line lines of it that were read
     * @param waiting events of these lines that were not posted yet
     * @param state what the reader needs to go on
     */
    record Place(int file, long line, List<HistoryEvent> waiting, byte[] state) {}

    Place place() throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        reader.save(new DataOutputStream(state));
        return new Place(index, lines, new ArrayList<>(waiting), state.toByteArray());
    }

    /** Goes on from a place; called before the first event is asked for. */
    void resume(Place place) throws IOException {
        reader.restore(new DataInputStream(new ByteArrayInputStream(place.state())));
        index = place.file();
        lines = place.line();
        waiting.addAll(place.waiting());
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
