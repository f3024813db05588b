package org.sekimori.api.health;

import org.sekimori.stream.runtime.StreamStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down once the step has given up. {@code DEGRADED}, answered with 200, while the log does not answer, the step catches up, or
 * records cannot be read: endpoints answer by their fallback then, which a load balancer must not take away.
 */
@Component("stream")
public class StreamHealth implements HealthIndicator {

    private final StreamStatus status;

    StreamHealth(StreamStatus status) {
        this.status = status;
    }

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder().withDetails(status.state());
        if (!status.alive()) {
            return health.down().build();
        }
        String problem = status.problem();
        if (!problem.isEmpty()) {
            return health.status("DEGRADED").withDetail("problem", problem).build();
        }
        return (status.complete() ? health.up() : health.status("DEGRADED")).build();
    }
}
