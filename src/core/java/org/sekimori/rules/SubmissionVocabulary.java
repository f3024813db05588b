package org.sekimori.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.MailEvent;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.Profile;
import org.sekimori.rules.evidence.EvidenceReader;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.fact.RaisedFinding;
import org.sekimori.rules.fact.RaisedSign;
import org.sekimori.rules.fact.RuleActionCollector;
import org.sekimori.rules.fact.Sign;
import org.sekimori.rules.language.Vocabulary;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.SendLimits;

/** Names that rules may use: the methods of {@link Submission}, {@link ProfileFacts} and {@link CorrespondenceFacts}, and the policy's names. */
final class SubmissionVocabulary {

    /** Every name that generated code may have from a rule. */
    static final Set<String> NAMES = of(DomainPolicies.none()).names();

    /** Every method that generated code may call for a rule. */
    static final Set<String> MEMBERS = of(DomainPolicies.none()).members();

    private SubmissionVocabulary() {}

    static Vocabulary of(DomainPolicies policies) {
        return of(policies, EvidenceWeights.NONE, Set.of());
    }

    /**
     * The names of a rulebook.
     *
     * @param weights the signs that evidence rules may name
     * @param rules the ids of its rules; empty if any id may be named
     */
    static Vocabulary of(DomainPolicies policies, EvidenceWeights weights, Set<String> rules) {
        DomainPolicy defaults = policies.defaults();
        Set<String> limits = new TreeSet<>(SendLimits.NAMES);
        SendLimits.NAMES.forEach(name -> limits.add(SendLimits.OVERSEAS + "_" + name));
        Map<String, Set<String>> words = new TreeMap<>(Map.ofEntries(
                Map.entry("threshold", defaults.thresholds().keySet()),
                Map.entry("evidence", weights.signs().keySet()),
                Map.entry("limit", limits),
                Map.entry("spike", ProfileFacts.SPIKES),
                Map.entry("rate", Set.of("10m", "1h", "24h")),
                Map.entry("flaggedNeighbours", NeighbourFacts.HERE),
                Map.entry("flaggedNeighboursToday", NeighbourFacts.HERE),
                Map.entry("harmlessStrangers", NeighbourFacts.HERE),
                Map.entry("crowded", NeighbourFacts.HERE),
                Map.entry("addressFailures", NeighbourFacts.FAILURE_WINDOWS),
                Map.entry("domainSent", NeighbourFacts.SUM_WINDOWS),
                Map.entry("domainRecipients", NeighbourFacts.SUM_WINDOWS),
                Map.entry("addressSent", NeighbourFacts.SUM_WINDOWS),
                Map.entry("addressRecipients", NeighbourFacts.SUM_WINDOWS),
                Map.entry("senderDomainSent", NeighbourFacts.SUM_WINDOWS),
                Map.entry("senderDomainRecipients", NeighbourFacts.SUM_WINDOWS)));
        if (!rules.isEmpty()) {
            words.put("flaggedDays", rules);
        }
        return new Vocabulary(
                nothing(defaults, weights), words, further(defaults.thresholds().keySet()));
    }

    /** Facts that rules raise for other rules. */
    private static Map<String, Vocabulary> further(Set<String> thresholds) {
        Map<String, Set<String>> words = Map.of("threshold", thresholds);
        return Map.of(
                "Sign",
                new Vocabulary(
                        new Sign(new RaisedSign("", 0, "", Map.of()), false, List.of(), name -> 0, rule -> true),
                        words),
                "Finding",
                new Vocabulary(
                        new RaisedFinding("", Effect.ADVISE, Severity.LOW, List.of(), name -> 0, rule -> true), words));
    }

    /** A sample fact: the first submission of an account, of unknown origin. */
    private static Submission nothing(DomainPolicy policy, EvidenceWeights weights) {
        MailEvent event = MailEvent.builder("0", Instant.EPOCH, EventKind.ATTEMPT, Account.of("nobody@example.org"))
                .sender("")
                .recipientCount(1)
                .build();
        return new Submission(
                event,
                Profile.NEW,
                GrantSet.NONE,
                null,
                CaseSet.NONE,
                NeighbourMemory.NONE,
                policy,
                new EvidenceReader(weights),
                List.of(),
                new RuleActionCollector());
    }
}
