package org.sekimori.cli.support;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * Progress of a long command. On a terminal one line that changes, with a bar and an estimate if the total is known; otherwise a
 * line for each tenth, and none without a total. Quick commands print none. Thread-safe.
 */
public final class CommandProgress {

    private static final long QUIET_NANOS = 1_000_000_000L;
    private static final long BETWEEN_NANOS = 200_000_000L;
    private static final int BAR = 30;

    private final PrintWriter err;
    private final String what;
    private final long total;
    private final boolean terminal = Terminal.err();
    private final long started = System.nanoTime();
    private long shown;
    private long tenth;

    /**
     * Progress without a known total.
     *
     * @param what the counted things, such as {@code decisions searched}
     */
    public CommandProgress(PrintWriter err, String what) {
        this(err, what, 0);
    }

    /**
     * A line with a bar and an estimate.
     *
     * @param total how many there will be
     */
    public CommandProgress(PrintWriter err, String what, long total) {
        this.err = err;
        this.what = what;
        this.total = total;
    }

    /** Sets the count. */
    public synchronized void at(long count) {
        long now = System.nanoTime();
        if (terminal && now - started > QUIET_NANOS && now - shown > BETWEEN_NANOS) {
            shown = now;
            err.print("\r" + text(count, now - started));
            err.flush();
        } else if (!terminal && total > 0 && count * 10 / total > tenth && now - started > QUIET_NANOS) {
            tenth = count * 10 / total;
            err.println(text(count, now - started));
        }
    }

    private String text(long count, long nanos) {
        double rate = count * 1e9 / Math.max(1, nanos);
        String speed = String.format(Locale.ROOT, "%,d %s, %,.0f/s", count, what, rate);
        if (total == 0) {
            return speed + " ";
        }
        int filled = (int) (BAR * count / total);
        Duration left = Duration.ofSeconds(Math.round((total - count) / Math.max(rate, 1e-9)));
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %s, %d:%02d left ",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                100 * count / total,
                speed,
                left.toMinutes(),
                left.toSecondsPart());
    }

    /** Takes the line away. */
    public synchronized void end() {
        if (shown != 0) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
