package org.sekimori.stream.request;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Meters of writes to the log and of its replies. */
final class EventLogMeters {

    private final MeterRegistry registry;
    private final Map<String, Counter> unwritten = new ConcurrentHashMap<>();

    EventLogMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void unwritten(PendingWrite write) {
        unwritten
                .computeIfAbsent(
                        write.topic() + " " + write.kind(), key -> Counter.builder("sekimori.log.write.failures")
                                .description("Records that the log did not take")
                                .tag("topic", write.topic())
                                .tag("kind", write.kind())
                                .register(registry))
                .increment();
    }

    void waiting(Supplier<Number> octets) {
        Gauge.builder("sekimori.log.unacknowledged.bytes", octets)
                .description("Memory of the records that the log has not acknowledged yet")
                .baseUnit("bytes")
                .register(registry);
    }

    void silent(Supplier<Number> partitions) {
        Gauge.builder("sekimori.log.unresponsive.partitions", partitions)
                .description("Partitions whose accounts get the fallback at once, because the log does not answer")
                .register(registry);
    }
}
