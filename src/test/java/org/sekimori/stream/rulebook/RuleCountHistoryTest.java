package org.sekimori.stream.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RuleHitCount.Role;
import org.sekimori.stream.rulebook.RulebookAdmin.RecentRuleCount;

class RuleCountHistoryTest {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:30Z");

    private final RuleCountHistory tallies = new RuleCountHistory();

    private void hit(Duration ago, Role role, long hits, long refusals) {
        tallies.add(NOW.minus(ago), new RuleHitCount("spike", role, hits, refusals, 0));
    }

    @Test
    void theLastHourAndTheLastDayAreSummedByRole() {
        hit(Duration.ofMinutes(1), Role.ENFORCE, 2, 1);
        hit(Duration.ofMinutes(59), Role.ENFORCE, 3, 3);
        hit(Duration.ofMinutes(61), Role.ENFORCE, 5, 0);
        hit(Duration.ofHours(23), Role.ENFORCE, 7, 7);
        hit(Duration.ofMinutes(2), Role.SHADOW, 11, 11);

        assertThat(tallies.at(NOW))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "enforce spike",
                        new RecentRuleCount(
                                new RuleHitCount("spike", Role.ENFORCE, 5, 4, 0),
                                new RuleHitCount("spike", Role.ENFORCE, 17, 11, 0)),
                        "shadow spike",
                        new RecentRuleCount(
                                new RuleHitCount("spike", Role.SHADOW, 11, 11, 0),
                                new RuleHitCount("spike", Role.SHADOW, 11, 11, 0))));
    }

    @Test
    void whatIsOlderThanADayIsForgotten() {
        hit(Duration.ofHours(25), Role.ENFORCE, 1, 1);
        assertThat(tallies.at(NOW)).isEmpty();
    }
}
