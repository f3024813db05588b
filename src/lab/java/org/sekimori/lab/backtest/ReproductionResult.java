package org.sekimori.lab.backtest;

import java.util.List;

/**
 * Comparison of the decisions on the log with those that the recorded rulebooks make again.
 *
 * @param reproduced decisions whose bytes are the same
 * @param differing decisions that were made again with other bytes
 * @param missing decisions between reproduced ones that were not made again
 * @param older decisions from before the log's first entries, which cannot be made again
 * @param later decisions that were made while the log was being read
 * @param unrecorded decisions that were made again and are not, or not yet, on the log
 * @param examples ids of the first that differ or are missing
 */
public record ReproductionResult(
        long reproduced, long differing, long missing, long older, long later, long unrecorded, List<String> examples) {

    public ReproductionResult {
        examples = List.copyOf(examples);
    }

    /** Whether every decision that can be made again is the same. */
    public boolean exact() {
        return differing == 0 && missing == 0;
    }
}
