package org.sekimori.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekimori.rig.LongRun;

class PopulationComparisonTest {

    private static PopulationComparison.Line line(
            TrafficStatistic figure, double reference, double other, double error) {
        return PopulationComparison.of(
                        Map.of(figure, new StatisticValue(reference, error)),
                        Map.of(figure, new StatisticValue(other, error)))
                .lines()
                .get(0);
    }

    @Test
    void whatChanceExplainsDoesNotDiffer() {
        // The error of the difference is 1.41 times that of each.
        assertThat(line(TrafficStatistic.DAY_MEAN, 10, 14, 1).differs()).isFalse();
        assertThat(line(TrafficStatistic.DAY_MEAN, 10, 14.5, 1).differs()).isTrue();
        assertThat(line(TrafficStatistic.DAY_MEAN, 10, 5.5, 1).differs()).isTrue();
    }

    @Test
    void whatIsLessThanATenthDoesNotMatter() {
        assertThat(line(TrafficStatistic.DAY_MEAN, 10, 10.9, 0.001).differs()).isFalse();
        assertThat(line(TrafficStatistic.DAY_MEAN, 10, 11.1, 0.001).differs()).isTrue();
    }

    @Test
    void aRatioIsOfTheOtherToTheReference() {
        assertThat(line(TrafficStatistic.ABROAD, 2, 6, 0.1).ratio()).isEqualTo(3);
        assertThat(line(TrafficStatistic.ABROAD, 0, 6, 0.1).ratio()).isInfinite();
        assertThat(line(TrafficStatistic.ABROAD, 0, 0, 0.1).ratio()).isEqualTo(1);
    }

    @Test
    void onlyWhatBothHaveIsCompared() {
        StatisticValue measured = new StatisticValue(1, 0);
        PopulationComparison comparison = PopulationComparison.of(
                Map.of(TrafficStatistic.ABROAD, measured, TrafficStatistic.DAY_MEAN, measured),
                Map.of(TrafficStatistic.ABROAD, measured));
        assertThat(comparison.lines())
                .extracting(PopulationComparison.Line::figure)
                .containsExactly(TrafficStatistic.ABROAD);
    }

    @Test
    void networkChurnPointsToTheSweep() {
        assertThat(meaning(TrafficStatistic.NEW_NETWORKS, 2, 6)).contains("three times the network churn");
        assertThat(meaning(TrafficStatistic.NEW_NETWORKS, 6, 2)).contains("a third of the network churn");
        assertThat(meaning(TrafficStatistic.NEW_NETWORKS, 2, 2.6)).contains("plain figures");
        assertThat(meaning(TrafficStatistic.NEW_NETWORKS, 2, 30)).contains("do not cover you");
        assertThat(meaning(TrafficStatistic.ABROAD, 0, 5)).contains("travel").contains("do not cover you");
    }

    private static String meaning(TrafficStatistic figure, double reference, double other) {
        PopulationComparison comparison = PopulationComparison.of(
                Map.of(figure, new StatisticValue(reference, 0)), Map.of(figure, new StatisticValue(other, 0)));
        return DifferenceSummary.of(comparison).get(0).meanings().get(0);
    }

    @Test
    void moreOfSomeAndLessOfOthersAreBothSaid() {
        PopulationComparison comparison = PopulationComparison.of(
                Map.of(
                        TrafficStatistic.DAY_MEAN,
                        new StatisticValue(2, 0),
                        TrafficStatistic.DAY_P99,
                        new StatisticValue(20, 0)),
                Map.of(
                        TrafficStatistic.DAY_MEAN,
                        new StatisticValue(3, 0),
                        TrafficStatistic.DAY_P99,
                        new StatisticValue(10, 0)));
        assertThat(DifferenceSummary.of(comparison)).singleElement().satisfies(notice -> {
            assertThat(notice.lines()).hasSize(2);
            assertThat(notice.meanings()).hasSize(2);
        });
    }

    @Test
    void chanceIsSeldomTakenForADifference() {
        int lines = 0;
        int differing = 0;
        int seeds = LongRun.size(12, 30);
        for (int seed = 1; seed <= seeds; seed++) {
            TinyWorld world = TinyWorld.of(seed, TinyWorld.SendingBehaviour.ORDINARY);
            PopulationComparison halves = PopulationComparison.of(
                    WorldSampler.of(world, List.of("personal")).figures(),
                    WorldSampler.of(world, List.of("business")).figures());
            lines += halves.lines().size();
            differing += halves.differing().size();
        }
        assertThat(lines).isGreaterThan(33 * seeds);
        assertThat(differing).isLessThanOrEqualTo(lines / 200);
    }

    @Test
    void theErrorIsThatOfAccountsNotOfMessages() {
        // Half of 100 accounts send 1 message on each of ten days, half 3: the error of their mean is 1 / 10, and that
        // of as
        // many independent days would be a third of it.
        PopulationSampleBuilder census = new PopulationSampleBuilder();
        for (int account = 0; account < 100; account++) {
            ActivityFixture acts = new ActivityFixture();
            for (int i = 0; i < 10 * (account % 2 == 0 ? 1 : 3); i++) {
                acts.sent("2026-06-%02dT09:00".formatted(1 + i / (account % 2 == 0 ? 1 : 3)), 1);
            }
            census.add(acts.sender());
        }
        StatisticValue measured = ActivityFixture.figure(census.sample().figures(), TrafficStatistic.DAY_MEAN);
        assertThat(measured.value()).isEqualTo(2);
        assertThat(measured.error()).isBetween(0.07, 0.13);
    }

    @Test
    void everyPublicSetIsThereAndTellsWhatItCan() {
        PublicMailDatasets sets = PublicMailDatasets.shipped();
        assertThat(sets.all())
                .extracting(PublicMailDataset::name)
                .containsExactly("enron-savage", "enron-timed", "enron-perry", "dnc", "eu-core");
        EnumSet<TrafficStatistic> untold = EnumSet.allOf(TrafficStatistic.class);
        untold.removeIf(figure -> sets.range(figure).isPresent());
        assertThat(untold)
                .extracting(TrafficStatistic::relevance)
                .containsOnly(
                        EvaluationRelevance.SIZE,
                        EvaluationRelevance.NETWORKS,
                        EvaluationRelevance.TRAVEL,
                        EvaluationRelevance.PASSWORDS,
                        EvaluationRelevance.BOUNCES);
        for (PublicMailDataset set : sets.all()) {
            assertThat(set.histograms()
                            .histogram(TrafficMeasure.MESSAGE_RECIPIENTS)
                            .total())
                    .as(set.name())
                    .isEqualTo(set.messages());
        }
    }

    @Test
    void titlesStandAlone() {
        assertThat(TrafficStatistic.DAY_P99.title()).isEqualTo("messages of an active day, p99");
        assertThat(TrafficStatistic.FIRST_20.title()).isEqualTo("a day's first 10 minutes, 20 messages");
    }
}
