package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A clock that was years ahead and is put right must not silence the follow-up for these years. */
class ClockPutBackTest {

    private static final Instant NOW = Instant.parse("2026-11-10T03:00:00Z");
    private static final Instant AHEAD = NOW.plus(Duration.ofDays(3660));

    @Test
    void noticesThatWereSentAheadOfTimeLeaveTheHoursPlaces() {
        Budget budget = new Budget(3, 0);
        for (int i = 0; i < 3; i++) {
            budget.take(AHEAD);
        }
        assertThat(budget.left(AHEAD)).isZero();

        assertThat(budget.left(NOW)).isEqualTo(3);
        budget.take(NOW);
        assertThat(budget.left(NOW)).isEqualTo(2);
    }

    @Test
    void aWayThatFailedAheadOfTimeIsTriedAgain() {
        Pauses pauses = new Pauses(Backoff.DEFAULT, new Random(1));
        pauses.failed("smtp", AHEAD, "refused", null);
        assertThat(pauses.open("smtp", AHEAD)).isFalse();

        assertThat(pauses.open("smtp", NOW)).isTrue();
        pauses.failed("smtp", NOW, "refused", null);
        assertThat(pauses.open("smtp", NOW)).isFalse();
    }
}
