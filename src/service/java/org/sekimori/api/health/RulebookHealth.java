package org.sekimori.api.health;

import java.util.List;
import java.util.SortedMap;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.trial.RulebookTrial;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The active rulebook. {@code DEGRADED}, answered with 200, while the last publication was refused, rules are switched off, or a
 * contact that customers are referred to is not set.
 */
@Component("rulebook")
public class RulebookHealth implements HealthIndicator {

    private final RulebookAdmin admin;
    private final RulebookTrial trial;

    RulebookHealth(RulebookAdmin admin, RulebookTrial trial) {
        this.admin = admin;
        this.trial = trial;
    }

    @Override
    public Health health() {
        RulebookAdmin.RulebookState state = admin.state();
        RulebookHistory inForce = state.inForce();
        Health.Builder health = new Health.Builder()
                .up()
                .withDetail("rulebook", inForce.now().rulebook())
                .withDetail("since", inForce.since().time().toString())
                .withDetail("trial", trial.limits());
        if (inForce.now().candidate() != null) {
            health.withDetail("candidate", inForce.now().candidate());
        }
        if (!inForce.now().off().isEmpty()) {
            health.status("DEGRADED").withDetail("switched_off", inForce.now().off());
        }
        SortedMap<String, List<String>> unset = state.rulebook().policies().unset();
        if (!unset.isEmpty()) {
            health.status("DEGRADED").withDetail("unset_words", listed(unset));
        }
        if (state.refused() != null) {
            health.status("DEGRADED")
                    .withDetail("refused_at", state.refused().time().toString())
                    .withDetail("refused_from", state.refused().by())
                    .withDetail(
                            "refused_because",
                            state.refused().problems().stream()
                                    .map(RulebookProblem::toString)
                                    .toList());
        }
        return health.build();
    }

    private static List<String> listed(SortedMap<String, List<String>> unset) {
        return unset.entrySet().stream()
                .map(one ->
                        (one.getKey().isEmpty() ? "defaults" : one.getKey()) + ": " + String.join(", ", one.getValue()))
                .toList();
    }
}
