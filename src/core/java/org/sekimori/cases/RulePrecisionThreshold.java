package org.sekimori.cases;

/**
 * Threshold at which a rule is reported as imprecise; set in {@code follow-up.yml}.
 *
 * @param least a rule whose {@link RulePrecision#precision()} is below this is reported, 0 to 1
 * @param cases fewer judged cases than these say nothing about a rule, from 1
 */
public record RulePrecisionThreshold(double least, int cases) {

    /** Wrong in more than half of at least ten cases. */
    public static final RulePrecisionThreshold DEFAULT = new RulePrecisionThreshold(0.5, 10);

    public RulePrecisionThreshold {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("the least precision is from 0 to 1, not " + least);
        }
        if (cases < 1) {
            throw new IllegalArgumentException("at least 1 case is needed to judge a rule, not " + cases);
        }
    }

    /** Whether a rule is to be reported. */
    public boolean reports(RulePrecision rule) {
        return rule.below(least, cases);
    }
}
