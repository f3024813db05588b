package org.sekimori.cli.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.sekimori.stream.files.Decompressor;

/** Files of recorded traffic as one recording, one after another in the order in which they are named. */
public final class FileEntrySource implements LogEntrySource {

    private static final int KIB = 1024;

    private final List<String> files;
    private final AtomicLong read = new AtomicLong();

    public FileEntrySource(List<String> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public void read(Consumer<InputChunk> sink) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            String file = files.get(i);
            try (InputStream in = Decompressor.plain(new Counted(InputFile.raw(file), read))) {
                new LineChunkReader(file, i).read(in, sink);
            } catch (IOException e) {
                String reason = String.valueOf(e.getMessage());
                throw new IOException(
                        reason.startsWith(file) ? reason : file + " cannot be read to its end: " + reason, e);
            }
        }
    }

    /** How much was read, as it lies on the disk, in KiB. */
    public long kib() {
        return read.get() / KIB;
    }

    /** How much there is, in KiB; 0 if standard input is among it, which has no known end. */
    public long totalKib() throws IOException {
        long total = 0;
        for (String file : files) {
            if (file.equals(InputFile.STANDARD_INPUT)) {
                return 0;
            }
            InputFile.raw(file).close();
            total += Files.size(Path.of(file));
        }
        return total / KIB;
    }

    /** Counts octets. */
    private static final class Counted extends FilterInputStream {
        private final AtomicLong count;

        Counted(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count.addAndGet(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = super.read(into, from, length);
            count.addAndGet(Math.max(0, got));
            return got;
        }
    }
}
