package org.sekimori.lab.backtest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.input.InputChunk;
import org.sekimori.cli.input.LogEntrySource;

/** Reads a recording on a thread of its own, a bounded number of chunks ahead of the workers. */
final class ReadAheadReader implements AutoCloseable {

    /** Says that nothing more comes. */
    private static final InputChunk END = new InputChunk.Records(0, List.of());

    private final BlockingQueue<InputChunk> queue;
    private final int most;
    private final Thread reader;
    private volatile @Nullable Exception failure;
    private boolean ended;

    /**
     * @param most chunks of a round, and of the read-ahead
     */
    ReadAheadReader(LogEntrySource recording, int most) {
        this.queue = new ArrayBlockingQueue<>(most);
        this.most = most;
        this.reader = new Thread(() -> read(recording), "backtest-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(LogEntrySource recording) {
        try {
            recording.read(this::put);
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            try {
                put(END);
            } catch (CancellationException e) {
                // The end is not needed any more.
            }
        }
    }

    private void put(InputChunk chunk) {
        try {
            queue.put(chunk);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the rest is not wanted");
        }
    }

    /**
     * The next chunks, at least one; empty at the end.
     *
     * @throws IOException if the recording could not be read to its end
     */
    List<InputChunk> next() throws IOException, InterruptedException {
        List<InputChunk> round = new ArrayList<>();
        if (!ended) {
            round.add(queue.take());
            queue.drainTo(round, most - 1);
            if (round.get(round.size() - 1) == END) {
                ended = true;
                round.remove(round.size() - 1);
            }
        }
        if (round.isEmpty()) {
            check();
        }
        return round;
    }

    private void check() throws IOException {
        Exception problem = failure;
        if (problem instanceof IOException io) {
            throw io;
        } else if (problem instanceof RuntimeException runtime) {
            throw runtime;
        }
    }

    @Override
    public void close() throws InterruptedException {
        reader.interrupt();
        // A reader blocked on standard input ignores interrupts; as a daemon it does not keep the process alive.
        reader.join(1000);
    }
}
