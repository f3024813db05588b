package org.sekimori.api.health;

import java.util.Map;
import java.util.TreeSet;
import org.sekimori.intake.authpolicy.AuthPolicyService;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * What mail servers asked and reported about log-ins since this instance started. {@code DEGRADED}, answered with 200, if they ask
 * and report nothing: without reports nothing is learned ({@code auth_policy_report_after_auth}).
 */
@Component("auth-policy")
public class AuthPolicyHealth implements HealthIndicator {

    /** So many questions without a report are no accident. */
    private static final long MANY = 100;

    private final AuthPolicyService service;

    AuthPolicyHealth(AuthPolicyService service) {
        this.service = service;
    }

    @Override
    public Health health() {
        Map<String, Long> counts = service.counts();
        boolean silent = counts.getOrDefault("allows", 0L) >= MANY && counts.getOrDefault("reports", 0L) == 0;
        Health.Builder health = silent ? Health.status("DEGRADED") : Health.up();
        counts.forEach(health::withDetail);
        health.withDetail("refuses_by", new TreeSet<>(service.settings().refuse()));
        if (silent) {
            health.withDetail(
                    "problem", "mail servers ask about log-ins and report none; is auth_policy_report_after_auth off?");
        }
        return health.build();
    }
}
