package org.sekimori.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;
import org.sekimori.rules.source.RulebookException;

/** Names in policy.yml that stand for others, and the policy of what has no name. */
class PolicyAliasesTest {

    private static final Account BOB = Account.of("bob@isp.example");

    @Test
    void aPolicyNamesDomainsAndAccountsThatStandForOthers() throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("""
                domain_aliases: {ISP-Alias.example.: isp.example, xn--wgv71a119e.jp: 日本.jp}
                account_aliases:
                  B.Ob@isp.example: bob@ISP.example
                  scan ner@isp.example: scanner@isp.example
                """);

        assertThat(policies.aliases().of(Account.of("bob@isp-alias.example"))).isEqualTo(BOB);
        assertThat(policies.aliases().of(Account.of("b.ob@isp-alias.example"))).isEqualTo(BOB);
        assertThat(policies.aliases().of(BOB)).isEqualTo(BOB);
        assertThat(policies.aliases().domains()).containsEntry("日本語.jp", "日本.jp");
        assertThat(policies.aliases().logIns())
                .isEqualTo(Map.of("scan ner@isp.example", Account.of("scanner@isp.example")));
    }

    @Test
    void whatStandsForAnAliasIsRefusedWithItsLineAndTheWayOut() {
        assertRefused(
                "domain_aliases:\n  a.example: b.example\n  b.example: c.example\n", ":2", "write c.example here");
        assertRefused(
                "domain_aliases:\n  a.example: b.example\n  b.example: A.example\n",
                ":2",
                "'a.example' stands for b.example, which is an alias itself; one of them must be");
        assertRefused("domain_aliases: {a.example: a.example}", ":1", "alias itself");
        assertRefused("domain_aliases: {a.example: 'b c'}", ":1", "U+0020");
        assertRefused("domain_aliases: {a.example: ''}", ":1", "must be a domain");
        assertRefused("domain_aliases: {a@b.example: c.example}", ":1", "must be a domain");
        assertRefused("domain_aliases: {invalid: isp.example}", ":1", "cannot be an alias");
        assertRefused(
                "account_aliases:\n  a@isp.example: b@isp.example\n  b@isp.example: c@isp.example\n",
                ":2",
                "name the account that it stands for");
        assertRefused("account_aliases: {a@isp.example: A@isp.example}", ":1", "alias itself");
        assertRefused(
                "domain_aliases: {x.example: y.example}\naccount_aliases: {a@y.example: b@x.example}",
                ":2",
                "write b@y.example");
        assertRefused("account_aliases: {a@isp.example: b}", ":1", "written with its domain");
        assertRefused("account_aliases: {a@isp.example: 'b c@isp.example'}", ":1", "U+0020");
        assertRefused("account_aliases: {unnameable@invalid: b@isp.example}", ":1", "cannot be an alias");
    }

    @Test
    void settingsThatNothingWouldUseBecauseTheirNameIsAnAliasAreRefused() {
        String aliases =
                "domain_aliases: {x.example: isp.example}\naccount_aliases: {b.ob@isp.example: bob@isp.example}\n";

        assertRefused(aliases + "domains: {X.example: {home: [JP]}}", ":3", "alias of isp.example; write the settings");
        assertRefused(aliases + "accounts: {bob@x.example: {limits: {messages_per_day: 1}}}", ":3", "alias of bob@isp");
        assertRefused(
                aliases + "accounts: {b.ob@isp.example: {limits: {messages_per_day: 1}}}", ":3", "alias of bob@isp");
        assertThatThrownBy(() -> Rulebook.compile(TestPolicy.rulebook("defaults:\n  home: [JP]\n" + aliases)
                        .with(FollowUpPolicy.FILE, "domains: {x.example: {verdict_days: 3}}")))
                .hasMessageContainingAll("follow-up.yml:1", "alias of isp.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domains: {isp.example: {home: [JP]}, ISP.example.: {home: [DE]}}",
                "domains: {日本語.jp: {home: [JP]}, xn--wgv71a119e.jp: {home: [DE]}}",
                "accounts: {bob@isp.example: {thresholds: {a: 1}}, ｂｏｂ@isp.example: {thresholds: {a: 2}}}",
                "domain_aliases: {a.example: isp.example, A.example: isp2.example}",
                "account_aliases: {a@isp.example: b@isp.example, ａ@isp.example: c@isp.example}",
            })
    void twoSpellingsOfOneNameAreRefused(String policy) {
        assertRefused(policy, ":1", "stands here already; keep one");
    }

    @Test
    void aDomainIsFoundInEitherForm() throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("domains: {xn--wgv71a119e.jp.: {home: [JP]}}");

        assertThat(policies.of(Account.of("bob@日本語.jp")).home()).containsExactly("JP");
        assertThat(policies.of(Account.of("bob@xn--wgv71a119e.jp")).home())
                .as("as an earlier version wrote it on the log")
                .containsExactly("JP");
    }

    @Test
    void whatHasNoNameIsAtHomeWhereSomeDomainIsAndElsewhereAbroad() throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("""
                defaults: {limits: {messages_per_hour: 10}}
                domains:
                  jp.example: {home: [JP], exempt_networks: [91.10.20.128/25]}
                  de.example: {home: [DE], limits: {messages_per_hour: 99}}
                """);
        DomainPolicy policy = policies.of(Account.UNNAMEABLE);

        assertThat(policy.home()).containsExactly("DE", "JP");
        assertThat(policy.exempts("91.10.20.200")).isTrue();
        assertThat(policy.limits().of("messages_per_hour")).isEqualTo(10);
        assertThat(DomainPolicies.parse("defaults: {}").of(Account.UNNAMEABLE).observing())
                .isTrue();
    }

    @Test
    void anOperatorMayGiveItAPolicyOfItsOwn() throws RulebookException {
        String homes = "domains: {jp.example: {home: [JP]}, invalid: {limits: {messages_per_hour: 3}}}\n";
        DomainPolicies byDomain = DomainPolicies.parse(homes);
        DomainPolicies byAccount = DomainPolicies.parse(
                homes + "accounts: {unnameable@invalid: {limits: {messages_per_hour: 2}, thresholds: {a: 1}}}");

        assertThat(byDomain.of(Account.UNNAMEABLE).limits().of("messages_per_hour"))
                .isEqualTo(3);
        assertThat(byDomain.of(Account.UNNAMEABLE).home()).containsExactly("JP");
        assertThat(byAccount.of(Account.UNNAMEABLE).limits().of("messages_per_hour"))
                .isEqualTo(2);
        assertThat(byAccount.of(Account.UNNAMEABLE).home()).containsExactly("JP");
    }

    @Test
    void noFlagHoldsItUnlessTheFileSaysSoForIt() throws RulebookException {
        assertThat(held("defaults: {hold: {from: low}}", BOB)).isTrue();
        assertThat(held("defaults: {hold: {from: low}}", Account.UNNAMEABLE)).isFalse();
        assertThat(held("domains: {invalid: {hold: {from: low}}}", Account.UNNAMEABLE))
                .isFalse();
        assertThat(held("domains: {invalid: {hold: {from: low, never: false}}}", Account.UNNAMEABLE))
                .isTrue();
        assertThat(held("accounts: {unnameable@invalid: {hold: {from: low, never: false}}}", Account.UNNAMEABLE))
                .isTrue();
    }

    private static boolean held(String followUp, Account account) throws RulebookException {
        return DomainPolicies.parse("domains: {isp.example: {home: [JP]}}")
                .withFollowUp(FollowUpPolicy.parse(followUp, Set.of(), Set.of()))
                .of(account)
                .cases()
                .holds(Severity.HIGH, Set.of());
    }

    private static void assertRefused(String policy, String... parts) {
        assertThatThrownBy(() -> DomainPolicies.parse(policy))
                .isInstanceOf(RulebookException.class)
                .hasMessageContainingAll(parts);
    }
}
