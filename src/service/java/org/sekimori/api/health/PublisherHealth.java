package org.sekimori.api.health;

import org.sekimori.intake.publishers.PublisherRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Says whose word is believed, and what publishers tried to say that they may not. {@code DEGRADED}, still answered with 200, while {@code
 * publishers.yml} cannot be used, and for a quarter of an hour after somebody was refused.
 */
@Component("publishers")
public class PublisherHealth implements HealthIndicator {

    private final PublisherRegistry publishers;

    PublisherHealth(PublisherRegistry publishers) {
        this.publishers = publishers;
    }

    @Override
    public Health health() {
        String problem = publishers.problem();
        boolean good = problem.isEmpty() && !publishers.refusedLately();
        Health.Builder health = good ? Health.up() : Health.status("DEGRADED");
        health.withDetail("trusts", publishers.trusts());
        if (!publishers.refused().isEmpty()) {
            health.withDetail("refused", publishers.refused());
        }
        if (!problem.isEmpty()) {
            health.withDetail("problem", problem + "; what it said before stays in force");
        }
        return health.build();
    }
}
