package org.sekimori.profile.statistics;

/**
 * How surprising a count is: {@code −log₁₀ P(X ≥ x)} for a negative binomial X with mean m and variance {@code m + α·m²}
 * (Cameron and Trivedi, 'Regression Analysis of Count Data', NB2). Counts of mail per day are more spread than Poisson's: the
 * variance of real accounts is 0.6 to 7 times their mean.
 *
 * <p>With r = 1/α and q = α·m/(1 + α·m), {@code P(X = x) = Γ(x+r)/(Γ(r)·x!) · (1−q)^r · q^x}, and the tail is the incomplete
 * beta function {@code P(X ≥ x) = I_q(x, r)}, which is {@code P(X = x)} times a continued fraction (DLMF 8.17.22) that converges
 * fast above the mean. For means up to 10,000 a day the result is within 0.001.
 */
public final class NegativeBinomialTail {

    /** Upper bound: one in 10^99. */
    private static final double MOST = 99;

    /** Enough for the widest spread that a daily baseline has at 10,000 a day; ordinary accounts take about ten. */
    private static final int MOST_ROUNDS = 600;

    private static final double NEAR = 1e-7;

    private NegativeBinomialTail() {}

    /**
     * The surprise of a count.
     *
     * @param count at least 0
     * @param mean above 0
     * @param alpha dispersion, above 0
     * @return 0 to 99; 0 for anything up to the mean
     */
    public static double minusLog10(long count, double mean, double alpha) {
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
        double surprise = -(log + StrictMath.log(tail(count, r, q))) / StrictMath.log(10);
        return Math.max(0, Math.min(MOST, surprise));
    }

    /** {@code P(X ≥ x)/P(X = x)}: the continued fraction by the method of Lentz, two of its steps a round. */
    private static double tail(double a, double b, double x) {
        double c = 1;
        double d = 1 / (1 - (a + b) * x / (a + 1));
        double fraction = d;
        for (int m = 1; m <= MOST_ROUNDS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / (1 + even * d);
            c = 1 + even / c;
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / (1 + odd * d);
            c = 1 + odd / c;
            fraction *= d * c;
            if (Math.abs(d * c - 1) < NEAR) {
                break;
            }
        }
        return fraction;
    }

    /** Stirling's series, shifted to arguments of at least 10, where its error is below 1e-10 (Abramowitz and Stegun 6.1.41). */
    private static double logGamma(double x) {
        double product = 1;
        double z = x;
        while (z < 10) {
            product *= z;
            z += 1;
        }
        double square = z * z;
        double series = (1.0 / 12 - (1.0 / 360 - 1.0 / (1260 * square)) / square) / z;
        double shift = product == 1 ? 0 : StrictMath.log(product);
        return (z - 0.5) * StrictMath.log(z) - z + 0.918938533204672742 + series - shift;
    }
}
