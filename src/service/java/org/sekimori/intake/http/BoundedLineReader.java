package org.sekimori.intake.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits a stream into lines, and buffers at most one line of bounded length. */
final class BoundedLineReader {

    private static final int BUFFER = 16 * 1024;

    private final InputStream in;
    private final int longest;
    private final long most;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long read;
    private int number;

    /**
     * @param longest kept bytes of a line; of a longer one, one more, to show its excess
     * @param most bytes read of the stream
     */
    BoundedLineReader(InputStream in, int longest, long most) {
        this.in = in;
        this.longest = longest;
        this.most = most;
    }

    /** Number of the line that {@link #next} gave last, from 1. */
    int number() {
        return number;
    }

    /** Whether the stream went on behind the last byte that may be read. */
    boolean tooMuch() {
        return read > most;
    }

    /**
     * The next line without its line feed or carriage return and line feed; null at the end of the stream, and where it becomes
     * too large.
     *
     * @throws IOException if the stream breaks off; a line that was begun is lost
     */
    byte @Nullable [] next() throws IOException {
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        boolean begun = false;
        while (at < end || fill()) {
            begun = true;
            int feed = at;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            line.write(buffer, at, Math.min(feed - at, longest + 1 - line.size()));
            boolean whole = feed < end;
            at = whole ? feed + 1 : feed;
            if (whole) {
                return withoutReturn(line.toByteArray());
            }
        }
        return begun && !tooMuch() ? withoutReturn(line.toByteArray()) : null;
    }

    private boolean fill() throws IOException {
        if (tooMuch()) {
            return false;
        }
        at = 0;
        end = Math.max(0, in.read(buffer, 0, (int) Math.min(BUFFER, most + 1 - read)));
        read += end;
        return end > 0 && !tooMuch();
    }

    private byte[] withoutReturn(byte[] line) {
        int length = line.length;
        boolean cut = length > longest;
        return length > 0 && !cut && line[length - 1] == '\r' ? Arrays.copyOf(line, length - 1) : line;
    }

    /** Whether a line holds only spaces and tabs; false for one that is too long. */
    boolean blank(byte[] line) {
        if (line.length > longest) {
            return false;
        }
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
