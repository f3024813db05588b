package org.sekimori.rules;

import java.time.Instant;
import java.util.List;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.Profile;
import org.sekimori.rules.evidence.EvidenceReader;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.fact.RuleActionCollector;
import org.sekimori.rules.policy.DomainPolicy;

/** Submissions for tests that only need some. */
final class TestSubmissions {

    private TestSubmissions() {}

    /** One message of Alice to one recipient, at nine on 1 June 2026, from a German network. */
    static MailEvent fromGermany() {
        return MailEvent.builder(
                        "e1", Instant.parse("2026-06-01T09:00:00Z"), EventKind.ATTEMPT, Account.of("alice@isp.example"))
                .clientAddress("91.10.20.30")
                .sender("alice@isp.example")
                .recipientCount(1)
                .size(100)
                .origin(new Origin.Country("DE", "91.10.20.0/24", 0, new Origin.Source("test", null)))
                .build();
    }

    /** The same as a fact, under a policy. */
    static Submission submission(DomainPolicy policy) {
        return new Submission(
                fromGermany(),
                Profile.NEW,
                GrantSet.NONE,
                null,
                CaseSet.NONE,
                NeighbourMemory.NONE,
                policy,
                new EvidenceReader(EvidenceWeights.NONE),
                List.of(),
                new RuleActionCollector());
    }
}
