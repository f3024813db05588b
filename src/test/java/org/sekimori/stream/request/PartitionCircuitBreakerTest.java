package org.sekimori.stream.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekimori.stream.request.PartitionCircuitBreaker.RequestMode;

class PartitionCircuitBreakerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final PartitionCircuitBreaker health = new PartitionCircuitBreaker();
    private long now = 1_000;
    private long question;

    private RequestMode next() {
        return health.next(SECOND, now);
    }

    private long ask() {
        health.requestSent(++question, now);
        return question;
    }

    private void pass(long millis) {
        now += millis * 1_000_000;
    }

    private void silence() {
        health.timedOut(ask());
    }

    @Test
    void theFirstQuestionThatIsNotAnsweredInTimeSparesTheOthersTheWait() {
        long first = ask();
        assertThat(next()).isEqualTo(RequestMode.WAITING);
        pass(1_000);

        assertThat(health.timedOut(first)).isTrue();

        assertThat(health.isOpen()).isTrue();
        assertThat(next()).isNotEqualTo(RequestMode.WAITING);
    }

    @Test
    void oneQuestionThatIsNeverAnsweredAmongOthersThatAreSilencesNobody() {
        long poisonous = ask();
        long other = ask();
        health.replied(other);

        assertThat(health.timedOut(poisonous)).isFalse();

        assertThat(next()).isEqualTo(RequestMode.WAITING);
    }

    @Test
    void aLogThatAnswersEverythingTooLateIsSilentAlthoughRepliesCome() {
        long old = ask();
        long newer = ask();
        health.replied(old);

        assertThat(health.timedOut(newer)).isTrue();
    }

    @Test
    void whileItIsSilentItIsProbedTwiceASecondAndNobodyWaits() {
        silence();
        assertThat(next()).as("just asked").isEqualTo(RequestMode.NOTHING);
        pass(500);
        assertThat(next()).isEqualTo(RequestMode.PROBING);
        ask();
        pass(499);
        assertThat(next()).isEqualTo(RequestMode.NOTHING);
        pass(1);
        assertThat(next()).isEqualTo(RequestMode.PROBING);
    }

    @Test
    void aDoorWithAShortDeadlineIsProbedWithinIt() {
        silence();
        pass(5);
        assertThat(health.next(Duration.ofMillis(10), now)).isEqualTo(RequestMode.PROBING);
    }

    @Test
    void repliesToOldQuestionsShowThatItCatchesUpAndTheNewestThatItHas() {
        silence();
        pass(500);
        long old = ask();
        pass(500);
        long newest = ask();

        assertThat(health.replied(old)).isFalse();
        assertThat(health.isOpen()).isTrue();
        assertThat(health.replied(newest)).isTrue();
        assertThat(next()).isEqualTo(RequestMode.WAITING);
    }

    @Test
    void anAccountThatAskedOnceBeforeTheLogWentAwayFindsItBackWithoutAProbe() {
        long only = ask();
        health.timedOut(only);

        assertThat(health.replied(only)).isTrue();
        assertThat(next()).isEqualTo(RequestMode.WAITING);
    }

    @Test
    void aProbeThatTheLogHadNoRoomForIsNotWaitedFor() {
        silence();
        pass(500);
        long taken = ask();
        pass(500);
        assertThat(next()).isEqualTo(RequestMode.PROBING);
        // It was refused, so it does not count as asked, and the next one is tried at once.
        assertThat(next()).isEqualTo(RequestMode.PROBING);

        assertThat(health.replied(taken)).isTrue();
    }
}
