package org.sekimori.stream.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingRepliesTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final PendingReplies pending = new PendingReplies();
    private final List<Long> missed = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        pending.close();
    }

    private CompletableFuture<byte[]> expect(long correlation, Duration patience) {
        return pending.expect(correlation, patience, () -> missed.add(correlation));
    }

    @Test
    void aReplyReachesWhoeverWaitsForIt() {
        CompletableFuture<byte[]> first = expect(1, LONG);
        CompletableFuture<byte[]> second = expect(2, LONG);
        pending.answered(2, "yes".getBytes(UTF_8));

        assertThat(second.join()).asString(UTF_8).isEqualTo("yes");
        assertThat(first).isNotDone();
        assertThat(pending.awaited(1)).isTrue();
        assertThat(pending.awaited(2)).isFalse();
    }

    @Test
    void afterItsPatienceItFailsAndIsReportedAsMissed() {
        assertThatThrownBy(() -> expect(1, SHORT).join()).hasCauseInstanceOf(TimeoutException.class);
        assertThat(missed).containsExactly(1L);
        pending.answered(1, new byte[0]);
        assertThat(pending.awaited(1)).isFalse();
    }

    @Test
    void whatFollowsFromOneThatIsLateMakesNoOtherLate() {
        CountDownLatch slow = new CountDownLatch(1);
        CompletableFuture<Void> stuck = expect(1, SHORT).handle((reply, problem) -> {
            try {
                slow.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
        for (long other = 2; other < 50; other++) {
            CompletableFuture<byte[]> future = expect(other, SHORT);
            assertThatThrownBy(future::join).isInstanceOf(CompletionException.class);
        }
        assertThat(stuck).isNotDone();
        slow.countDown();
        stuck.join();
    }

    @Test
    void whoeverSaysThatNoReplyCanComeDoesNotRunWhatFollowsFromThat() {
        CompletableFuture<Thread> ran = expect(1, LONG).handle((reply, problem) -> Thread.currentThread());
        pending.cannotCome(1, new LogUnavailableException("away"));

        assertThat(ran.join()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void atTheEndNobodyIsLeftWaiting() {
        CompletableFuture<byte[]> waiting = expect(1, LONG);
        pending.close();

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(TimeoutException.class);
    }
}
