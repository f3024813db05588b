package org.sekimori.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** Splits a stream of lines into chunks at line feeds; workers decode the lines. */
final class LineChunkReader {

    /** Large enough that handing over costs nothing, small enough that all cores have some. */
    private static final int CHUNK = 256 * 1024;

    /** Longest line, in octets. */
    public static final int LONGEST_LINE = 16 * 1024 * 1024;

    private final String file;
    private final int ordinal;
    private long line = 1;

    /**
     * A reader of one file.
     *
     * @param file its name, for complaints
     * @param ordinal its number among all that are read, from 0
     */
    public LineChunkReader(String file, int ordinal) {
        this.file = file;
        this.ordinal = ordinal;
    }

    /**
     * Reads to the end.
     *
     * @param in the lines, not compressed any more
     * @throws IOException if the stream fails, or a line is longer than 16 MiB
     */
    public void read(InputStream in, Consumer<InputChunk> sink) throws IOException {
        byte[] buffer = new byte[CHUNK];
        int filled = 0;
        while (true) {
            int more = in.readNBytes(buffer, filled, buffer.length - filled);
            filled += more;
            if (filled < buffer.length) {
                if (filled > 0) {
                    sink.accept(new InputChunk.Lines(file, ordinal, line, buffer, filled));
                }
                return;
            }
            int whole = wholeLines(buffer);
            if (whole == 0) {
                if (buffer.length >= LONGEST_LINE) {
                    throw new IOException(
                            file + ":" + line + ": the line is longer than 16 MiB; one JSON object a line is expected");
                }
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            } else {
                byte[] next = new byte[CHUNK + filled - whole];
                System.arraycopy(buffer, whole, next, 0, filled - whole);
                sink.accept(new InputChunk.Lines(file, ordinal, line, buffer, whole));
                line += count(buffer, whole);
                filled -= whole;
                buffer = next;
            }
        }
    }

    /** Length up to and with the last line feed; 0 without one. */
    private static int wholeLines(byte[] buffer) {
        int end = buffer.length;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static int count(byte[] buffer, int length) {
        int count = 0;
        for (int at = 0; at < length; at++) {
            if (buffer[at] == '\n') {
                count++;
            }
        }
        return count;
    }
}
