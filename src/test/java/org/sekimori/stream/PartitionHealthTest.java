package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekimori.stream.PartitionHealth.Asking;

class PartitionHealthTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final PartitionHealth health = new PartitionHealth();
    private long now = 1_000;
    private long question;

    private Asking next() {
        return health.next(SECOND, now);
    }

    private long ask() {
        health.asked(++question, now);
        return question;
    }

    private void pass(long millis) {
        now += millis * 1_000_000;
    }

    private void silence() {
        health.missed(ask());
    }

    @Test
    void theFirstQuestionThatIsNotAnsweredInTimeSparesTheOthersTheWait() {
        long first = ask();
        assertThat(next()).isEqualTo(Asking.WAITING);
        pass(1_000);

        assertThat(health.missed(first)).isTrue();

        assertThat(health.silent()).isTrue();
        assertThat(next()).isNotEqualTo(Asking.WAITING);
    }

    @Test
    void oneQuestionThatIsNeverAnsweredAmongOthersThatAreSilencesNobody() {
        long poisonous = ask();
        long other = ask();
        health.answered(other);

        assertThat(health.missed(poisonous)).isFalse();

        assertThat(next()).isEqualTo(Asking.WAITING);
    }

    @Test
    void aLogThatAnswersEverythingTooLateIsSilentAlthoughRepliesCome() {
        long old = ask();
        long newer = ask();
        health.answered(old);

        assertThat(health.missed(newer)).isTrue();
    }

    @Test
    void whileItIsSilentItIsProbedTwiceASecondAndNobodyWaits() {
        silence();
        assertThat(next()).as("just asked").isEqualTo(Asking.NOTHING);
        pass(500);
        assertThat(next()).isEqualTo(Asking.PROBING);
        ask();
        pass(499);
        assertThat(next()).isEqualTo(Asking.NOTHING);
        pass(1);
        assertThat(next()).isEqualTo(Asking.PROBING);
    }

    @Test
    void aDoorWithAShortDeadlineIsProbedWithinIt() {
        silence();
        pass(5);
        assertThat(health.next(Duration.ofMillis(10), now)).isEqualTo(Asking.PROBING);
    }

    @Test
    void repliesToOldQuestionsShowThatItCatchesUpAndTheNewestThatItHas() {
        silence();
        pass(500);
        long old = ask();
        pass(500);
        long newest = ask();

        assertThat(health.answered(old)).isFalse();
        assertThat(health.silent()).isTrue();
        assertThat(health.answered(newest)).isTrue();
        assertThat(next()).isEqualTo(Asking.WAITING);
    }

    @Test
    void anAccountThatAskedOnceBeforeTheLogWentAwayFindsItBackWithoutAProbe() {
        long only = ask();
        health.missed(only);

        assertThat(health.answered(only)).isTrue();
        assertThat(next()).isEqualTo(Asking.WAITING);
    }

    @Test
    void aProbeThatTheLogHadNoRoomForIsNotWaitedFor() {
        silence();
        pass(500);
        long taken = ask();
        pass(500);
        assertThat(next()).isEqualTo(Asking.PROBING);
        // It was refused, so it does not count as asked, and the next one is tried at once.
        assertThat(next()).isEqualTo(Asking.PROBING);

        assertThat(health.answered(taken)).isTrue();
    }
}
