package org.sekimori.lab.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReproductionCheckerTest {

    private final DecisionFingerprints one = new DecisionFingerprints();
    private final DecisionFingerprints other = new DecisionFingerprints();
    private ReproductionChecker reproducer = new ReproductionChecker(List.of());

    @BeforeEach
    void made() {
        add(one, 3, "accept");
        add(one, 4, "accept");
        add(other, 5, "accept");
        reproducer = new ReproductionChecker(List.of(one, other));
    }

    private static String id(int number) {
        return String.format("K7QX3M2P%012d", number);
    }

    private static byte[] decision(int number, String verdict) {
        return ("{\"id\":\"" + id(number) + "\",\"verdict\":\"" + verdict + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static void add(DecisionFingerprints prints, int number, String verdict) {
        prints.add(DecisionFingerprints.DecisionFingerprint.of(id(number), decision(number, verdict)));
    }

    private void recorded(int number, String verdict) {
        reproducer.recorded(0, decision(number, verdict));
    }

    @Test
    void sameBytesAreReproducedAndOthersDiffer() {
        recorded(3, "accept");
        recorded(4, "reject");
        recorded(5, "accept");
        ReproductionResult found = reproducer.result();
        assertThat(found).isEqualTo(new ReproductionResult(2, 1, 0, 0, 0, 0, List.of(id(4))));
        assertThat(found.exact()).isFalse();
    }

    @Test
    void whatWasNotMadeAgainIsOlderMissingOrLaterByWhereItStands() {
        recorded(1, "accept");
        recorded(2, "accept");
        recorded(3, "accept");
        recorded(9, "accept");
        recorded(5, "accept");
        recorded(6, "accept");
        reproducer.recorded(1, decision(7, "accept"));
        ReproductionResult found = reproducer.result();
        assertThat(found).isEqualTo(new ReproductionResult(2, 0, 1, 3, 1, 1, List.of(id(9))));
    }

    @Test
    void aDecisionMadeTwiceIsHeldAgainstBoth() {
        add(one, 3, "defer");
        recorded(3, "defer");
        recorded(3, "accept");
        recorded(4, "accept");
        recorded(5, "accept");
        assertThat(reproducer.result()).isEqualTo(new ReproductionResult(4, 0, 0, 0, 0, 0, List.of()));
        assertThat(reproducer.result().exact()).isTrue();
    }

    /** The shard of one account may be stepped by another thread in each round. */
    @Test
    void aDecisionMadeTwiceByTwoThreadsIsHeldAgainstBoth() {
        add(other, 3, "defer");
        recorded(3, "defer");
        recorded(4, "accept");
        recorded(3, "accept");
        recorded(5, "accept");
        assertThat(reproducer.result()).isEqualTo(new ReproductionResult(4, 0, 0, 0, 0, 0, List.of()));
    }

    @Test
    void oneOfThreeWithTheSameIdThatDiffersCountsOnceWhereverItStands() {
        add(one, 3, "defer");
        add(other, 3, "reject");
        recorded(3, "forged");
        recorded(3, "accept");
        recorded(3, "defer");
        recorded(4, "accept");
        recorded(5, "accept");
        assertThat(reproducer.result()).isEqualTo(new ReproductionResult(4, 1, 0, 0, 0, 0, List.of(id(3))));
    }

    @Test
    void oneThatIsRecordedMoreOftenThanMadeDiffersAndHidesNoOther() {
        recorded(3, "forged");
        recorded(3, "accept");
        recorded(5, "accept");
        assertThat(reproducer.result()).isEqualTo(new ReproductionResult(2, 1, 0, 0, 0, 1, List.of(id(3))));
    }

    @Test
    void equalDecisionsOfOneIdAreFoundAsOftenAsTheyWereMade() {
        add(other, 3, "accept");
        recorded(3, "accept");
        recorded(3, "accept");
        recorded(3, "accept");
        assertThat(reproducer.result()).isEqualTo(new ReproductionResult(2, 1, 0, 0, 0, 2, List.of(id(3))));
    }

    @Test
    void manyDecisionsAreFoundAgain() {
        DecisionFingerprints many = new DecisionFingerprints();
        for (int i = 0; i < 100_000; i++) {
            add(many, i, "accept");
        }
        ReproductionChecker all = new ReproductionChecker(List.of(many));
        for (int i = 0; i < 100_000; i++) {
            all.recorded(i % 8, decision(i, i % 1000 == 0 ? "reject" : "accept"));
        }
        assertThat(all.result().reproduced()).isEqualTo(99_900);
        assertThat(all.result().differing()).isEqualTo(100);
        assertThat(all.result().unrecorded()).isZero();
    }
}
