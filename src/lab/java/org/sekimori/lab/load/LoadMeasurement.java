package org.sekimori.lab.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts and times answers within the measured time. Used by the reading thread only. */
final class LoadMeasurement {

    /** Longest distinguished time, in nanoseconds: two minutes. */
    private static final long LONGEST = 120_000_000_000L;

    /** How long Postfix waits for an answer as docs/postfix.md sets it, {@code timeout=2s}. */
    private static final long PATIENCE = 2_000_000_000L;

    private static final int SIGNIFICANT_DIGITS = 3;

    private final PolicyLoadGenerator.Settings settings;
    private final PolicyLoadGenerator.Window window;
    private final Histogram response = new Histogram(LONGEST, SIGNIFICANT_DIGITS);
    private final Histogram service = new Histogram(LONGEST, SIGNIFICANT_DIGITS);
    private final Map<String, Long> actions = new TreeMap<>();
    private long resets;
    private long bad;
    private long late;

    LoadMeasurement(PolicyLoadGenerator.Settings settings, PolicyLoadGenerator.Window window) {
        this.settings = settings;
        this.window = window;
    }

    void answered(LoadConnection connection, long nowNanos) {
        // In the open loop a request belongs to the measured time if it was due then, however late its answer comes.
        long moment = settings.paced() ? connection.intendedNanos() : nowNanos;
        if (!window.measures(moment)) {
            return;
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

    PolicyLoadGenerator.Result result(long unsent, long unanswered) {
        return new PolicyLoadGenerator.Result(
                settings,
                response.getTotalCount(),
                Latency.of(response),
                Latency.of(service),
                resets,
                bad,
                late,
                unsent,
                unanswered,
                actions);
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(1, Math.min(nanos, LONGEST)));
    }
}
