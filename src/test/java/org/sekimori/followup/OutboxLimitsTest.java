package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecord.State;

/** Budget, backoff, pauses, and what is remembered of customers. */
class OutboxLimitsTest {

    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final NoticeRetryPolicy BACKOFF =
            new NoticeRetryPolicy(MINUTE, MINUTE.multipliedBy(8), 5, Duration.ofHours(1));

    private final Random random = new Random(1);

    @Test
    void thePlacesOfDigestsAreNotTakenBySingleNotices() {
        NoticeRateLimit rateLimit = new NoticeRateLimit(3, 1);
        rateLimit.record(NINE);
        rateLimit.record(NINE.plusSeconds(1));

        assertThat(rateLimit.remaining(NINE.plusSeconds(2))).isZero();
        assertThat(rateLimit.remainingForDigests(NINE.plusSeconds(2))).isOne();
    }

    @Test
    void aPlaceIsFreeAgainAnHourLater() {
        NoticeRateLimit rateLimit = new NoticeRateLimit(1, 0);
        rateLimit.record(NINE);
        assertThat(rateLimit.remaining(NINE.plusSeconds(3599))).isZero();
        assertThat(rateLimit.remaining(NINE.plusSeconds(3600))).isOne();
    }

    @ParameterizedTest
    @CsvSource({"1, 30, 60", "2, 60, 120", "4, 240, 480", "5, 240, 480", "60, 240, 480"})
    void waitsDoubleUpToTheLongestWithJitterInTheirUpperHalf(int failures, int least, int most) {
        for (int i = 0; i < 200; i++) {
            assertThat(BACKOFF.after(failures, random)).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
        }
    }

    @Test
    void attemptsEndByNumberAndByTime() {
        assertThat(BACKOFF.next(4, NINE, NINE.plus(MINUTE), null, random)).isNotNull();
        assertThat(BACKOFF.next(5, NINE, NINE.plus(MINUTE), null, random)).isNull();
        assertThat(BACKOFF.next(1, NINE, NINE.plus(MINUTE.multipliedBy(60)), null, random))
                .isNull();
    }

    @Test
    void aLongerWaitThatWasAskedForIsGrantedAndAShorterOneIsNot() {
        assertThat(BACKOFF.next(1, NINE, NINE, MINUTE.multipliedBy(30), random))
                .isEqualTo(NINE.plus(MINUTE.multipliedBy(30)));
        assertThat(BACKOFF.next(1, NINE, NINE, Duration.ofSeconds(1), random)).isAfterOrEqualTo(NINE.plusSeconds(30));
    }

    @Test
    void aBackoffThatWouldNeverWaitOrNeverTryIsRefused() {
        assertThatThrownBy(() -> new NoticeRetryPolicy(Duration.ZERO, MINUTE, 1, MINUTE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NoticeRetryPolicy(MINUTE, MINUTE, 0, MINUTE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWayPausesLongerWithEachFailureAndForgetsThemWhenItWorks() {
        ChannelCircuitBreaker breaker = new ChannelCircuitBreaker(BACKOFF, random);
        breaker.recordFailure("smtp", NINE, "refused", null);
        assertThat(breaker.allows("smtp", NINE.plusSeconds(29))).isFalse();
        assertThat(breaker.allows("smtp", NINE.plusSeconds(60))).isTrue();
        assertThat(breaker.allows("webhook:soc", NINE)).isTrue();

        breaker.recordFailure("smtp", NINE.plusSeconds(60), "refused", null);
        assertThat(breaker.allows("smtp", NINE.plusSeconds(60 + 59))).isFalse();
        assertThat(breaker.all().get("smtp")).satisfies(pause -> {
            assertThat(pause).isNotNull();
            assertThat(pause.failures()).isEqualTo(2);
            assertThat(pause.since()).isEqualTo(NINE);
        });

        breaker.recordSuccess("smtp");
        assertThat(breaker.allows("smtp", NINE.plusSeconds(61))).isTrue();
        assertThat(breaker.all()).isEmpty();
    }

    private static NoticeRecord sent(NoticeKind kind, String to, String about, Instant at) {
        return NoticeRecord.due("key", kind.word(), to, "alice@isp.example", about, at, new TreeMap<>())
                .ended(State.SENT, at, "");
    }

    @Test
    void aCustomerHearsOfACaseOnceADayAndOfAnotherCaseAtOnce() {
        NoticeHistory history = new NoticeHistory();
        history.record(sent(NoticeKind.CASE_OPENED, NoticeKeys.CUSTOMER, "AAAA-AAAA", NINE));

        assertThat(history.notifiedWithinDay(
                        "alice@isp.example", "AAAA-AAAA", NINE.plus(DAY).minusSeconds(1)))
                .isTrue();
        assertThat(history.notifiedWithinDay("alice@isp.example", "AAAA-AAAA", NINE.plus(DAY)))
                .isFalse();
        assertThat(history.notifiedWithinDay("alice@isp.example", "BBBB-BBBB", NINE))
                .isFalse();
        assertThat(history.notifiedWithinDay("bob@isp.example", "AAAA-AAAA", NINE))
                .isFalse();
    }

    @Test
    void anOwnerIsAskedAboutOneRefusalADayWhicheverItIs() {
        NoticeHistory history = new NoticeHistory();
        history.record(sent(NoticeKind.WAS_THIS_YOU, NoticeKeys.CUSTOMER, "REFE-REN1", NINE));

        assertThat(history.questionedWithinDay("alice@isp.example", NINE.plusSeconds(60)))
                .isTrue();
        assertThat(history.notifiedWithinDay("alice@isp.example", "REFE-REN1", NINE))
                .isFalse();
    }

    @Test
    void whatWasNotSentIsNotRemembered() {
        NoticeHistory history = new NoticeHistory();
        history.record(NoticeRecord.due(
                        "key",
                        NoticeKind.CASE_OPENED.word(),
                        NoticeKeys.CUSTOMER,
                        "alice@isp.example",
                        "A",
                        NINE,
                        new TreeMap<>())
                .ended(State.DROPPED, NINE, ""));
        assertThat(history.notifiedWithinDay("alice@isp.example", "A", NINE)).isFalse();
    }

    @Test
    void aReceiverGetsOneDigestAnHour() {
        NoticeHistory history = new NoticeHistory();
        history.record(sent(NoticeKind.DIGEST, "webhook:soc", "", NINE));

        assertThat(history.digestedThisHour("webhook:soc", NINE.plusSeconds(3599)))
                .isTrue();
        assertThat(history.digestedThisHour("webhook:soc", NINE.plusSeconds(3600)))
                .isFalse();
        assertThat(history.digestedThisHour(NoticeKeys.DESK, NINE)).isFalse();
    }
}
