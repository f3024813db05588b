package org.sekimori.api.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.sekimori.stream.AccountStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Counts own homes of accounts, and those due for review. A due review is no fault of the service, so the status is {@code UP}.
 */
@Component("homes")
public class AccountHomesHealth implements HealthIndicator {

    private final AccountStatus status;
    private final Clock clock;

    AccountHomesHealth(AccountStatus status, Clock clock, MeterRegistry registry) {
        this.status = status;
        this.clock = clock;
        Gauge.builder("sekimori.homes", this, AccountHomesHealth::all)
                .description("Accounts with a home of their own")
                .register(registry);
        Gauge.builder("sekimori.homes.due", this, AccountHomesHealth::due)
                .description("Accounts whose own home is to be looked at again")
                .register(registry);
    }

    private int all() {
        return status.allHomes().size();
    }

    private long due() {
        Instant now = clock.instant();
        return status.allHomes().values().stream().filter(home -> home.due(now)).count();
    }

    @Override
    public Health health() {
        return Health.up()
                .withDetail("set", all())
                .withDetail("review_due", due())
                .build();
    }
}
