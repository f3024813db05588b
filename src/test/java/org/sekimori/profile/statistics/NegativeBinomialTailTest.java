package org.sekimori.profile.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegativeBinomialTailTest {

    private static final MathContext DIGITS = new MathContext(160);

    @ParameterizedTest
    @CsvSource({
        "1, 0.1, 0.5",
        "3, 0.1, 0.5",
        "8, 0.1, 0.5",
        "5, 2.3, 0.5",
        "20, 2.3, 0.5",
        "51, 2.3, 0.5",
        "126, 7, 0.5",
        "8, 7, 0.5",
        "9, 7, 4",
        "60, 7, 4",
        "700, 7, 4",
        "12, 10, 0.1",
        "80, 10, 0.1",
        "110, 100, 2",
        "3000, 100, 2",
        "6, 5, 10",
        "120, 100, 10",
        "2000, 100, 10",
        "1, 0.023, 0.5",
        "7, 0.023, 0.5"
    })
    void agreesWithTheExactSumOfTheTail(long count, double mean, double alpha) {
        assertThat(NegativeBinomialTail.minusLog10(count, mean, alpha))
                .isCloseTo(exact(count, mean, alpha), within(1e-3));
    }

    /** {@code P(X ≥ count)} as 1 less the sum of all smaller counts, in 160 digits. */
    private static double exact(long count, double mean, double alpha) {
        BigDecimal r = BigDecimal.ONE.divide(BigDecimal.valueOf(alpha), DIGITS);
        BigDecimal am = BigDecimal.valueOf(alpha).multiply(BigDecimal.valueOf(mean));
        BigDecimal q = am.divide(am.add(BigDecimal.ONE), DIGITS);
        BigDecimal term = power(BigDecimal.ONE.subtract(q), r);
        BigDecimal sum = BigDecimal.ZERO;
        for (long k = 0; k < count; k++) {
            sum = sum.add(term);
            BigDecimal factor = q.multiply(r.add(BigDecimal.valueOf(k)));
            term = term.multiply(factor, DIGITS).divide(BigDecimal.valueOf(k + 1), DIGITS);
        }
        BigDecimal tail = BigDecimal.ONE.subtract(sum);
        int scale = tail.precision() - tail.scale();
        return -(Math.log10(tail.scaleByPowerOfTen(-scale).doubleValue()) + scale);
    }

    /** To a power that is a multiple of a twentieth: the root by the method of Newton. */
    private static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        int twentieths = exponent.multiply(BigDecimal.valueOf(20)).intValueExact();
        BigDecimal value = base.pow(twentieths, DIGITS);
        BigDecimal root = BigDecimal.valueOf(Math.pow(base.doubleValue(), exponent.doubleValue()));
        for (int round = 0; round < 8; round++) {
            BigDecimal rest = value.divide(root.pow(19, DIGITS), DIGITS);
            root = root.multiply(BigDecimal.valueOf(19)).add(rest).divide(BigDecimal.valueOf(20), DIGITS);
        }
        return root;
    }

    @Test
    void growsWithTheCount() {
        for (double mean : new double[] {0.01, 0.5, 2.3, 40, 3000, 10_000}) {
            for (double alpha : new double[] {0.1, 0.5, 2, 10}) {
                double before = 0;
                for (long count = 1; count < 40_000; count += 1 + count / 30) {
                    double surprise = NegativeBinomialTail.minusLog10(count, mean, alpha);
                    assertThat(surprise).as("%d at %s", count, mean).isGreaterThanOrEqualTo(before - 1e-6);
                    before = surprise;
                }
            }
        }
    }

    @Test
    void isZeroUpToTheMeanAndNeverAbove99() {
        assertThat(NegativeBinomialTail.minusLog10(0, 2.3, 0.5)).isZero();
        assertThat(NegativeBinomialTail.minusLog10(2, 2.3, 0.5)).isZero();
        assertThat(NegativeBinomialTail.minusLog10(100_000, 0.01, 0.1)).isEqualTo(99);
        assertThat(NegativeBinomialTail.minusLog10(Integer.MAX_VALUE, 2.3, 10)).isEqualTo(99);
        assertThat(NegativeBinomialTail.minusLog10(11_000, 10_000, 10)).isBetween(0.0, 2.0);
    }
}
