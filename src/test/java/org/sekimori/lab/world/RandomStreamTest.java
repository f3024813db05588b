package org.sekimori.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    private static final int MANY = 40_000;

    @Test
    void aStreamHasTheSameValuesEachTimeAndOtherNamesHaveOthers() {
        assertThat(RandomStream.of(1, "day", 5, 7).bits())
                .isEqualTo(RandomStream.of(1, "day", 5, 7).bits());
        assertThat(RandomStream.of(1, "day", 5, 7).bits())
                .isNotIn(
                        RandomStream.of(2, "day", 5, 7).bits(),
                        RandomStream.of(1, "night", 5, 7).bits(),
                        RandomStream.of(1, "day", 7, 5).bits(),
                        RandomStream.of(1, "day", 5).bits());
    }

    @Test
    void distributionsHaveTheirMeans() {
        assertThat(mean(RandomStream::gaussian)).isCloseTo(0, within(0.02));
        assertThat(mean(draw -> draw.exponential(4))).isCloseTo(4, within(0.1));
        assertThat(mean(draw -> draw.logNormal(0.65, 0.5))).isCloseTo(Math.exp(0.65 + 0.125), within(0.05));
        assertThat(mean(draw -> draw.poisson(3))).isCloseTo(3, within(0.05));
        assertThat(mean(draw -> draw.poisson(300))).isCloseTo(300, within(0.5));
        assertThat(mean(draw -> draw.gamma(0.5))).isCloseTo(0.5, within(0.02));
        assertThat(mean(draw -> draw.gamma(3))).isCloseTo(3, within(0.05));
        assertThat(mean(draw -> draw.beta(0.5, 60))).isCloseTo(0.5 / 60.5, within(0.0005));
        assertThat(mean(draw -> draw.negativeBinomial(2, 4))).isCloseTo(2, within(0.08));
        assertThat(mean(draw -> draw.binomial(10, 0.3))).isCloseTo(3, within(0.05));
        assertThat(mean(draw -> draw.binomial(1000, 0.3))).isCloseTo(300, within(0.5));
        assertThat(mean(draw -> draw.weighted(1, 0, 3))).isCloseTo(1.5, within(0.03));
    }

    @Test
    void theVarianceOfTheNegativeBinomialIsTheGivenMultipleOfItsMean() {
        double mean = mean(draw -> draw.negativeBinomial(2, 4));
        double squares = mean(draw -> {
            double value = draw.negativeBinomial(2, 4);
            return value * value;
        });
        assertThat((squares - mean * mean) / mean).isCloseTo(4, within(0.3));
    }

    private static double mean(ToDoubleFunction<RandomStream> what) {
        RandomStream draw = RandomStream.of(1, "mean");
        double sum = 0;
        for (int i = 0; i < MANY; i++) {
            sum += what.applyAsDouble(draw);
        }
        return sum / MANY;
    }
}
