package org.sekimori.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {

    private static final TopicPartition FIRST = new TopicPartition("accounts", 0);
    private static final TopicPartition SECOND = new TopicPartition("accounts", 1);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final RestoreProgress progress = new RestoreProgress();
    private final AtomicLong now = new AtomicLong();
    private final StallTimer timer = new StallTimer(Duration.ofMinutes(2), progress::records, now::get);

    @Test
    void itTellsWhatIsRestoredAndWhatIsLeft() {
        progress.onRestoreStart(FIRST, "accounts", 100, 1_100);
        progress.onRestoreStart(SECOND, "accounts", 0, 500);
        progress.onBatchRestored(FIRST, "accounts", 400, 300);

        assertThat(progress.shown()).isEqualTo("300 records are restored, about 1200 are left");

        progress.onBatchRestored(FIRST, "accounts", 1_100, 700);
        progress.onRestoreEnd(FIRST, "accounts", 1_000);
        progress.onRestoreSuspended(SECOND, "accounts", 0);

        assertThat(progress.shown()).isEmpty();
        assertThat(progress.records()).isEqualTo(1_000);
    }

    @Test
    void anHourOfRestoringIsNoStallAsLongAsSomethingIsRestored() {
        progress.onRestoreStart(FIRST, "accounts", 0, 6_000_000);
        for (int minute = 0; minute < 60; minute++) {
            now.addAndGet(MINUTE);
            progress.onBatchRestored(FIRST, "accounts", minute, 100_000);
            assertThat(timer.stalled()).isFalse();
        }

        now.addAndGet(2 * MINUTE);
        assertThat(timer.stalled()).isFalse();
        now.addAndGet(1);
        assertThat(timer.stalled()).isTrue();
    }

    @Test
    void aTaskThatIsGivenUpAndBegunAgainIsCountedOnceInWhatIsLeft() {
        progress.onRestoreStart(FIRST, "accounts", 0, 500);
        progress.onBatchRestored(FIRST, "accounts", 200, 200);
        progress.onRestoreStart(FIRST, "accounts", 0, 500);

        assertThat(progress.shown()).isEqualTo("200 records are restored, about 500 are left");
    }
}
