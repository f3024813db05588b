package org.sekimori.api.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.intake.postfix.PostfixConfigMonitor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Whether Postfix is configured correctly. A mistake in {@code main.cf} is {@code DEGRADED}, answered with 200: another instance
 * would get the same requests. {@code UNKNOWN}, without weight, before the first request.
 */
@Component("postfix")
public class PostfixConfigHealth implements HealthIndicator {

    private final PostfixConfigMonitor wiring;

    PostfixConfigHealth(PostfixConfigMonitor wiring) {
        this.wiring = wiring;
    }

    @Override
    public Health health() {
        PostfixConfigMonitor.Snapshot picture = wiring.snapshot();
        if (picture.asked() == 0) {
            return Health.status(Status.UNKNOWN)
                    .withDetail("asked", "not since the start; docs/postfix.md says what belongs into main.cf")
                    .build();
        }
        Health.Builder health = (picture.warnings().isEmpty() ? Health.up() : Health.status("DEGRADED"))
                .withDetail("asked", picture.asked());
        if (!picture.warnings().isEmpty()) {
            List<Map<String, String>> warnings =
                    picture.warnings().stream().map(PostfixConfigHealth::view).toList();
            health.withDetail("warnings", warnings)
                    .withDetail("problem", "docs/postfix.md, 'What health says', has each of them");
        }
        return health.build();
    }

    private static Map<String, String> view(PostfixConfigMonitor.Warning warning) {
        Map<String, String> view = new LinkedHashMap<>();
        view.put("server", warning.server());
        view.put("mistake", warning.mistake().word());
        view.put("problem", warning.mistake().problem());
        view.put("seen", warning.wrong() + " of the last " + warning.messages());
        view.put("main_cf", warning.mistake().fix());
        return view;
    }
}
