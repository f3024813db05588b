package org.sekimori.intake.postfix;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;
import org.sekimori.intake.connection.ConnectionMeters;
import org.sekimori.intake.limits.IncompleteRequestLimit;
import org.sekimori.intake.limits.RecipientCollector;

/** Meters of the policy server, beside those of its answers. */
final class PostfixPolicyMeters {

    private final ConnectionMeters connections;

    PostfixPolicyMeters(
            MeterRegistry registry,
            PostfixConfigMonitor wiring,
            RecipientCollector recipients,
            IncompleteRequestLimit half) {
        connections = new ConnectionMeters(
                registry,
                "sekimori.postfix.connections",
                "sekimori.postfix.connections.refused",
                Tags.of("door", "postfix"),
                ConnectionMeters.MOST_CONNECTIONS);
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

    /** Those of connections. */
    ConnectionMeters connections() {
        return connections;
    }
}
