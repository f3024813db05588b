package org.sekimori.lab.evaluation.detectors;

import java.util.List;

/**
 * What a detector makes of a message.
 *
 * @param refused by which rule it was rejected or deferred, empty if it passed
 * @param policy whether that rule is a policy about where customers may submit from, not a suspicion
 * @param flags rules that flagged the account for follow-up
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
