package org.sekimori.lab.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Counts and times answers within the measured time. Used by the reading thread only. */
final class LoadMeasurement {

    /** Longest distinguished time, in nanoseconds: two minutes. */
    private static final long LONGEST = 120_000_000_000L;

    /** How long Postfix waits for an answer as docs/postfix.md sets it, {@code timeout=2s}. */
    private static final long PATIENCE = 2_000_000_000L;

    private static final int SIGNIFICANT_DIGITS = 3;

    private final LoadGenerator.Settings settings;
    private final LoadGenerator.Window window;
    private final LongAdder answered;
    private final Histogram response = new Histogram(LONGEST, SIGNIFICANT_DIGITS);
    private final Histogram service = new Histogram(LONGEST, SIGNIFICANT_DIGITS);
    private final Map<String, Long> actions = new TreeMap<>();
    private long resets;
    private long repeated;
    private long bad;
    private long late;
    private long lastNanos;

    /** @param answered counts all answers, for other threads to see */
    LoadMeasurement(LoadGenerator.Settings settings, LoadGenerator.Window window, LongAdder answered) {
        this.settings = settings;
        this.window = window;
        this.answered = answered;
        this.lastNanos = window.toNanos();
    }

    void answered(LoadConnection connection, long nowNanos) {
        answered.increment();
        // In the open loop a request belongs to the measured time if it was due then, however late its answer comes.
        long moment = settings.paced() ? connection.intendedNanos() : nowNanos;
        if (!window.measures(moment)) {
            return;
        }
        if (settings.paced() && nowNanos - lastNanos > 0) {
            lastNanos = nowNanos;
        }
        record(response, nowNanos - connection.intendedNanos());
        record(service, nowNanos - connection.sentNanos());
        if (nowNanos - connection.sentNanos() > PATIENCE) {
            late++;
        }
        String action = connection.action();
        if (action.isEmpty()) {
            bad++;
        } else {
            actions.merge(action, 1L, Long::sum);
        }
    }

    void unsolicited() {
        bad++;
    }

    void closed() {
        resets++;
    }

    void repeated() {
        repeated++;
    }

    LoadGenerator.Result result(long unsent, long unanswered) {
        return new LoadGenerator.Result(
                settings,
                response.getTotalCount(),
                Latency.of(response),
                Latency.of(service),
                resets,
                repeated,
                bad,
                late,
                Duration.ofNanos(lastNanos - window.fromNanos()),
                unsent,
                unanswered,
                actions);
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(1, Math.min(nanos, LONGEST)));
    }
}
