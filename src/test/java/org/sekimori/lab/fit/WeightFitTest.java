package org.sekimori.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.evaluation.AttackTempo;
import org.sekimori.rules.evidence.StepTable;

class WeightFitTest {

    /** So many honest days and attacks on each step of the rising sign; nothing else differs. */
    private static TraceSet traffic(int[] honest, int[] attacks) {
        TraceSet traces = FitFixture.traces();
        for (int step = 0; step < honest.length; step++) {
            for (int i = 0; i < honest[step]; i++) {
                FitFixture.honest(traces, "personal", 10, FitFixture.vector(traces, step, 0));
            }
            for (int i = 0; i < attacks[step]; i++) {
                FitFixture.attack(traces, AttackTempo.FAST, FitFixture.vector(traces, step, 0));
            }
        }
        return traces;
    }

    private static StepTable fitted(TraceSet traces) {
        return table(WeightFit.of(traces, FitFixture.zero()).model(), "new-recipients");
    }

    private static StepTable table(EvidenceModel model, String sign) {
        return Objects.requireNonNull(model.tables().get(sign));
    }

    @Test
    void aStepWeighsHowMuchLikelierItIsWithAThief() {
        StepTable table = fitted(traffic(new int[] {9_000, 900, 100}, new int[] {100, 300, 600}));
        // ln(300/100) - ln(900/9000) and ln(600/100) - ln(100/9000), a little less for the prior.
        assertThat(table.weights().get(0)).isZero();
        assertThat(table.weights().get(1)).isBetween(3.0, 3.41);
        assertThat(table.weights().get(2)).isBetween(5.8, 6.31);
    }

    @Test
    void whereTheTrafficFallsARisingSignStaysLevel() {
        StepTable table = fitted(traffic(new int[] {9_000, 100, 900}, new int[] {100, 600, 300}));
        assertThat(table.weights().get(2)).isEqualTo(table.weights().get(1));
        assertThat(table.weights().get(1)).isPositive();
    }

    @Test
    void whatTheTrafficDoesNotShowStaysAsThePriorHasIt() {
        EvidenceModel prior = FitFixture.model(List.of(0.0, 1.0, 4.0), List.of(0.0, -1.5));
        EvidenceModel model = WeightFit.of(traffic(new int[] {9_000, 900, 0}, new int[] {100, 300, 0}), prior)
                .model();
        StepTable rising = table(model, "new-recipients");
        assertThat(rising.weights().get(2) - rising.weights().get(1)).isEqualTo(3.0, within());
        assertThat(table(model, "odd-hour").weights()).containsExactly(0.0, -1.5);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.011);
    }

    @Test
    void whereMostHonestMailLiesTheWeightIsZero() {
        StepTable table = fitted(traffic(new int[] {100, 9_000, 100}, new int[] {10, 100, 300}));
        assertThat(table.weights().get(1)).isZero();
        assertThat(table.weights().get(0)).isNotPositive();
        assertThat(table.weights().get(2)).isPositive();
    }

    /** A day of a hundred messages teaches no more than a day of one. */
    @Test
    void ofAnHonestDayTheMostSuspiciousAttemptCounts() {
        TraceSet traces = FitFixture.traces();
        int usual = FitFixture.vector(traces, 0, 0);
        int high = FitFixture.vector(traces, 2, 0);
        for (int i = 0; i < 1_000; i++) {
            traces.add(new HonestTrace(
                    "personal",
                    1,
                    List.of(new HonestTrace.Day(i < 100 ? new int[] {usual, high} : new int[] {usual}, false))));
        }
        for (int i = 0; i < 100; i++) {
            FitFixture.attack(traces, AttackTempo.SLOW, i < 50 ? high : usual);
        }
        // ln(50/50) - ln(100/900) = 2.2; if both attempts of those days counted it were 2.9.
        assertThat(fitted(traces).weights().get(2)).isBetween(1.9, 2.3);
    }

    @Property(tries = 20)
    void monotoneAndTheSameTwice(
            @ForAll @IntRange(min = 1, max = 500) int a,
            @ForAll @IntRange(min = 0, max = 500) int b,
            @ForAll @IntRange(min = 0, max = 500) int c,
            @ForAll @IntRange(min = 1, max = 50) int d,
            @ForAll @IntRange(min = 0, max = 50) int e,
            @ForAll @IntRange(min = 0, max = 50) int f) {
        int[] honest = {a, b, c};
        int[] attacks = {d, e, f};
        StepTable table = fitted(traffic(honest, attacks));
        assertThat(table.weights()).isSorted();
        assertThat(fitted(traffic(honest, attacks))).isEqualTo(table);
    }
}
