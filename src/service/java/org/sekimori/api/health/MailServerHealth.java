package org.sekimori.api.health;

import java.util.List;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.stream.step.OutcomeMatchMonitor;
import org.sekimori.text.QuotedText;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether mail servers' reports are usable: clocks that agree with the broker's, and outcomes that match submissions.
 * {@code DEGRADED}, answered with 200, otherwise.
 */
@Component("servers")
public class MailServerHealth implements HealthIndicator {

    private final ClockSkewMonitor clocks;
    private final OutcomeMatchMonitor outcomes;

    MailServerHealth(ClockSkewMonitor clocks, OutcomeMatchMonitor outcomes) {
        this.clocks = clocks;
        this.outcomes = outcomes;
    }

    @Override
    public Health health() {
        List<String> skewed = clocks.skewed().stream()
                .map(skew -> QuotedText.of(skew.server()) + " is " + skew.text())
                .toList();
        List<String> unmatched = outcomes.unmatched().stream()
                .map(one -> one.missed() + " of the last " + one.looked() + " outcomes of "
                        + QuotedText.of(one.server()) + " found no submission (docs/events.md, 'Outcomes')")
                .toList();
        List<String> bounded = outcomes.bounded().stream()
                .map(one -> one.outcomes() + " outcomes of " + QuotedText.of(one.server())
                        + " named more recipients than they count (recipients_per_outcome in policy.yml)")
                .toList();
        boolean good = skewed.isEmpty() && unmatched.isEmpty();
        Health.Builder health = good ? Health.up() : Health.status("DEGRADED");
        if (!skewed.isEmpty()) {
            health.withDetail("clocks", skewed);
        }
        if (!unmatched.isEmpty()) {
            health.withDetail("outcomes", unmatched);
        }
        if (!bounded.isEmpty()) {
            health.withDetail("bounded", bounded);
        }
        return health.build();
    }
}
