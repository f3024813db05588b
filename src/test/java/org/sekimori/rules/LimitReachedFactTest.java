package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.Profile;
import org.sekimori.rules.evidence.EvidenceReader;
import org.sekimori.rules.fact.RuleActionCollector;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Other rules ask {@code limitReached}; it must mean the same as the rules that defer. */
class LimitReachedFactTest {

    private static final Instant START = Instant.parse("2026-06-01T09:00:00Z");
    private static final String LIMITS = """
        defaults:
          home: [JP]
          limits:
            messages_per_hour: 12
            messages_per_day: 30
            recipients_per_hour: 40
            recipients_per_day: 90
            overseas: {messages_per_hour: 4, messages_per_day: 9, recipients_per_hour: 12, recipients_per_day: 25}
        """;

    @Test
    void limitReachedIsTrueExactlyWhenTheSendLimitDefers() throws RulebookException {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String policy = shipped.files().getOrDefault(DomainPolicies.FILE, "");
        String thresholds = policy.substring(policy.indexOf("  thresholds:"), policy.indexOf("  # Named in the texts"));
        int deferred = 0;
        try (Rulebook rulebook = Rulebook.compile(shipped.with(DomainPolicies.FILE, LIMITS + thresholds));
                RuleSession session = rulebook.newSession()) {
            SplittableRandom random = new SplittableRandom(7);
            DomainPolicy domain = rulebook.policies().defaults();
            for (int history = 0; history < 60; history++) {
                Profile profile = Profile.NEW;
                Instant time = START;
                for (int i = 0; i < 60; i++) {
                    time = time.plusSeconds(random.nextInt(1200));
                    MailEvent event = event(time, random.nextInt(4) == 0, 1 + random.nextInt(6));
                    boolean reached = new Submission(
                                    event,
                                    profile,
                                    GrantSet.NONE,
                                    null,
                                    CaseSet.NONE,
                                    NeighbourMemory.NONE,
                                    domain,
                                    new EvidenceReader(rulebook.weights()),
                                    List.of(),
                                    new RuleActionCollector())
                            .isLimitReached();
                    List<Finding> findings = session.run(event, profile, GrantSet.NONE, null, CaseSet.NONE);

                    assertThat(findings.stream().anyMatch(f -> f.rule().equals("send-limit")))
                            .isEqualTo(reached);
                    deferred += reached ? 1 : 0;
                    profile = reached
                            ? profile.refused(event, domain.zone(), domain.overseas(event))
                            : profile.accepted(event, domain.zone(), domain.overseas(event));
                }
            }
        }
        assertThat(deferred).isBetween(300, 3300);
    }

    private static MailEvent event(Instant time, boolean overseas, int recipients) {
        return MailEvent.builder("1", time, EventKind.ATTEMPT, Account.of("alice@isp.example"))
                .server("mx1")
                .clientAddress("203.0.113.5")
                .recipientCount(recipients)
                .size(1000)
                .origin(new Origin.Country(
                        overseas ? "DE" : "JP", "203.0.113.0/24", 0, new Origin.Source("test", null)))
                .build();
    }
}
