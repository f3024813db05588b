package org.sekimori.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadGeneratorTest {

    private static final String DUNNO = "action=DUNNO\n\n";
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final LoadTraffic.Settings FEW_ACCOUNTS = LoadTraffic.Settings.DEFAULT.withAccounts(100);

    @Test
    void closedLoopCountsEveryAnswerByItsAction() throws Exception {
        AtomicLong served = new AtomicLong();
        try (StubPolicyServer server = StubPolicyServer.start(request ->
                Optional.of(served.incrementAndGet() % 2 == 0 ? DUNNO : "action=550 5.7.1 Not from there\n\n"))) {
            LoadGenerator.Result result = LoadGenerator.run(closed(server, 4));

            assertThat(result.complete()).isTrue();
            assertThat(result.answers()).isPositive().isLessThanOrEqualTo(served.get());
            assertThat(result.actions()).containsOnlyKeys("DUNNO", "550");
            assertThat(result.actions().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(result.answers());
            assertThat(result.throughput()).isEqualTo(result.answers() * 2.0);
            assertThat(result.response().p50())
                    .isPositive()
                    .isLessThanOrEqualTo(result.response().max());
        }
    }

    @Test
    void warmUpIsNotCounted() throws Exception {
        AtomicLong served = new AtomicLong();
        try (StubPolicyServer server = StubPolicyServer.start(request -> {
            served.incrementAndGet();
            return Optional.of(DUNNO);
        })) {
            LoadGenerator.Result result = LoadGenerator.run(open(server, 4, 200).withWarmUp(SHORT));

            assertThat(served).hasValue(200);
            assertThat(result.answers()).isEqualTo(100);
            assertThat(result.complete()).isTrue();
        }
    }

    @Test
    void openLoopCountsTheWaitingBehindAServerThatStalls() throws Exception {
        AtomicBoolean stalled = new AtomicBoolean();
        try (StubPolicyServer server = StubPolicyServer.start(request -> {
            if (!stalled.getAndSet(true)) {
                stallFor(Duration.ofMillis(400));
            }
            return Optional.of(DUNNO);
        })) {
            LoadGenerator.Result result = LoadGenerator.run(open(server, 1, 200));

            assertThat(result.answers()).isEqualTo(100);
            // One request was served slowly, but some eighty waited for it.
            assertThat(result.service().p90()).isLessThan(100);
            assertThat(result.service().max()).isGreaterThan(390);
            assertThat(result.response().p50()).isGreaterThan(100);
            assertThat(result.response().max()).isGreaterThan(390);
        }
    }

    @Test
    void requestsThatNeverFindAnIdleConnectionAreReported() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (StubPolicyServer server = StubPolicyServer.start(request -> {
            over.await();
            return Optional.of(DUNNO);
        })) {
            LoadGenerator.Result result = LoadGenerator.run(open(server, 2, 100).withDrain(Duration.ofMillis(100)));
            over.countDown();

            assertThat(result.answers()).isZero();
            assertThat(result.unanswered()).isEqualTo(2);
            assertThat(result.unsent()).isEqualTo(48);
            assertThat(result.complete()).isFalse();
        }
    }

    @Test
    void closedConnectionsAreReopenedAndTheirRequestsRepeated() throws Exception {
        AtomicInteger received = new AtomicInteger();
        Set<String> left = ConcurrentHashMap.newKeySet();
        try (StubPolicyServer server = StubPolicyServer.start(request -> {
            String instance = request.getOrDefault("instance", "");
            if (received.incrementAndGet() % 7 == 0) {
                left.add(instance);
                return Optional.empty();
            }
            left.remove(instance);
            return Optional.of(DUNNO);
        })) {
            LoadGenerator.Result result = LoadGenerator.run(open(server, 3, 200));

            assertThat(result.answers()).isEqualTo(100);
            assertThat(result.resets()).isGreaterThan(10);
            assertThat(result.complete()).isTrue();
            assertThat(left).isEmpty();
        }
    }

    @Test
    void everySecondRequestIsRepeatedInTheClosedLoopToo() throws Exception {
        AtomicInteger received = new AtomicInteger();
        try (StubPolicyServer server = StubPolicyServer.start(
                request -> received.incrementAndGet() % 2 == 1 ? Optional.of(DUNNO) : Optional.empty())) {
            LoadGenerator.Result result = LoadGenerator.run(closed(server, 1));

            assertThat(result.complete()).isTrue();
            assertThat(result.resets()).isBetween(result.answers() - 1, result.answers() + 1);
        }
    }

    @Test
    void aServerThatIsRestartedMeetsTheRequestsThatWaitedForIt() throws Exception {
        CountDownLatch fiftieth = new CountDownLatch(50);
        StubPolicyServer first = StubPolicyServer.start(request -> {
            fiftieth.countDown();
            return fiftieth.getCount() > 0 ? Optional.of(DUNNO) : Optional.empty();
        });
        CompletableFuture<LoadGenerator.Result> running =
                CompletableFuture.supplyAsync(() -> runUnchecked(open(first, 3, 200)));
        fiftieth.await();
        first.close();
        stallFor(Duration.ofMillis(150));
        try (StubPolicyServer second = StubPolicyServer.start(first.address(), request -> Optional.of(DUNNO))) {
            LoadGenerator.Result result = running.join();

            assertThat(second.address()).isEqualTo(first.address());
            assertThat(result.answers()).isEqualTo(100);
            assertThat(result.complete()).isTrue();
            assertThat(result.response().max()).isGreaterThan(140);
        }
    }

    @Test
    void answersThatAreNoActionAreBad() throws Exception {
        try (StubPolicyServer server = StubPolicyServer.start(request -> Optional.of("sorry\n\n"))) {
            LoadGenerator.Result result = LoadGenerator.run(open(server, 1, 100));

            assertThat(result.bad()).isEqualTo(50).isEqualTo(result.answers());
            assertThat(result.actions()).isEmpty();
            assertThat(result.complete()).isFalse();
        }
    }

    @Test
    void poissonGapsKeepTheRate() throws Exception {
        try (StubPolicyServer server = StubPolicyServer.start(request -> Optional.of(DUNNO))) {
            LoadGenerator.Result result =
                    LoadGenerator.run(open(server, 8, 1000).withPoisson(true));

            assertThat(result.answers()).isBetween(400L, 600L).isNotEqualTo(500L);
        }
    }

    @Test
    void aMissingServerIsAnErrorAtTheStart() throws Exception {
        StubPolicyServer server = StubPolicyServer.start(request -> Optional.of(DUNNO));
        server.close();

        assertThatThrownBy(() -> LoadGenerator.run(closed(server, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no server at");
    }

    @Test
    void onlyThisMachineIsPutUnderLoad() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> LoadGenerator.Settings.closedLoop(new InetSocketAddress("192.0.2.1", 10040), 1, SHORT))
                .withMessageContaining("loopback");
    }

    private static LoadGenerator.Settings closed(StubPolicyServer server, int connections) {
        return LoadGenerator.Settings.closedLoop(server.address(), connections, SHORT)
                .withWarmUp(Duration.ZERO)
                .withTraffic(FEW_ACCOUNTS);
    }

    private static LoadGenerator.Settings open(StubPolicyServer server, int connections, double rate) {
        return LoadGenerator.Settings.openLoop(server.address(), connections, SHORT, rate)
                .withWarmUp(Duration.ZERO)
                .withTraffic(FEW_ACCOUNTS);
    }

    private static LoadGenerator.Result runUnchecked(LoadGenerator.Settings settings) {
        try {
            return LoadGenerator.run(settings);
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** A latch that nobody opens: it ends by its own time. */
    private static void stallFor(Duration time) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
    }
}
