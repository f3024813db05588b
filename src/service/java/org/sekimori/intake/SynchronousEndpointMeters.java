package org.sekimori.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.sekimori.mail.SubmissionAnswer;

/** Meters of a synchronous endpoint. */
final class SynchronousEndpointMeters {

    private final MeterRegistry registry;
    private final String door;
    private final Map<String, Timer> answers = new ConcurrentHashMap<>();
    private final Map<String, Counter> unread = new ConcurrentHashMap<>();
    private final Counter bad;
    private final Counter failures;
    private final Counter lettersLeftOut;

    /**
     * @param door kind of the endpoint, such as {@code postfix} or {@code http}
     */
    SynchronousEndpointMeters(MeterRegistry registry, String door) {
        this.registry = registry;
        this.door = door;
        bad = Counter.builder("sekimori.endpoint.invalid.requests")
                .description("Requests that could not be read")
                .tag("door", door)
                .register(registry);
        lettersLeftOut = Counter.builder("sekimori.endpoint.dead.letters.dropped")
                .description("Dead letters of an endpoint beyond its limit per second, which were only counted")
                .tag("door", door)
                .register(registry);
        failures = Counter.builder("sekimori.endpoint.failures")
                .description("Requests that got the fallback after an unexpected error")
                .tag("door", door)
                .register(registry);
    }

    void answered(SubmissionAnswer answer, long nanos) {
        String verdict = answer.verdict().word();
        String source = answer.source().word();
        answers.computeIfAbsent(verdict + source, key -> Timer.builder("sekimori.endpoint.answers")
                        .description("Time from a request to its answer")
                        .tag("door", door)
                        .tag("verdict", verdict)
                        .tag("source", source)
                        .publishPercentileHistogram()
                        .minimumExpectedValue(Duration.ofNanos(100_000))
                        .maximumExpectedValue(Duration.ofSeconds(10))
                        .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void unread(UnreadableField field) {
        unread.computeIfAbsent(field.field(), name -> Counter.builder("sekimori.endpoint.unreadable.fields")
                        .description(
                                "Fields of submissions that could not be read; the submissions were decided without them")
                        .tag("door", door)
                        .tag("field", name)
                        .register(registry))
                .increment();
    }

    void bad() {
        bad.increment();
    }

    void deadLetterDropped() {
        lettersLeftOut.increment();
    }

    void failed() {
        failures.increment();
    }
}
