package org.sekimori.api.health;

import org.sekimori.archive.ArchiveIndexer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Lag of the archive. {@code DEGRADED}, which is still answered with 200, while it cannot store: decisions do not depend on it,
 * and it catches up.
 */
@Component("archive")
public class ArchiveHealth implements HealthIndicator {

    private final ObjectProvider<ArchiveIndexer> archive;

    ArchiveHealth(ObjectProvider<ArchiveIndexer> archive) {
        this.archive = archive;
    }

    @Override
    public Health health() {
        ArchiveIndexer indexer = archive.getIfAvailable();
        if (indexer == null) {
            return new Health.Builder()
                    .up()
                    .withDetail("elasticsearch", "none is named, so nothing is archived")
                    .build();
        }
        ArchiveIndexer.Status condition = indexer.status();
        Health.Builder health = new Health.Builder()
                .up()
                .withDetail("records_behind", condition.behind())
                .withDetail("lag_seconds", condition.lag().toSeconds());
        if (!condition.problem().isEmpty()) {
            health.status("DEGRADED").withDetail("problem", condition.problem());
        }
        return health.build();
    }
}
