package org.sekimori.api.health;

import java.time.Duration;
import java.util.List;
import org.sekimori.api.keys.ApiKeyStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * {@code DEGRADED}, answered with 200, while the file of API keys is unusable (the keys before it stay valid), and two weeks
 * before a key expires.
 */
@Component("keys")
public class ApiKeyHealth implements HealthIndicator {

    private static final Duration WARNED = Duration.ofDays(14);

    private final ApiKeyStore keys;

    ApiKeyHealth(ApiKeyStore keys) {
        this.keys = keys;
    }

    @Override
    public Health health() {
        String problem = keys.problem();
        List<String> ending = keys.expiryWarnings(WARNED);
        Health.Builder health = problem.isEmpty() && ending.isEmpty() ? Health.up() : Health.status("DEGRADED");
        if (!problem.isEmpty()) {
            health.withDetail("problem", problem);
        }
        if (!ending.isEmpty()) {
            health.withDetail("ending", ending);
        }
        return health.build();
    }
}
