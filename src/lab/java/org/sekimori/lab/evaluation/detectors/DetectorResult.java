package org.sekimori.lab.evaluation.detectors;

import java.util.List;

/**
 * A detector's result for a message.
 *
 * @param refused the refusing rule; empty if it passed
 * @param policy whether that rule is a policy on origin, not a suspicion
 * @param flags rules that flagged the account
 */
public record DetectorResult(String refused, boolean policy, List<String> flags) {

    /** Nothing to say. */
    static final DetectorResult PASSED = new DetectorResult("", false, List.of());

    /** Refused and flagged, by the one rule that a simple detector has. */
    static DetectorResult caught(String rule) {
        return new DetectorResult(rule, false, List.of(rule));
    }

    public boolean passed() {
        return refused.isEmpty();
    }
}
