package org.sekimori.cli.history;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.source.LineSplitter;
import org.sekimori.stream.files.Decompressor;

/** The lines of one file, plain or compressed. */
final class HistoryFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final InputStream in;
    private final LineSplitter splitter = new LineSplitter(false);
    private final byte[] buffer = new byte[BUFFER];
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private boolean ended;
    private long number;

    private HistoryFile(Path path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /**
     * Opens a file.
     *
     * @param read counts the octets that were read, compressed as they are
     */
    static HistoryFile open(Path path, AtomicLong read) throws IOException {
        InputStream raw = new CountedInputStream(Files.newInputStream(path), read);
        try {
            return new HistoryFile(path, Decompressor.plain(new BufferedInputStream(raw, BUFFER)));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** The next line; null at the end. */
    byte @Nullable [] next() throws IOException {
        while (lines.isEmpty() && !ended) {
            int length = in.read(buffer, 0, BUFFER);
            if (length < 0) {
                splitter.finish(lines::add);
                ended = true;
            } else {
                splitter.add(buffer, 0, length, lines::add);
            }
        }
        byte[] line = lines.poll();
        if (line != null) {
            number++;
        }
        return line;
    }

    /**
     * Skips lines that were read before.
     *
     * @throws IOException if there are fewer
     */
    void skip(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            if (next() == null) {
                throw new IOException(
                        path + " has only " + number + " lines now, and " + count + " were imported before");
            }
        }
    }

    /** How many lines were given. */
    long number() {
        return number;
    }

    /** When the file was written last: none of its lines is newer. */
    static Instant modified(Path path) throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
    }

    /** The first octets of a file, to know it again. */
    static int fingerprint(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.hashCode(in.readNBytes(4096));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Counts what is read. */
    private static final class CountedInputStream extends FilterInputStream {
        private final AtomicLong count;

        CountedInputStream(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count.addAndGet(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int some = super.read(into, from, length);
            count.addAndGet(Math.max(0, some));
            return some;
        }
    }
}
