package org.sekimori.stream.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;

class RuleFailureMonitorTest {

    private Instant now = Instant.parse("2026-06-01T09:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final List<String> reported = new ArrayList<>();
    private final RuleFailureMonitor watch = new RuleFailureMonitor(
            clock, (rulebook, rule, reason) -> reported.add(rulebook + " " + rule + ": " + reason));

    private static List<Finding> failure(String rule) {
        return List.of(new Finding(
                Finding.FAILURE_RULE,
                1,
                Finding.Mode.SHADOW,
                Finding.Severity.HIGH,
                Finding.Effect.ADVISE,
                rule + " failed: by zero",
                Map.of("rule", rule)));
    }

    private Decision decision(List<Finding> findings, List<Finding> candidates) {
        return Decision.builder("id", now, Account.of("alice@isp.example"), Verdict.ACCEPT)
                .eventId("e1")
                .reference("AAAA-AAAA")
                .findings(findings)
                .origin(new Origin.Unknown("no_entry", null, null))
                .rulebook("book")
                .shadow(new Decision.Shadow("beside", false, Verdict.ACCEPT, List.of(), candidates))
                .build();
    }

    private void fail(int times, Duration between) {
        for (int i = 0; i < times; i++) {
            watch.inspect(decision(failure("divides"), List.of()));
            now = now.plus(between);
        }
    }

    @Test
    void twentyFailuresWithinTenMinutesAreReportedOnce() {
        fail(RuleFailureMonitor.MOST - 1, Duration.ofSeconds(1));
        assertThat(reported).isEmpty();
        fail(1, Duration.ZERO);
        assertThat(reported)
                .containsExactly("book divides: 20 failures within ten minutes, the last one: divides failed: by zero");
        fail(RuleFailureMonitor.MOST - 1, Duration.ofSeconds(1));
        assertThat(reported).hasSize(1);
    }

    @Test
    void rareFailuresAreNot() {
        fail(100, Duration.ofMinutes(1));
        assertThat(reported).isEmpty();
    }

    @Test
    void anotherRuleAndTheSameRuleInACandidateAreCountedApart() {
        fail(RuleFailureMonitor.MOST - 1, Duration.ZERO);
        watch.inspect(decision(failure("other"), List.of()));
        watch.inspect(decision(List.of(), failure("divides")));
        assertThat(reported).isEmpty();
        for (int i = 1; i < RuleFailureMonitor.MOST; i++) {
            watch.inspect(decision(List.of(), failure("divides")));
        }
        assertThat(reported).singleElement().asString().startsWith("beside divides: ");
    }

    @Test
    void aChangeOfTheRulebookBeginsAnew() {
        fail(RuleFailureMonitor.MOST - 1, Duration.ZERO);
        watch.clear();
        fail(1, Duration.ZERO);
        assertThat(reported).isEmpty();
    }
}
