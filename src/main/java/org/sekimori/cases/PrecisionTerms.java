package org.sekimori.cases;

/**
 * When a rule is said to be imprecise.
 *
 * @param least the smallest share of confirmed cases among the judged ones with which a rule is left alone, 0 to 1
 * @param cases so many cases must be judged before anything is said, at least 1
 */
public record PrecisionTerms(double least, int cases) {

    /** Half of at least twenty. */
    public static final PrecisionTerms DEFAULT = new PrecisionTerms(0.5, 20);

    public PrecisionTerms {
        if (!(least >= 0 && least <= 1) || cases < 1) {
            throw new IllegalArgumentException(
                    "a precision is from 0 to 1 of at least one case, not " + least + " of " + cases);
        }
    }

    /** Whether a rule is wrong too often. */
    public boolean imprecise(RulePrecision precision) {
        return precision.below(least, cases);
    }
}
