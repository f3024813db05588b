package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A clock that was years ahead and is put right must not silence the follow-up for these years. */
class ClockSetBackTest {

    private static final Instant NOW = Instant.parse("2026-11-10T03:00:00Z");
    private static final Instant AHEAD = NOW.plus(Duration.ofDays(3660));

    @Test
    void noticesThatWereSentAheadOfTimeLeaveTheHoursPlaces() {
        NoticeRateLimit rateLimit = new NoticeRateLimit(3, 0);
        for (int i = 0; i < 3; i++) {
            rateLimit.record(AHEAD);
        }
        assertThat(rateLimit.remaining(AHEAD)).isZero();

        assertThat(rateLimit.remaining(NOW)).isEqualTo(3);
        rateLimit.record(NOW);
        assertThat(rateLimit.remaining(NOW)).isEqualTo(2);
    }

    @Test
    void aWayThatFailedAheadOfTimeIsTriedAgain() {
        ChannelCircuitBreaker breaker = new ChannelCircuitBreaker(NoticeRetryPolicy.DEFAULT, new Random(1));
        breaker.recordFailure("smtp", AHEAD, "refused", null);
        assertThat(breaker.allows("smtp", AHEAD)).isFalse();

        assertThat(breaker.allows("smtp", NOW)).isTrue();
        breaker.recordFailure("smtp", NOW, "refused", null);
        assertThat(breaker.allows("smtp", NOW)).isFalse();
    }
}
