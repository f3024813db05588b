package org.sekimori.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** What the archive counts. */
final class ArchiveMeters {

    private final Map<DocumentKind, Counter> stored = new EnumMap<>(DocumentKind.class);
    private final Map<DocumentKind, Counter> repeated = new EnumMap<>(DocumentKind.class);
    private final Counter retried;
    private final Counter deadLettered;
    private final Counter expired;

    ArchiveMeters(MeterRegistry registry, Supplier<Number> behind, Supplier<Number> lagSeconds) {
        for (DocumentKind kind : DocumentKind.values()) {
            stored.put(kind, count(registry, "stored", "Documents stored in Elasticsearch", kind));
            repeated.put(kind, count(registry, "repeated", "Documents sent again that were stored before", kind));
        }
        retried = Counter.builder("sekimori.archive.retried")
                .description("Documents that Elasticsearch did not take and that are sent again")
                .register(registry);
        deadLettered = Counter.builder("sekimori.archive.dead.letters")
                .description("Records that can never be stored and went to the dead letters")
                .register(registry);
        expired = Counter.builder("sekimori.archive.expired")
                .description("Records older than the retention, which are not stored any more")
                .register(registry);
        Gauge.builder("sekimori.archive.records.behind", behind)
                .description("Records that are not in Elasticsearch yet")
                .register(registry);
        Gauge.builder("sekimori.archive.lag", lagSeconds)
                .baseUnit("seconds")
                .description("Age of the oldest record that is being written; 0 if all is stored")
                .register(registry);
    }

    private static Counter count(MeterRegistry registry, String name, String description, DocumentKind kind) {
        return Counter.builder("sekimori.archive." + name)
                .description(description)
                .tag("kind", kind.word())
                .register(registry);
    }

    void stored(DocumentKind kind) {
        Objects.requireNonNull(stored.get(kind)).increment();
    }

    void repeated(DocumentKind kind) {
        Objects.requireNonNull(repeated.get(kind)).increment();
    }

    void retried(int documents) {
        retried.increment(documents);
    }

    void deadLettered() {
        deadLettered.increment();
    }

    void expired() {
        expired.increment();
    }
}
