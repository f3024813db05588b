package org.sekimori.api.health;

import org.sekimori.stream.lists.ListLog;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * How many lists there are, and how far this instance is with reading them. {@code DEGRADED}, answered with 200, while they cannot be
 * read: events are looked up in the lists as last read, and changes are refused.
 */
@Component("lists")
public class ListsHealth implements HealthIndicator {

    private final ListLog lists;

    ListsHealth(ListLog lists) {
        this.lists = lists;
    }

    @Override
    public Health health() {
        ListLog.Following following = lists.following();
        Health.Builder health = following.problem().isEmpty() ? Health.up() : Health.status("DEGRADED");
        health.withDetail("lists", lists.table().names().size())
                .withDetail("values", lists.table().size())
                .withDetail("records_behind", following.behind());
        if (!following.problem().isEmpty()) {
            health.withDetail("problem", following.problem());
        }
        return health.build();
    }
}
