package org.sekimori.api;

import org.sekimori.stream.Vitals;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down once the step has given up, out of service while it catches up. {@code DEGRADED}, which is still answered with 200, while
 * something on the log cannot be read here: what it says is left out, and all else goes on.
 */
@Component("belt")
class BeltHealth implements HealthIndicator {

    private final Vitals belt;

    BeltHealth(Vitals belt) {
        this.belt = belt;
    }

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder().withDetails(belt.state());
        if (!belt.alive()) {
            return health.down().build();
        }
        if (!belt.ready()) {
            return health.outOfService().build();
        }
        return (belt.complete() ? health.up() : health.status("DEGRADED")).build();
    }
}
