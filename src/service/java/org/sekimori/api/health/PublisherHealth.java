package org.sekimori.api.health;

import org.sekimori.intake.publishers.PublisherRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Trusted publishers, and refused attempts. {@code DEGRADED}, answered with 200, while {@code publishers.yml} is unusable, and
 * for a quarter of an hour after a refusal.
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
        health.withDetail("trusts", publishers.describeTrust());
        if (!publishers.refused().isEmpty()) {
            health.withDetail("refused", publishers.refused());
        }
        if (!problem.isEmpty()) {
            health.withDetail("problem", problem + "; what it said before stays in force");
        }
        return health.build();
    }
}
