package org.sekimori.api.health;

import org.sekimori.followup.FollowupService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Delivery of notices. {@code DEGRADED}, which is still answered with 200, while some way has failed for more than five minutes.
 */
@Component("followup")
public class NoticeDeliveryHealth implements HealthIndicator {

    private final ObjectProvider<FollowupService> followup;

    NoticeDeliveryHealth(ObjectProvider<FollowupService> followup) {
        this.followup = followup;
    }

    @Override
    public Health health() {
        FollowupService service = followup.getIfAvailable();
        Health.Builder health = new Health.Builder().up();
        if (service == null || !service.status().on()) {
            return health.withDetail("notices", "no mail server and no webhook is named, so nobody is told")
                    .build();
        }
        FollowupService.Status condition = service.status();
        health.withDetail("sends_here", condition.leading()).withDetail("waiting", condition.waiting());
        if (!condition.problems().isEmpty()) {
            health.status("DEGRADED").withDetail("problems", condition.problems());
        }
        return health.build();
    }
}
