package org.sekimori.intake.milter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;
import org.sekimori.intake.connection.ConnectionMeters;
import org.sekimori.intake.limits.IncompleteRequestLimit;
import org.sekimori.intake.limits.RecipientCollector;

/** Meters of the milter, beside those of its answers. */
final class MilterMeters {

    private final ConnectionMeters connections;

    MilterMeters(
            MeterRegistry registry,
            MilterConfigMonitor monitor,
            RecipientCollector recipients,
            IncompleteRequestLimit half,
            int mostConnections) {
        connections = new ConnectionMeters(
                registry,
                "sekimori.milter.connections",
                "sekimori.milter.connections.refused",
                Tags.empty(),
                mostConnections);
        Gauge.builder("sekimori.milter.incomplete.packet.bytes", half, IncompleteRequestLimit::held)
                .description("Memory for packets that are not here as a whole")
                .register(registry);
        Gauge.builder("sekimori.milter.recipients.bytes", recipients, RecipientCollector::weight)
                .description("Memory for the recipients of messages that are under way")
                .register(registry);
        Gauge.builder("sekimori.milter.recipients.bytes.max", recipients, RecipientCollector::most)
                .description("Memory that they may take")
                .register(registry);
        reduced(registry, "sample", recipients.sampled());
        reduced(registry, "none", recipients.dropped());
        for (MilterMisconfiguration mistake : MilterMisconfiguration.values()) {
            Gauge.builder("sekimori.milter.misconfigurations", monitor, seen -> shows(seen, mistake))
                    .description("Whether mail servers show a mistake in their configuration")
                    .tag("mistake", mistake.word())
                    .register(registry);
        }
    }

    private static double shows(MilterConfigMonitor monitor, MilterMisconfiguration mistake) {
        return monitor.snapshot().warnings().stream().anyMatch(warning -> warning.mistake() == mistake) ? 1 : 0;
    }

    private static void reduced(MeterRegistry registry, String kept, AtomicLong count) {
        FunctionCounter.builder("sekimori.milter.recipients.reduced", count, AtomicLong::doubleValue)
                .description("Messages of which not all recipients could be kept until their end")
                .tag("kept", kept)
                .register(registry);
    }

    /** Those of connections. */
    ConnectionMeters connections() {
        return connections;
    }
}
