package org.sekimori.follow.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.sekimori.follow.source.LineCounts;
import org.sekimori.mail.EventKind;

/** Metrics of a follower; its name is from the configuration, so labels are few. */
final class FollowerMeters {

    private final MeterRegistry registry;
    private final String name;
    private final Map<EventKind, Counter> delivered = new EnumMap<>(EventKind.class);
    private final Counter refused;
    private final Counter dropped;

    FollowerMeters(MeterRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
        refused = Counter.builder("sekimori.follower.events.rejected")
                .description("Events of a followed log that became dead letters")
                .tag("follower", name)
                .register(registry);
        dropped = Counter.builder("sekimori.follower.dead.letters.dropped")
                .description("Dead letters of a followed log beyond 100 a second, which are only counted")
                .tag("follower", name)
                .register(registry);
    }

    /** Shows a follower's figures. */
    void watch(LogFollower follower) {
        lines("understood", follower, LineCounts::understood);
        lines("ignored", follower, LineCounts::ignored);
        lines("not_understood", follower, LineCounts::notUnderstood);
        lines("foreign", follower, LineCounts::foreign);
        Gauge.builder("sekimori.follower.lag", follower, LogFollower::lagSeconds)
                .baseUnit("seconds")
                .description("Age of the last line read while others wait; 0 at the end of the log")
                .tag("follower", name)
                .register(registry);
        Gauge.builder("sekimori.follower.open.messages", follower, LogFollower::openMessages)
                .description("Messages of a followed log whose outcomes are not complete")
                .tag("follower", name)
                .register(registry);
    }

    private void lines(String result, LogFollower follower, ToLongFunction<LineCounts> count) {
        FunctionCounter.builder("sekimori.follower.lines", follower, one -> count.applyAsLong(one.counts()))
                .description("Lines of a followed log")
                .tag("follower", name)
                .tag("result", result)
                .register(registry);
    }

    /** Counts an event that the log has. From any thread. */
    void delivered(EventKind kind) {
        Counter counter;
        synchronized (delivered) {
            counter = delivered.computeIfAbsent(kind, one -> Counter.builder("sekimori.follower.events")
                    .description("Events of a followed log that are on the log")
                    .tag("follower", name)
                    .tag("kind", one.name().toLowerCase(Locale.ROOT))
                    .register(registry));
        }
        counter.increment();
    }

    void refused() {
        refused.increment();
    }

    void dropped() {
        dropped.increment();
    }
}
