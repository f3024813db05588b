package org.sekimori.lab.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static Comparison.Line line(Figure figure, double reference, double other, double error) {
        return Comparison.of(Map.of(figure, new Measured(reference, error)), Map.of(figure, new Measured(other, error)))
                .lines()
                .get(0);
    }

    @Test
    void whatChanceExplainsDoesNotDiffer() {
        // The error of the difference is 1.41 times that of each.
        assertThat(line(Figure.DAY_MEAN, 10, 14, 1).differs()).isFalse();
        assertThat(line(Figure.DAY_MEAN, 10, 14.5, 1).differs()).isTrue();
        assertThat(line(Figure.DAY_MEAN, 10, 5.5, 1).differs()).isTrue();
    }

    @Test
    void whatIsLessThanATenthDoesNotMatter() {
        assertThat(line(Figure.DAY_MEAN, 10, 10.9, 0.001).differs()).isFalse();
        assertThat(line(Figure.DAY_MEAN, 10, 11.1, 0.001).differs()).isTrue();
    }

    @Test
    void aRatioIsOfTheOtherToTheReference() {
        assertThat(line(Figure.ABROAD, 2, 6, 0.1).ratio()).isEqualTo(3);
        assertThat(line(Figure.ABROAD, 0, 6, 0.1).ratio()).isInfinite();
        assertThat(line(Figure.ABROAD, 0, 0, 0.1).ratio()).isEqualTo(1);
    }

    @Test
    void onlyWhatBothHaveIsCompared() {
        Measured measured = new Measured(1, 0);
        Comparison comparison = Comparison.of(
                Map.of(Figure.ABROAD, measured, Figure.DAY_MEAN, measured), Map.of(Figure.ABROAD, measured));
        assertThat(comparison.lines()).extracting(Comparison.Line::figure).containsExactly(Figure.ABROAD);
    }

    @Test
    void networkChurnPointsToTheSweep() {
        assertThat(meaning(Figure.NEW_NETWORKS, 2, 6)).contains("three times the network churn");
        assertThat(meaning(Figure.NEW_NETWORKS, 6, 2)).contains("a third of the network churn");
        assertThat(meaning(Figure.NEW_NETWORKS, 2, 2.6)).contains("plain figures");
        assertThat(meaning(Figure.NEW_NETWORKS, 2, 30)).contains("do not cover you");
        assertThat(meaning(Figure.ABROAD, 0, 5)).contains("travel").contains("do not cover you");
    }

    private static String meaning(Figure figure, double reference, double other) {
        Comparison comparison =
                Comparison.of(Map.of(figure, new Measured(reference, 0)), Map.of(figure, new Measured(other, 0)));
        return Notice.of(comparison).get(0).meanings().get(0);
    }

    @Test
    void moreOfSomeAndLessOfOthersAreBothSaid() {
        Comparison comparison = Comparison.of(
                Map.of(Figure.DAY_MEAN, new Measured(2, 0), Figure.DAY_P99, new Measured(20, 0)),
                Map.of(Figure.DAY_MEAN, new Measured(3, 0), Figure.DAY_P99, new Measured(10, 0)));
        assertThat(Notice.of(comparison)).singleElement().satisfies(notice -> {
            assertThat(notice.lines()).hasSize(2);
            assertThat(notice.meanings()).hasSize(2);
        });
    }

    @Test
    void chanceIsSeldomTakenForADifference() {
        int lines = 0;
        int differing = 0;
        for (int seed = 1; seed <= 30; seed++) {
            TinyWorld world = TinyWorld.of(seed, TinyWorld.Manner.ORDINARY);
            Comparison halves = Comparison.of(
                    WorldCensus.of(world, List.of("personal")).figures(),
                    WorldCensus.of(world, List.of("business")).figures());
            lines += halves.lines().size();
            differing += halves.differing().size();
        }
        assertThat(lines).isGreaterThan(1000);
        assertThat(differing).isLessThanOrEqualTo(lines / 200);
    }

    @Test
    void theErrorIsThatOfAccountsNotOfMessages() {
        // Half of 100 accounts send 1 message on each of ten days, half 3: the error of their mean is 1 / 10, and that
        // of as
        // many independent days would be a third of it.
        Census census = new Census();
        for (int account = 0; account < 100; account++) {
            Acts acts = new Acts();
            for (int i = 0; i < 10 * (account % 2 == 0 ? 1 : 3); i++) {
                acts.sent("2026-06-%02dT09:00".formatted(1 + i / (account % 2 == 0 ? 1 : 3)), 1);
            }
            census.add(acts.sender());
        }
        Measured measured = Acts.figure(census.sample().figures(), Figure.DAY_MEAN);
        assertThat(measured.value()).isEqualTo(2);
        assertThat(measured.error()).isBetween(0.07, 0.13);
    }

    @Test
    void everyPublicSetIsThereAndTellsWhatItCan() {
        PublicSets sets = PublicSets.shipped();
        assertThat(sets.all())
                .extracting(PublicSet::name)
                .containsExactly("enron-savage", "enron-timed", "enron-perry", "dnc", "eu-core");
        EnumSet<Figure> untold = EnumSet.allOf(Figure.class);
        untold.removeIf(figure -> sets.range(figure).isPresent());
        assertThat(untold)
                .extracting(Figure::bearing)
                .containsOnly(Bearing.SIZE, Bearing.NETWORKS, Bearing.TRAVEL, Bearing.PASSWORDS, Bearing.BOUNCES);
        for (PublicSet set : sets.all()) {
            assertThat(set.shape().histogram(Measure.MESSAGE_RECIPIENTS).total())
                    .as(set.name())
                    .isEqualTo(set.messages());
        }
    }

    @Test
    void titlesStandAlone() {
        assertThat(Figure.DAY_P99.title()).isEqualTo("messages of an active day, p99");
        assertThat(Figure.FIRST_20.title()).isEqualTo("a day's first 10 minutes, 20 messages");
    }
}
