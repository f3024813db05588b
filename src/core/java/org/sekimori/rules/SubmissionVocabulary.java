package org.sekimori.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.rules.language.Vocabulary;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.SendLimits;

/** Names that rules may use: the methods of {@link Submission} and {@link ProfileFacts}, and the policy's names. */
final class SubmissionVocabulary {

    /** Every name that generated code may have from a rule. */
    static final Set<String> NAMES = of(DomainPolicies.none()).names();

    /** Every method that generated code may call for a rule. */
    static final Set<String> MEMBERS = of(DomainPolicies.none()).members();

    private SubmissionVocabulary() {}

    static Vocabulary of(DomainPolicies policies) {
        DomainPolicy defaults = policies.defaults();
        Set<String> limits = new TreeSet<>(SendLimits.NAMES);
        SendLimits.NAMES.forEach(name -> limits.add(SendLimits.OVERSEAS + "_" + name));
        return new Vocabulary(
                nothing(defaults),
                Map.of(
                        "threshold",
                        defaults.thresholds().keySet(),
                        "limit",
                        limits,
                        "spike",
                        ProfileFacts.SPIKES,
                        "rate",
                        Set.of("10m", "1h", "24h")));
    }

    /** A sample fact: the first submission of an account, of unknown origin. */
    private static Submission nothing(DomainPolicy policy) {
        MailEvent event = MailEvent.builder("0", Instant.EPOCH, EventKind.ATTEMPT, Account.of("nobody@example.org"))
                .sender("")
                .recipientCount(1)
                .build();
        return new Submission(
                event, Profile.NEW, GrantSet.NONE, null, CaseSet.NONE, policy, List.of(), new RuleActionCollector());
    }
}
