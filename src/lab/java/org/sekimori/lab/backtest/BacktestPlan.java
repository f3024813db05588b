package org.sekimori.lab.backtest;

import java.time.Instant;
import org.sekimori.rules.Rulebook;

/**
 * Parameters of a backtest.
 *
 * @param candidate the tested rulebook
 * @param baseline the baseline
 * @param from submissions from then on are counted; earlier ones only warm the profiles
 * @param until submissions before then are counted; later ones are stepped only
 * @param examples most examples to explain
 * @param prints whether to keep a fingerprint of each decision of the baseline, 27 to 53 octets each, to compare with
 *     recorded ones
 * @param threads worker threads
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
