package org.sekimori.follow.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.source.RotatedFiles.Generation;
import org.sekimori.stream.files.Decompressor;

/** One file of a log, open at a place, plain or compressed. */
final class OpenLogFile implements AutoCloseable {

    private final Generation generation;
    private final @Nullable FileChannel plain;
    private final @Nullable InputStream packed;
    private final LineSplitter splitter;
    private Fingerprint fingerprint;
    private long readTo;
    private long seenSize;
    private @Nullable FileTime checked;

    private OpenLogFile(
            Generation generation,
            @Nullable FileChannel plain,
            @Nullable InputStream packed,
            Fingerprint fingerprint,
            long offset,
            boolean skipping) {
        this.generation = generation;
        this.plain = plain;
        this.packed = packed;
        this.fingerprint = fingerprint;
        this.readTo = offset;
        this.splitter = new LineSplitter(skipping);
        this.seenSize = generation.size();
    }

    /** Opens a file at a line's beginning, or at its end if it is shorter. */
    static OpenLogFile open(Generation generation, long offset, boolean skipping) throws IOException {
        if (!generation.packed()) {
            FileChannel channel = FileChannel.open(generation.path(), StandardOpenOption.READ);
            try {
                long from = Math.min(offset, channel.size());
                Fingerprint first = Fingerprint.of(channel, channel.size());
                return new OpenLogFile(generation, channel, null, first, from, skipping);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
        Fingerprint first;
        try (InputStream start = Decompressor.plain(Files.newInputStream(generation.path()))) {
            byte[] octets = start.readNBytes(Fingerprint.MOST);
            first = Fingerprint.of(octets, octets.length);
        }
        InputStream in = Decompressor.plain(Files.newInputStream(generation.path()));
        try {
            in.skipNBytes(offset);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return new OpenLogFile(generation, null, in, first, offset, skipping);
    }

    /** Begins a plain file behind its last complete line. */
    static OpenLogFile openAtEnd(Generation generation) throws IOException {
        try (FileChannel channel = FileChannel.open(generation.path(), StandardOpenOption.READ)) {
            long end = channel.size();
            ByteBuffer block = ByteBuffer.allocate(8192);
            while (end > 0) {
                block.clear().limit((int) Math.min(block.capacity(), end));
                channel.read(block, end - block.limit());
                for (int i = block.position() - 1; i >= 0; i--) {
                    if (block.get(i) == '\n') {
                        return open(generation, end - block.limit() + i + 1, false);
                    }
                }
                end -= block.limit();
            }
        }
        return open(generation, 0, false);
    }

    /** Reads octets; -1 at the end. They count only once they were {@link #take}n. */
    int read(byte[] into) throws IOException {
        if (packed != null) {
            int got = packed.readNBytes(into, 0, into.length);
            return got == 0 ? -1 : got;
        }
        return channel().read(ByteBuffer.wrap(into), readTo);
    }

    private FileChannel channel() {
        if (plain == null) {
            throw new IllegalStateException("compressed files are read as streams");
        }
        return plain;
    }

    /** Takes the octets read last, and gives the lines that they complete. */
    void take(byte[] octets, int length, Consumer<byte[]> lines) throws IOException {
        readTo += length;
        splitter.add(octets, 0, length, lines);
        if (plain != null && fingerprint.length() < Fingerprint.MOST) {
            fingerprint = Fingerprint.of(plain, readTo);
        }
    }

    /** Gives what follows the last line feed: the file is complete. */
    void finish(Consumer<byte[]> lines) {
        splitter.finish(lines);
    }

    /**
     * Whether the file was emptied since it was opened, and perhaps written anew.
     *
     * @param now the file at the path of the log
     */
    boolean truncated(@Nullable Generation now) throws IOException {
        if (plain == null) {
            return false;
        }
        long size = plain.size();
        if (size < readTo) {
            return true;
        }
        FileTime modified = now != null && isAt(now) ? now.modified() : null;
        // Times of files have steps of some milliseconds; a renamed file's is not known here.
        if (modified == null || !modified.equals(checked) || size != seenSize) {
            if (!fingerprint.matches(plain)) {
                return true;
            }
            checked = modified;
        }
        seenSize = size;
        return false;
    }

    /** Whether this very file is at that path. */
    boolean isAt(@Nullable Generation now) {
        return now != null && plain != null && now.device() == generation.device() && now.inode() == generation.inode();
    }

    /** Whether octets were seen that were not read. */
    boolean unread() {
        return seenSize > readTo - splitter.pending();
    }

    FilePosition position(@Nullable Instant endSeen) {
        return new FilePosition(
                generation.device(),
                generation.inode(),
                fingerprint,
                readTo - splitter.pending(),
                splitter.skipping(),
                endSeen);
    }

    Generation generation() {
        return generation;
    }

    /** Octets that are known to follow. */
    long behind() {
        try {
            return plain == null ? 0 : Math.max(0, plain.size() - readTo);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Whether more was read than there was when it was opened. */
    boolean grown() {
        return readTo > generation.size();
    }

    @Override
    public void close() {
        try {
            if (plain != null) {
                plain.close();
            }
            if (packed != null) {
                packed.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
