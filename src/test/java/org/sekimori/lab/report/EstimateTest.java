package org.sekimori.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void aShareHasWilsonsInterval() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        Estimate of = Estimate.share(81, 263);
        assertThat(of.low()).isCloseTo(0.2553, within(0.0001));
        assertThat(of.high()).isCloseTo(0.3662, within(0.0001));
        Estimate none = Estimate.share(0, 20);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(0.1611, within(0.0001));
        assertThat(Estimate.share(0, 0)).isEqualTo(new Estimate(0, 0, 1));
    }

    @Test
    void aRateOfIndependentEventsHasThePoissonInterval() {
        // 10 events in 10,000 days of 1,000 accounts, each in another account: exact limits of a count of 10 are 4.795
        // and 18.39.
        Estimate of = Estimate.rate(10, 10_000, 10, 100, 100_000).times(10_000);
        assertThat(of.value()).isEqualTo(10);
        assertThat(of.low()).isCloseTo(4.795, within(0.02));
        assertThat(of.high()).isCloseTo(18.39, within(0.02));
    }

    @Test
    void withoutAnyEventTheUpperEndIsNotZero() {
        // The exact limit is 3.689; Byar's is known to be a little low here.
        assertThat(Estimate.rate(0, 10_000, 0, 0, 100_000).times(10_000).high()).isCloseTo(3.689, within(0.03));
        assertThat(Estimate.rate(0, 0, 0, 0, 0)).isEqualTo(new Estimate(0, 0, 0));
    }

    @Test
    void eventsOfFewAccountsHaveAWiderInterval() {
        Estimate spread = Estimate.rate(10, 10_000, 10, 100, 100_000);
        Estimate together = Estimate.rate(10, 10_000, 100, 100, 100_000);
        assertThat(together.value()).isEqualTo(spread.value());
        assertThat(together.high() - together.low()).isGreaterThan(2 * (spread.high() - spread.low()));
    }

    @Test
    void aQuantileLiesBetweenTheOrderStatisticsThatEncloseIt() {
        long[] values = new long[101];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 - i;
        }
        assertThat(Estimate.quantile(values, 0.5)).isEqualTo(new Estimate(50, 40, 60));
        assertThat(Estimate.quantile(values, 0.95).value()).isEqualTo(95);
        assertThat(Estimate.quantile(new long[0], 0.5)).isEqualTo(new Estimate(0, 0, 0));
        assertThat(Estimate.quantile(new long[] {7}, 0.95)).isEqualTo(new Estimate(7, 7, 7));
    }
}
