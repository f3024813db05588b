package org.sekimori.follow.source;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts octets into lines. A line of more than {@value #MAX_LINE} octets is cut to that many; what follows up to its line feed is
 * skipped.
 */
public final class LineSplitter {

    /** Longest line kept, in octets: mail servers' records as JSON may have some tens of thousands. */
    public static final int MAX_LINE = 256 * 1024;

    private byte[] held = new byte[8192];
    private int length;
    private boolean skipping;

    /** @param skipping whether the octets begin inside a line whose beginning was given already */
    public LineSplitter(boolean skipping) {
        this.skipping = skipping;
    }

    /**
     * Takes octets, and gives the lines that they complete.
     *
     * @param lines receives each line without its line feed
     */
    public void add(byte[] octets, int from, int to, Consumer<byte[]> lines) {
        int start = from;
        for (int at = from; at < to; at++) {
            if (octets[at] == '\n') {
                end(octets, start, at, lines);
                start = at + 1;
            }
        }
        if (skipping) {
            return;
        }
        keep(octets, start, to);
        if (length == MAX_LINE) {
            lines.accept(Arrays.copyOf(held, length));
            length = 0;
            skipping = true;
        }
    }

    private void end(byte[] octets, int from, int to, Consumer<byte[]> lines) {
        if (skipping) {
            skipping = false;
            return;
        }
        if (length == 0) {
            lines.accept(Arrays.copyOfRange(octets, from, Math.min(to, from + MAX_LINE)));
            return;
        }
        keep(octets, from, to);
        lines.accept(Arrays.copyOf(held, length));
        length = 0;
    }

    private void keep(byte[] octets, int from, int to) {
        int more = Math.min(to - from, MAX_LINE - length);
        if (length + more > held.length) {
            held = Arrays.copyOf(held, Math.min(MAX_LINE, Math.max(2 * held.length, length + more)));
        }
        System.arraycopy(octets, from, held, length, more);
        length += more;
    }

    /** Octets of the line that is not complete yet. */
    public int pending() {
        return length;
    }

    /** Whether the next octets belong to a line that is given already. */
    public boolean skipping() {
        return skipping;
    }

    /** Gives what is left as a line: nothing follows. */
    public void finish(Consumer<byte[]> lines) {
        if (length > 0) {
            lines.accept(Arrays.copyOf(held, length));
        }
        length = 0;
        skipping = false;
    }
}
