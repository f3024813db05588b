package org.sekimori.intake.postfix;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.mail.Answer;

/** What the door counts. */
final class DoorMeters {

    private final MeterRegistry registry;
    private final Map<String, Timer> answers = new ConcurrentHashMap<>();
    private final Counter bad;
    private final AtomicInteger connections = new AtomicInteger();

    DoorMeters(MeterRegistry registry) {
        this.registry = registry;
        bad = Counter.builder("sekimori.door.bad.requests")
                .description("Requests that could not be read")
                .tag("door", "postfix")
                .register(registry);
        Gauge.builder("sekimori.door.connections", connections, AtomicInteger::get)
                .description("Open connections")
                .tag("door", "postfix")
                .register(registry);
    }

    void answered(Answer answer, long nanos) {
        String verdict = answer.verdict().word();
        String source = answer.source().word();
        answers.computeIfAbsent(verdict + source, key -> Timer.builder("sekimori.door.answers")
                        .description("Time from a request to its answer")
                        .tag("door", "postfix")
                        .tag("verdict", verdict)
                        .tag("source", source)
                        .publishPercentileHistogram()
                        .minimumExpectedValue(Duration.ofNanos(100_000))
                        .maximumExpectedValue(Duration.ofSeconds(10))
                        .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void bad() {
        bad.increment();
    }

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }
}
