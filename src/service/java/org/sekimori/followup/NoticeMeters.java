package org.sekimori.followup;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.sekimori.stream.notice.NoticeRecord;

/** Meters of notices, by kind and receiver. */
final class NoticeMeters {

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> waiting = new ConcurrentHashMap<>();

    NoticeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(NoticeRecord entry) {
        count(entry, entry.state().name().toLowerCase(Locale.ROOT));
    }

    void postponed(NoticeRecord entry) {
        count(entry, "postponed");
    }

    private void count(NoticeRecord entry, String outcome) {
        Counter.builder("sekimori.notices")
                .description("Notices that were sent, put off, or came to another end")
                .tag("kind", entry.kind())
                .tag("to", entry.to())
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** How many wait for a receiver at the moment. */
    void waiting(String to, long number) {
        waiting.computeIfAbsent(to, name -> {
                    AtomicLong value = new AtomicLong();
                    Gauge.builder("sekimori.notices.waiting", value, AtomicLong::get)
                            .description("Notices that wait to be sent")
                            .tag("to", name)
                            .register(registry);
                    return value;
                })
                .set(number);
    }

    /** The sum of those that wait. */
    long allWaiting() {
        return waiting.values().stream().mapToLong(AtomicLong::get).sum();
    }
}
