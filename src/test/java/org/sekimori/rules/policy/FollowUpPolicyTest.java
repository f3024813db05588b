package org.sekimori.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.mail.Account;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

class FollowUpPolicyTest {

    private static final Set<String> THRESHOLDS = Set.of("countries", "failed_logins");
    private static final Set<String> RULES = Set.of("many-places", "sudden-spike");

    private static FollowUpPolicy parse(String text) throws RulebookException {
        return FollowUpPolicy.parse(text, THRESHOLDS, RULES);
    }

    @Test
    void aDomainAndAnAccountChangeSingleTermsAndKeepTheOthers() throws RulebookException {
        FollowUpPolicy followUp = parse("""
                defaults:
                  hold: {from: high, rules: [sudden-spike], days: 3}
                  release: proof
                  watch: {days: 10, limits: 0.5, thresholds: {countries: 2}}
                  verdict_days: 5
                domains:
                  ISP.example: {hold: {rules: [reported]}, watch: {thresholds: {failed_logins: 4}}}
                accounts:
                  News@isp.example: {hold: {never: true, days: none}}
                """);

        FollowUpPolicy.AccountTerms domain = followUp.of("isp.example");
        assertThat(domain.cases())
                .isEqualTo(new CaseLifecyclePolicy(
                        Severity.HIGH,
                        Set.of("reported"),
                        false,
                        Duration.ofDays(3),
                        true,
                        Duration.ofDays(10),
                        Duration.ofDays(5)));
        assertThat(domain.watch().limitShare()).isEqualTo(0.5);
        assertThat(domain.watch().thresholds())
                .containsOnly(Map.entry("countries", 2.0), Map.entry("failed_logins", 4.0));
        FollowUpPolicy.AccountTerms news = followUp.of(Account.of("news@isp.example"));
        assertThat(news.cases().neverHeld()).isTrue();
        assertThat(news.cases().holdFor()).isNull();
        assertThat(news.cases().holdFrom()).isEqualTo(Severity.HIGH);
        assertThat(news.watch()).isEqualTo(domain.watch());
        assertThat(followUp.of("other.example").cases().holdRules()).containsExactly("sudden-spike");
    }

    @Test
    void whatTheFileSaysReachesDomainsAndAccountsThatThePolicyDoesNotName() throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("""
                        defaults: {limits: {messages_per_hour: 10}}
                        domains: {isp.example: {home: [JP]}}
                        accounts: {news@isp.example: {limits: {messages_per_hour: 500}}}
                        """).withFollowUp(parse("""
                        domains:
                          isp.example: {hold: {from: high}}
                          other.example: {hold: {from: low}}
                        accounts:
                          alice@isp.example: {hold: {never: true}}
                        """));

        DomainPolicy news = policies.of(Account.of("news@isp.example"));
        assertThat(news.limits().of("messages_per_hour")).isEqualTo(500);
        assertThat(news.cases().holdFrom()).isEqualTo(Severity.HIGH);
        DomainPolicy alice = policies.of(Account.of("alice@isp.example"));
        assertThat(alice.home()).containsExactly("JP");
        assertThat(alice.limits().of("messages_per_hour")).isEqualTo(10);
        assertThat(alice.cases().neverHeld()).isTrue();
        assertThat(policies.of("other.example").cases().holdFrom()).isEqualTo(Severity.LOW);
        assertThat(policies.of("other.example").observing()).isTrue();
        assertThat(policies.of("third.example").cases()).isEqualTo(CaseLifecyclePolicy.DEFAULT);
    }

    @Test
    void whatNobodyWouldReadIsRefusedWithItsLine() {
        assertRefused(
                "default: {}\n", "follow-up.yml:1", "did you mean 'defaults'? Known are defaults, domains, accounts");
        assertRefused("defaults:\n  hold: {form: high}\n", "follow-up.yml:2", "Known are from, rules, days, never");
        assertRefused("defaults:\n  hold: {from: severe}\n", "follow-up.yml:2", "low, medium, high, critical or never");
        assertRefused("defaults:\n  hold: {days: 0}\n", "follow-up.yml:2", "from 1 to 366");
        assertRefused("defaults:\n  hold: {days: forever}\n", "follow-up.yml:2", "1 to 366");
        assertRefused("defaults:\n  hold: {never: sometimes}\n", "follow-up.yml:2", "true or false");
        assertRefused("defaults:\n  hold: {rules: [sudden-spyke]}\n", "follow-up.yml:2", "sudden-spike", "reported");
        assertRefused("defaults:\n  release: owner\n", "follow-up.yml:2", "person or proof");
        assertRefused("defaults:\n  watch: {days: -1}\n", "follow-up.yml:2", "from 0 to 366");
        assertRefused("defaults:\n  watch: {limits: 0}\n", "follow-up.yml:2", "above 0 and at most 1");
        assertRefused("defaults:\n  watch: {limits: 1.5}\n", "follow-up.yml:2", "above 0 and at most 1");
        assertRefused(
                "defaults:\n  watch:\n    thresholds: {contries: 2}\n",
                "follow-up.yml:3",
                "not a threshold of policy.yml; did you mean 'countries'? There are countries, failed_logins");
        assertRefused("defaults:\n  precision: {least: 2}\n", "follow-up.yml:2", "from 0 to 1");
        assertRefused("defaults:\n  precision: {cases: 0}\n", "follow-up.yml:2", "from 1 to");
        assertRefused("domains:\n  isp.example: {precision: {cases: 3}}\n", "follow-up.yml:2", "'precision'");
        assertRefused("accounts:\n  alice: {hold: {never: true}}\n", "follow-up.yml:2", "with its domain");
    }

    private static void assertRefused(String text, String... parts) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RulebookException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void theShippedFileAddsOnlyTheHoldOfTheHighestBandToWhatHoldsWithoutIt() throws RulebookException {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String onlyTheHold = "defaults:\n  hold: {rules: [certainly-stolen]}\n";
        try (Rulebook with = Rulebook.compile(shipped);
                Rulebook adding = Rulebook.compile(shipped.with(FollowUpPolicy.FILE, onlyTheHold));
                Rulebook without = Rulebook.compile(shipped.without(FollowUpPolicy.FILE))) {
            assertThat(with.policies().defaults()).isEqualTo(adding.policies().defaults());
            assertThat(with.policies().defaults().cases().holdRules()).containsExactly("certainly-stolen");
            assertThat(without.policies().defaults().cases()).isEqualTo(CaseLifecyclePolicy.DEFAULT);
            assertThat(with.policies().defaults().watch()).isEqualTo(WatchedAccountPolicy.DEFAULT);
            assertThat(with.policies().precision()).isEqualTo(RulePrecisionThreshold.DEFAULT);
        }
    }

    @Test
    void aRulebookIsCheckedAgainstItsOwnRulesAndThresholds() throws RulebookException {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        try (Rulebook rulebook = Rulebook.compile(shipped.with(FollowUpPolicy.FILE, """
                defaults:
                  hold: {rules: [sudden-spike, reported]}
                  watch: {thresholds: {spike_alone: 9}}
                  precision: {least: 0.8, cases: 3}
                """))) {
            assertThat(rulebook.policies().precision()).isEqualTo(new RulePrecisionThreshold(0.8, 3));
            assertThat(rulebook.policies().defaults().whileWatched().thresholds())
                    .containsEntry("spike_alone", 9.0);
        }
        assertThatThrownBy(() -> Rulebook.compile(
                        shipped.with(FollowUpPolicy.FILE, "defaults:\n  hold: {rules: [sudden-spyke]}\n")))
                .isInstanceOf(RulebookException.class)
                .hasMessageContainingAll("follow-up.yml:2", "sudden-spyke", "no rule of this rulebook");
    }
}
