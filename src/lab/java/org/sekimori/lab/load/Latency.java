package org.sekimori.lab.load;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Latencies in milliseconds, with percentiles exact to three digits. All are 0 without answers.
 *
 * @param p50 the median
 * @param p90 nine of ten were faster
 * @param p99 all but one in a hundred were faster
 * @param p999 all but one in a thousand were faster
 * @param max the slowest
 */
public record Latency(double p50, double p90, double p99, double p999, double max) {

    private static final double NANOS_PER_MILLI = 1e6;

    static Latency of(Histogram nanos) {
        return new Latency(
                at(nanos, 50), at(nanos, 90), at(nanos, 99), at(nanos, 99.9), nanos.getMaxValue() / NANOS_PER_MILLI);
    }

    private static double at(Histogram nanos, double percentile) {
        return nanos.getTotalCount() == 0 ? 0 : nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50=%.3f p90=%.3f p99=%.3f p99.9=%.3f max=%.3f ms", p50, p90, p99, p999, max);
    }
}
