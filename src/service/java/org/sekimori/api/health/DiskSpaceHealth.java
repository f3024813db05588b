package org.sekimori.api.health;

import org.sekimori.stream.broker.DiskSpaceMonitor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * {@code DEGRADED}, answered with 200, while the log lacks space: endpoints answer by their fallback, and the log resumes when
 * there is space.
 */
@Component("disk")
public class DiskSpaceHealth implements HealthIndicator {

    private final ObjectProvider<DiskSpaceMonitor> disk;

    DiskSpaceHealth(ObjectProvider<DiskSpaceMonitor> disk) {
        this.disk = disk;
    }

    @Override
    public Health health() {
        DiskSpaceMonitor watch = disk.getIfAvailable();
        if (watch == null) {
            return new Health.Builder().unknown().build();
        }
        Health.Builder health = new Health.Builder().withDetail("free_mib", watch.free() >> 20);
        String problem = watch.problem();
        return problem.isEmpty()
                ? health.up().build()
                : health.status("DEGRADED").withDetail("problem", problem).build();
    }
}
