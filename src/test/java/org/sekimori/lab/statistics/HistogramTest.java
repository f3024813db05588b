package org.sekimori.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

    /** 1 to 10, once each. */
    private static Histogram ten() {
        Histogram histogram = new Histogram();
        for (int i = 1; i <= 10; i++) {
            histogram.add(LogLinearBins.of(i), 1);
        }
        return histogram;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 255, 256, 257, 511, 512, 1_000_000, 25_000_000_000L, Long.MAX_VALUE})
    void aBinHoldsItsNumberAndIsNarrow(long value) {
        int bin = LogLinearBins.of(value);
        assertThat(value).isBetween(LogLinearBins.low(bin), LogLinearBins.low(bin) + LogLinearBins.width(bin) - 1);
        assertThat((double) LogLinearBins.width(bin)).isLessThanOrEqualTo(Math.max(1, value * 0.032));
        assertThat(bin).isLessThan(1 << LogLinearBins.BITS);
    }

    @ParameterizedTest
    @ValueSource(longs = {255, 256, 263, 511, 512, 5000})
    void binsFollowEachOther(long value) {
        int bin = LogLinearBins.of(value);
        assertThat(LogLinearBins.of(LogLinearBins.low(bin) + LogLinearBins.width(bin)))
                .isEqualTo(bin + 1);
    }

    @Test
    void quantilesAreOfTheNearestRank() {
        assertThat(ten().quantile(0.5)).isEqualTo(5);
        assertThat(ten().quantile(0.9)).isEqualTo(9);
        assertThat(ten().quantile(0.91)).isEqualTo(10);
        assertThat(ten().quantile(0.001)).isEqualTo(1);
    }

    @Test
    void meansAndSharesAreExactForSmallNumbers() {
        assertThat(ten().mean()).isEqualTo(5.5);
        assertThat(ten().share(6, 7)).isEqualTo(0.2);
        assertThat(ten().share(8, Long.MAX_VALUE)).isEqualTo(0.3);
    }

    @Test
    void theTopIsAtLeastOneAndMayCutABin() {
        assertThat(ten().topShare(0.1)).isCloseTo(10.0 / 55, within(1e-12));
        assertThat(ten().topShare(0.01)).isCloseTo(10.0 / 55, within(1e-12));
        Histogram equal = new Histogram();
        equal.add(LogLinearBins.of(4), 20);
        assertThat(equal.topShare(0.1)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void anEmptyOneSaysNothing() {
        Histogram empty = new Histogram();
        assertThat(empty.mean()).isNaN();
        assertThat(empty.quantile(0.5)).isNaN();
        assertThat(empty.share(0, 1)).isNaN();
        assertThat(empty.topShare(0.1)).isNaN();
    }

    @Test
    void whatIsReadBackIsTheSame() {
        Histogram large = new Histogram();
        large.add(LogLinearBins.of(3), 2);
        large.add(LogLinearBins.of(777_777), 5);
        assertThat(Histogram.of(large.counts()).counts()).isEqualTo(large.counts());
        assertThat(large.counts()).containsEntry(3L, 2L).hasSize(2);
        assertThat(Histogram.of(Map.of()).total()).isZero();
    }

    @Test
    void aTallyKeepsApartWhatIsManifold() {
        AccountHistograms tally = new AccountHistograms();
        for (int i = 0; i < 500; i++) {
            tally.add(TrafficMeasure.SIZE, i * 100L);
            tally.add(TrafficMeasure.GAP, i % 50);
        }
        PopulationHistograms shape = new PopulationHistograms();
        shape.add(tally, 2);
        assertThat(shape.histogram(TrafficMeasure.GAP).counts()).hasSize(50).containsEntry(49L, 20L);
        assertThat(shape.histogram(TrafficMeasure.SIZE).total()).isEqualTo(1000);
    }
}
