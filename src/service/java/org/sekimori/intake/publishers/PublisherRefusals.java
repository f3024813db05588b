package org.sekimori.intake.publishers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sekimori.intake.PayloadRedactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts refused attempts by publisher, and logs them. Publishers are those of the file and of the keys, so few; at most
 * {@value #MOST} are distinguished. Thread-safe.
 */
final class PublisherRefusals {

    private static final int MOST = 200;

    /** So long the log is silent about further refusals of a publisher; the counter has them all. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private static final Duration LATELY = Duration.ofMinutes(15);

    private static final Logger logger = LoggerFactory.getLogger(PublisherRefusals.class);

    private final MeterRegistry registry;
    private final Clock clock;
    private final SortedMap<String, Refused> byPublisher = new TreeMap<>();

    /** Guarded by the lock of the whole. */
    private static final class Refused {
        private final Map<PublisherRight, Counter> counters = new EnumMap<>(PublisherRight.class);
        private Instant told = Instant.EPOCH;
        private Instant last = Instant.EPOCH;
    }

    PublisherRefusals(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    synchronized void note(PublisherForbiddenException refusal) {
        boolean known = byPublisher.containsKey(refusal.publisher()) || byPublisher.size() < MOST;
        String name = known ? refusal.publisher() : "other";
        Refused refused = byPublisher.computeIfAbsent(name, key -> new Refused());
        refused.counters
                .computeIfAbsent(refusal.right(), right -> Counter.builder("sekimori.publishers.refused")
                        .description("Events that their publisher may not publish, by publisher and what it lacked")
                        .tag("publisher", name)
                        .tag("right", right.word())
                        .register(registry))
                .increment();
        refused.last = clock.instant();
        if (!refused.last.isBefore(refused.told.plus(SILENCE))) {
            refused.told = refused.last;
            logger.warn(
                    "Refused as a dead letter: {}; further ones of {} are only counted for {} minutes",
                    PayloadRedactor.line(refusal.sentence()),
                    name,
                    SILENCE.toMinutes());
        }
    }

    synchronized SortedMap<String, String> current() {
        SortedMap<String, String> told = new TreeMap<>();
        byPublisher.forEach((name, refused) -> told.put(
                name,
                refused.counters.entrySet().stream()
                        .map(entry -> (long) entry.getValue().count() + " by "
                                + entry.getKey().word())
                        .collect(Collectors.joining(", "))));
        return told;
    }

    synchronized boolean lately() {
        Instant since = clock.instant().minus(LATELY);
        return byPublisher.values().stream().anyMatch(refused -> refused.last.isAfter(since));
    }
}
