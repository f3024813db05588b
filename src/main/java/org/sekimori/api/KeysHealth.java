package org.sekimori.api;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@code DEGRADED}, which is still answered with 200, while the file of API keys cannot be used: the keys before it stay in force. */
@Component("keys")
class KeysHealth implements HealthIndicator {

    private final KeyRing keys;

    KeysHealth(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public Health health() {
        String problem = keys.problem();
        return problem.isEmpty()
                ? Health.up().build()
                : Health.status("DEGRADED").withDetail("problem", problem).build();
    }
}
