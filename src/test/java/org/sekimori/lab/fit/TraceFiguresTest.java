package org.sekimori.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.evaluation.AttackTempo;

class TraceFiguresTest {

    private static final EvidenceModel MODEL = FitFixture.model(List.of(0.0, 3.0, 8.0), List.of(0.0, 1.0));

    private final TraceSet traces = FitFixture.traces();
    private final int none = FitFixture.vector(traces, 0, SignVector.ABSENT);
    private final int some = FitFixture.vector(traces, 1, 0);
    private final int much = FitFixture.vector(traces, 2, 1);

    private double[] scores() {
        return MODEL.scores(traces.table());
    }

    @Test
    void aScoreIsWhatTheSignsCountTogetherAndAnAbsentOneCountsNothing() {
        assertThat(scores()).containsExactly(0, 3, 9);
    }

    /** The message that raises the flag is out unless it is held, but not out before the flag. */
    @Test
    void messagesOutAreThoseBeforeTheFlag() {
        FitFixture.attack(traces, AttackTempo.FAST, none, none, some, much, much);
        FitFixture.attack(traces, AttackTempo.SLOW, none, none, none);
        FitFixture.honest(traces, "personal", 10_000, none, some);
        TraceFigures figures = TraceFigures.of(traces, scores(), 9, 9);
        assertThat(figures.fast()).isEqualTo(1);
        assertThat(figures.outFastMedian()).isEqualTo(3);
        assertThat(figures.slow()).isZero();
        assertThat(figures.outSlowMedian()).isEqualTo(3);
        assertThat(figures.flagged()).isEqualTo(0.5);
        assertThat(figures.falseFlags()).isZero();
        assertThat(TraceFigures.of(traces, scores(), 3, 9).falseFlags()).isEqualTo(1);
    }

    @Test
    void anAttackOfWhichEverythingIsHeldIsCaughtAndAFlagOfAnotherRuleCounts() {
        traces.add(new AttackTrace("bec", AttackTempo.QUIET, new int[] {much}, new byte[] {AttackTrace.HOSTILE}));
        traces.add(new AttackTrace("burst", AttackTempo.FAST, new int[] {none, none}, new byte[] {
            FitFixture.HOSTILE_OUT, AttackTrace.HOSTILE | AttackTrace.PASSED | AttackTrace.FLAGGED
        }));
        TraceFigures figures = TraceFigures.of(traces, scores(), 100, 100);
        assertThat(figures.quiet()).isEqualTo(1);
        assertThat(figures.flagged()).isEqualTo(1);
        assertThat(figures.outFastMedian()).isEqualTo(1);
    }

    @Test
    void aThresholdIsReachedByNoMoreDaysThanWanted() {
        for (int i = 0; i < 8; i++) {
            FitFixture.honest(traces, "personal", 1_250, i < 2 ? much : i < 5 ? some : none);
        }
        double[] most = BandThresholds.dailyMaxima(traces, scores());
        // 10,000 account-days: two reach 9, five 3.
        assertThat(BandThresholds.at(most, traces.accountDays(), 5)).isEqualTo(0.01);
        assertThat(BandThresholds.at(most, traces.accountDays(), 4.9)).isEqualTo(3.01);
        assertThat(BandThresholds.at(most, traces.accountDays(), 2)).isEqualTo(3.01);
        assertThat(BandThresholds.at(most, traces.accountDays(), 1.9)).isEqualTo(9.01);
    }
}
