package org.sekimori.cases;

/**
 * When a rule is said to be wrong too often.
 *
 * @param least the share of confirmed cases that a rule must reach, 0 to 1
 * @param cases so many must have been judged before anything is said, from 1
 */
public record PrecisionTerms(double least, int cases) {

    /** At least half of ten judged cases. */
    public static final PrecisionTerms DEFAULT = new PrecisionTerms(0.5, 10);

    public PrecisionTerms {
        if (!(least >= 0 && least <= 1) || cases < 1) {
            throw new IllegalArgumentException(
                    "a precision is 0 to 1, of at least one case: " + least + " of " + cases + " cases");
        }
    }
}
