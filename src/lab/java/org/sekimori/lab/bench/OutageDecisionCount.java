package org.sekimori.lab.bench;

import org.sekimori.cli.support.ServiceEndpoints;

/**
 * Counts of submissions on the log.
 *
 * @param attempts different submissions
 * @param decided those with a decision
 * @param doubled decisions beyond the first on a submission
 * @param undecided submissions without a decision
 * @param broken submissions without a decision that were answered from the log
 */
record OutageDecisionCount(long attempts, long decided, long doubled, long undecided, long broken) {
    /** What came after an earlier count of the same log, at which everything was decided. */
    OutageDecisionCount since(OutageDecisionCount before) {
        return new OutageDecisionCount(
                attempts - before.attempts, decided - before.decided, doubled - before.doubled, undecided, broken);
    }

    /** Reads all committed entries and decisions. */
    static OutageDecisionCount of(ServiceEndpoints service) {
        try (DecisionCounter counter = new DecisionCounter(service)) {
            return counter.read();
        }
    }
}
