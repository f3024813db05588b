package org.sekimori.cases;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case.Outcome;

/**
 * Precision of a rule, by people's judgements.
 *
 * @param rule the rule's id
 * @param confirmed closed cases with this rule that were confirmed
 * @param falsePositives closed cases with this rule that were false positives
 * @param open cases with this rule without a judgement
 */
public record RulePrecision(String rule, long confirmed, long falsePositives, long open) {

    /** Cases that were judged. */
    public long judged() {
        return confirmed + falsePositives;
    }

    /** Confirmed share of the judged cases, 0 to 1; NaN without a judged case. */
    public double precision() {
        return judged() == 0 ? Double.NaN : (double) confirmed / judged();
    }

    /** Whether enough cases were judged to say that the rule is below a precision. */
    public boolean below(double least, int leastCases) {
        return judged() >= leastCases && precision() < least;
    }

    /** Of each rule that flagged in one of these cases, by the rule's id. A case counts once for each of its rules. */
    public static SortedMap<String, RulePrecision> of(Collection<CaseSet> sets) {
        SortedMap<String, RulePrecision> byRule = new TreeMap<>();
        for (CaseSet set : sets) {
            for (Case one : set.all()) {
                Outcome outcome = one.outcome();
                for (String rule : one.ruleIds()) {
                    byRule.merge(rule, counted(rule, outcome), RulePrecision::plus);
                }
            }
        }
        return byRule;
    }

    private static RulePrecision counted(String rule, @Nullable Outcome outcome) {
        return new RulePrecision(
                rule,
                outcome == Outcome.CONFIRMED ? 1 : 0,
                outcome == Outcome.FALSE_POSITIVE ? 1 : 0,
                outcome == null ? 1 : 0);
    }

    private RulePrecision plus(RulePrecision other) {
        return new RulePrecision(
                rule, confirmed + other.confirmed, falsePositives + other.falsePositives, open + other.open);
    }
}
