package org.sekimori.intake.postfix;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What the door counts beside its answers. */
final class DoorMeters {

    private final AtomicInteger connections = new AtomicInteger();

    DoorMeters(MeterRegistry registry, WiringWatch wiring) {
        Gauge.builder("sekimori.door.connections", connections, AtomicInteger::get)
                .description("Open connections")
                .tag("door", "postfix")
                .register(registry);
        for (WiringMistake mistake : WiringMistake.values()) {
            Gauge.builder("sekimori.postfix.wiring", wiring, watch -> watch.count(mistake))
                    .description("Servers that show a mistake in main.cf or master.cf")
                    .tag("mistake", mistake.word())
                    .register(registry);
        }
    }

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }
}
