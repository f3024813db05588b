package org.sekimori.api;

import org.sekimori.followup.Followup;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Says how notices go. {@code DEGRADED}, which is still answered with 200, while some way has failed for more than five minutes. */
@Component("followup")
class FollowupHealth implements HealthIndicator {

    private final ObjectProvider<Followup> followup;

    FollowupHealth(ObjectProvider<Followup> followup) {
        this.followup = followup;
    }

    @Override
    public Health health() {
        Followup running = followup.getIfAvailable();
        Health.Builder health = new Health.Builder().up();
        if (running == null || !running.condition().on()) {
            return health.withDetail("notices", "no mail server and no webhook is named, so nobody is told")
                    .build();
        }
        Followup.Condition condition = running.condition();
        health.withDetail("sends_here", condition.leading()).withDetail("waiting", condition.waiting());
        if (!condition.problems().isEmpty()) {
            health.status("DEGRADED").withDetail("problems", condition.problems());
        }
        return health.build();
    }
}
