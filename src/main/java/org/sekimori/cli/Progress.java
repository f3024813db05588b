package org.sekimori.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** One line on a terminal that says how far a long command is; nothing where the output is no terminal or it is quick. */
final class Progress {

    private static final long QUIET_NANOS = 1_000_000_000L;
    private static final long BETWEEN_NANOS = 200_000_000L;

    private final PrintWriter err;
    private final String what;
    private final boolean terminal = System.console() != null;
    private final long started = System.nanoTime();
    private long shown;

    /**
     * A line.
     *
     * @param what is counted, such as {@code decisions searched}
     */
    Progress(PrintWriter err, String what) {
        this.err = err;
        this.what = what;
    }

    void at(long count) {
        long now = System.nanoTime();
        if (terminal && now - started > QUIET_NANOS && now - shown > BETWEEN_NANOS) {
            shown = now;
            long rate = count * 1_000_000_000L / Math.max(1, now - started);
            err.printf(Locale.ROOT, "\r%,d %s, %,d/s ", count, what, rate);
            err.flush();
        }
    }

    void end() {
        if (shown != 0) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
