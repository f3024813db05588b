package org.sekimori.intake.postfix;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Meters of the policy server, beside those of its answers. */
final class PostfixPolicyMeters {

    /** Connections at a time. Each mail server has one for each process that a client talks to, 100 if nothing else is set. */
    static final int MOST_CONNECTIONS = 4_096;

    private final AtomicInteger connections = new AtomicInteger();
    private final Counter refused;

    PostfixPolicyMeters(
            MeterRegistry registry,
            PostfixConfigMonitor wiring,
            RecipientCollector recipients,
            IncompleteRequestLimit half) {
        Gauge.builder("sekimori.postfix.connections", connections, AtomicInteger::get)
                .description("Open connections")
                .tag("door", "postfix")
                .register(registry);
        refused = Counter.builder("sekimori.postfix.connections.refused")
                .description(
                        "Connections that were closed because there were too many, or because the client was too slow")
                .tag("door", "postfix")
                .register(registry);
        Gauge.builder("sekimori.postfix.incomplete.request.bytes", half, IncompleteRequestLimit::held)
                .description("Memory for requests that are not here as a whole")
                .tag("door", "postfix")
                .register(registry);
        recipients(registry, recipients);
        for (PostfixMisconfiguration mistake : PostfixMisconfiguration.values()) {
            Gauge.builder("sekimori.postfix.misconfigurations", wiring, watch -> watch.count(mistake))
                    .description("Servers that show a mistake in main.cf or master.cf")
                    .tag("mistake", mistake.word())
                    .register(registry);
        }
    }

    private static void recipients(MeterRegistry registry, RecipientCollector recipients) {
        Gauge.builder("sekimori.postfix.recipients.bytes", recipients, RecipientCollector::weight)
                .description("Memory for the recipients of messages that are under way")
                .tag("door", "postfix")
                .register(registry);
        Gauge.builder("sekimori.postfix.recipients.bytes.max", recipients, RecipientCollector::most)
                .description("Memory that they may take")
                .tag("door", "postfix")
                .register(registry);
        reduced(registry, "sample", recipients.sampled());
        reduced(registry, "none", recipients.dropped());
    }

    private static void reduced(MeterRegistry registry, String kept, AtomicLong count) {
        FunctionCounter.builder("sekimori.postfix.recipients.reduced", count, AtomicLong::doubleValue)
                .description("Messages of which not all recipients could be kept until their end")
                .tag("kept", kept)
                .register(registry);
    }

    /** Counts a new connection; false if there are too many. */
    boolean connected() {
        if (connections.incrementAndGet() > MOST_CONNECTIONS) {
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
        connections.decrementAndGet();
    }
}
