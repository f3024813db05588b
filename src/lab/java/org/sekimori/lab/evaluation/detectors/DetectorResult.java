package org.sekimori.lab.evaluation.detectors;

import java.util.List;

/**
 * A detector's result for a message.
 *
 * @param refused the refusing rule; empty if it was not refused
 * @param policy whether that rule is a policy on origin, not a suspicion
 * @param quarantined the rule for which the server holds the message; empty without one
 * @param flags rules that flagged the account
 */
public record DetectorResult(String refused, boolean policy, String quarantined, List<String> flags) {

    /** Nothing to say. */
    static final DetectorResult PASSED = new DetectorResult("", false, "", List.of());

    /** Refused and flagged, by the one rule that a simple detector has. */
    static DetectorResult caught(String rule) {
        return new DetectorResult(rule, false, "", List.of(rule));
    }

    /** Whether the message got out: neither refused nor held. */
    public boolean passed() {
        return refused.isEmpty() && quarantined.isEmpty();
    }

    public boolean refuses() {
        return !refused.isEmpty();
    }
}
