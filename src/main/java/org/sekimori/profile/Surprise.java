package org.sekimori.profile;

/**
 * How surprising a count is: {@code −log₁₀ P(X ≥ x)} for a negative binomial X with mean m and variance {@code m + α·m²}
 * (Cameron and Trivedi, 'Regression Analysis of Count Data', NB2). Counts of mail per day are more spread than Poisson's: the
 * variance of real accounts is 0.6 to 7 times their mean.
 *
 * <p>With r = 1/α and q = α·m/(1 + α·m), {@code P(X = k) = Γ(k+r)/(Γ(r)·k!) · (1−q)^r · q^k}. The tail is summed for 64 terms
 * and closed with a geometric series of the last ratio, which is an upper bound for r ≥ 1 and within 5 % for smaller r, where
 * 0.02 is lost of the result.
 */
final class Surprise {

    /** Nothing is said to be rarer than one in 10^99. */
    private static final double MOST = 99;

    private static final int TERMS = 64;

    private Surprise() {}

    /**
     * The surprise of a count.
     *
     * @param count at least 0
     * @param mean above 0
     * @param alpha dispersion, above 0
     * @return 0 to 99; 0 for anything up to the mean
     */
    static double of(long count, double mean, double alpha) {
        if (count <= mean) {
            return 0;
        }
        double r = 1 / alpha;
        double q = alpha * mean / (1 + alpha * mean);
        double log = logGamma(count + r)
                - logGamma(r)
                - logGamma(count + 1.0)
                + r * StrictMath.log1p(-q)
                + count * StrictMath.log(q);
        double sum = 1;
        double term = 1;
        for (int i = 0; i < TERMS; i++) {
            term *= q * (count + i + r) / (count + i + 1.0);
            sum += term;
        }
        double ratio = Math.min(q * (count + TERMS + r) / (count + TERMS + 1.0), 1 - 1e-9);
        sum += term * ratio / (1 - ratio);
        double surprise = -(log + StrictMath.log(sum)) / StrictMath.log(10);
        return Math.max(0, Math.min(MOST, surprise));
    }

    /** Stirling's series, shifted to arguments of at least 10, where its error is below 1e-11 (Abramowitz and Stegun 6.1.41). */
    private static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 10) {
            shift += StrictMath.log(z);
            z += 1;
        }
        double square = z * z;
        double series = (1.0 / 12 - (1.0 / 360 - 1.0 / (1260 * square)) / square) / z;
        return (z - 0.5) * StrictMath.log(z) - z + 0.918938533204672742 + series - shift;
    }
}
