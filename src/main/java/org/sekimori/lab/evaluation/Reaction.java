package org.sekimori.lab.evaluation;

import java.util.List;

/**
 * What a detector makes of a message.
 *
 * @param refused by which rule it was rejected or deferred, empty if it passed
 * @param policy whether that rule is a policy about where customers may submit from, not a suspicion
 * @param flags rules that flagged the account for follow-up
 */
record Reaction(String refused, boolean policy, List<String> flags) {

    /** Nothing to say. */
    static final Reaction PASSED = new Reaction("", false, List.of());

    /** Refused and flagged, by the one rule that a simple detector has. */
    static Reaction caught(String rule) {
        return new Reaction(rule, false, List.of(rule));
    }

    boolean passed() {
        return refused.isEmpty();
    }
}
