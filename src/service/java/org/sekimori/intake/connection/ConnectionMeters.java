package org.sekimori.intake.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, and bounds them. Thread-safe. */
public final class ConnectionMeters {

    /** Connections at a time: a mail server has one for each of its processes or sessions that a client talks to, some hundred. */
    public static final int MOST_CONNECTIONS = 4_096;

    private final AtomicInteger open = new AtomicInteger();
    private final Counter refused;
    private final int most;

    /**
     * Registers the meters.
     *
     * @param connections name of the gauge
     * @param refusedConnections name of the counter
     * @param most connections at a time
     */
    public ConnectionMeters(
            MeterRegistry registry, String connections, String refusedConnections, Tags tags, int most) {
        this.most = most;
        Gauge.builder(connections, open, AtomicInteger::get)
                .description("Open connections")
                .tags(tags)
                .register(registry);
        refused = Counter.builder(refusedConnections)
                .description(
                        "Connections that were closed because there were too many, or because the client was too slow")
                .tags(tags)
                .register(registry);
    }

    /** Counts a new connection; false if there are too many. */
    boolean connected() {
        if (open.incrementAndGet() > most) {
            refused.increment();
            return false;
        }
        return true;
    }

    /** A connection was closed because it held too much, or held it too long. */
    void gaveUp() {
        refused.increment();
    }

    void disconnected() {
        open.decrementAndGet();
    }
}
