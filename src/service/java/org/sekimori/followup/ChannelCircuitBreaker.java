package org.sekimori.followup;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breaker per delivery channel, so that not every notice waits for a channel that is down. A failure opens the channel's circuit
 * for the time of the backoff; then it is half-open: one notice at a time tries, since one thread sends them. A success closes it, another
 * failure opens it for longer. Written by one thread, read by many.
 */
final class ChannelCircuitBreaker {

    private final NoticeRetryPolicy backoff;
    private final RandomGenerator random;
    private final Map<String, OpenCircuit> byWay = new ConcurrentHashMap<>();

    /**
     * A way that does not work.
     *
     * @param since first failure in a row
     * @param failedAt last failure
     * @param until not to be tried before
     */
    record OpenCircuit(int failures, Instant since, Instant failedAt, Instant until, String reason) {}

    ChannelCircuitBreaker(NoticeRetryPolicy backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    boolean allows(String way, Instant now) {
        OpenCircuit pause = byWay.get(way);
        // A clock that was put back must not make a pause longer than it was meant to be.
        return pause == null || !pause.until().isAfter(now) || pause.failedAt().isAfter(now);
    }

    void recordFailure(String way, Instant now, String reason, @Nullable Duration asked) {
        byWay.compute(way, (name, before) -> {
            int failures = before == null ? 1 : before.failures() + 1;
            Duration own = backoff.after(failures, random);
            Duration wait = asked != null && asked.compareTo(own) > 0 ? asked : own;
            return new OpenCircuit(failures, before == null ? now : before.since(), now, now.plus(wait), reason);
        });
    }

    void recordSuccess(String way) {
        byWay.remove(way);
    }

    Map<String, OpenCircuit> all() {
        return Map.copyOf(byWay);
    }
}
