package org.sekimori.lab.backtest;

import java.time.Instant;
import org.sekimori.rules.Rulebook;

/**
 * What is to be tried.
 *
 * @param candidate the rulebook that is tried
 * @param baseline what it is held against
 * @param from submissions from then on are counted; what comes before only warms
 * @param until submissions before then are counted; what comes later is stepped, and not counted
 * @param examples how many are explained at most
 * @param prints whether a fingerprint of each decision of the baseline is kept, 27 to 53 octets each, to be held against the record
 * @param threads that read and step
 */
public record BacktestPlan(
        Rulebook candidate,
        BacktestBaseline baseline,
        Instant from,
        Instant until,
        int examples,
        boolean prints,
        int threads) {

    /** Largest number of threads. */
    public static final int MAX_THREADS = 256;

    /** Largest number of examples: each takes milliseconds to explain. */
    public static final int MAX_EXAMPLES = 1000;

    public BacktestPlan {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be 1 to " + MAX_THREADS + ", not " + threads);
        }
        if (examples < 0 || examples > MAX_EXAMPLES) {
            throw new IllegalArgumentException("examples must be 0 to " + MAX_EXAMPLES + ", not " + examples);
        }
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("nothing lies between " + from + " and " + until);
        }
    }
}
