package org.sekimori.api.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.intake.milter.MilterConfigMonitor;
import org.sekimori.intake.milter.MilterServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Whether mail servers use the milter correctly. A mistake in their configuration is {@code DEGRADED}, answered with 200: another
 * instance would be shown the same messages. {@code UNKNOWN}, without weight, before the first message and without a port.
 */
@Component("milter")
public class MilterHealth implements HealthIndicator {

    private final MilterConfigMonitor monitor;
    private final ObjectProvider<MilterServer> server;

    MilterHealth(MilterConfigMonitor monitor, ObjectProvider<MilterServer> server) {
        this.monitor = monitor;
        this.server = server;
    }

    @Override
    public Health health() {
        MilterConfigMonitor.Snapshot seen = monitor.snapshot();
        if (server.getIfAvailable() == null) {
            return Health.status(Status.UNKNOWN)
                    .withDetail("port", "none; sekimori.milter.port names one")
                    .build();
        }
        if (seen.messages() == 0) {
            return Health.status(Status.UNKNOWN)
                    .withDetail("messages", "none since the start; docs/milter.md says what mail servers need")
                    .build();
        }
        Health.Builder health = (seen.warnings().isEmpty() ? Health.up() : Health.status("DEGRADED"))
                .withDetail("messages", seen.messages())
                .withDetail("submissions", seen.submissions());
        if (!seen.warnings().isEmpty()) {
            List<Map<String, String>> warnings =
                    seen.warnings().stream().map(MilterHealth::view).toList();
            health.withDetail("warnings", warnings)
                    .withDetail("problem", "docs/milter.md, 'What health says', has each of them");
        }
        return health.build();
    }

    private static Map<String, String> view(MilterConfigMonitor.Warning warning) {
        Map<String, String> view = new LinkedHashMap<>();
        view.put("mistake", warning.mistake().word());
        view.put("problem", warning.mistake().problem());
        view.put("seen", warning.messages() + " messages");
        view.put("needs", warning.mistake().fix());
        return view;
    }
}
