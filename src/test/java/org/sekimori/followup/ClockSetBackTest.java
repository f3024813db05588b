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
        NoticeRateLimit budget = new NoticeRateLimit(3, 0);
        for (int i = 0; i < 3; i++) {
            budget.record(AHEAD);
        }
        assertThat(budget.remaining(AHEAD)).isZero();

        assertThat(budget.remaining(NOW)).isEqualTo(3);
        budget.record(NOW);
        assertThat(budget.remaining(NOW)).isEqualTo(2);
    }

    @Test
    void aWayThatFailedAheadOfTimeIsTriedAgain() {
        ChannelCircuitBreaker pauses = new ChannelCircuitBreaker(Backoff.DEFAULT, new Random(1));
        pauses.recordFailure("smtp", AHEAD, "refused", null);
        assertThat(pauses.allows("smtp", AHEAD)).isFalse();

        assertThat(pauses.allows("smtp", NOW)).isTrue();
        pauses.recordFailure("smtp", NOW, "refused", null);
        assertThat(pauses.allows("smtp", NOW)).isFalse();
    }
}
