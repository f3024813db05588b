package org.sekimori.cases;

import java.time.Instant;

/**
 * How often a rule flagged the account of a case.
 *
 * @param rule the rule's id
 * @param version its version at the last hit, from 1
 * @param hits decisions in which it flagged, from 1
 * @param first event time of the earliest
 * @param last event time of the latest
 */
public record RuleHits(String rule, int version, long hits, Instant first, Instant last) {

    public RuleHits {
        if (hits < 1 || last.isBefore(first)) {
            throw new IllegalArgumentException("a rule of a case has hits, the first no later than the last");
        }
    }

    static RuleHits first(String rule, int version, Instant time) {
        return new RuleHits(rule, version, 1, time, time);
    }

    /** With one more hit, which may be late. */
    RuleHits plus(int ruleVersion, Instant time) {
        return new RuleHits(
                rule, ruleVersion, hits + 1, time.isBefore(first) ? time : first, time.isAfter(last) ? time : last);
    }
}
