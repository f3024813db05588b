package org.sekimori.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.IpNetwork;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

class DomainPoliciesTest {

    @Test
    void aDomainChangesSingleLimitsAndKeepsTheOthers() throws RulebookException {
        DomainPolicy policy = DomainPolicies.parse("""
                defaults:
                  limits: {messages_per_hour: 10, recipients_per_day: 100, overseas: {messages_per_day: 5}}
                domains:
                  isp.example:
                    limits: {messages_per_hour: none, overseas: {messages_per_day: 7}}
                """).of("isp.example");

        assertThat(policy.limits().of("messages_per_hour")).isEqualTo(Long.MAX_VALUE);
        assertThat(policy.limits().of("recipients_per_day")).isEqualTo(100);
        assertThat(policy.limits().of("overseas_messages_per_day")).isEqualTo(7);
    }

    @Test
    void anAccountHasItsOwnLimitsAndEverythingElseFromItsDomain() throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("""
                defaults: {limits: {messages_per_hour: 10}, thresholds: {spike_alone: 12.3}}
                domains: {isp.example: {home: [JP]}}
                accounts: {News@ISP.example: {limits: {messages_per_hour: 500}, thresholds: {spike_alone: 20}}}
                """);

        DomainPolicy news = policies.of(Account.of("news@isp.example"));
        assertThat(news.limits().of("messages_per_hour")).isEqualTo(500);
        assertThat(news.thresholds()).containsEntry("spike_alone", 20.0);
        assertThat(news.home()).containsExactly("JP");
        assertThat(policies.of(Account.of("alice@isp.example")).limits().of("messages_per_hour"))
                .isEqualTo(10);
    }

    /** Its default is in another file; so {@code --home} once did nothing, and said nothing, for such a policy. */
    @Test
    void aBandOfEvidenceMayBeMovedForOneDomainOrAccountAlone() throws RulebookException {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String moved = shipped.files()
                .getOrDefault(DomainPolicies.FILE, "")
                .replace("domains: {}", "domains:\n  isp.example:\n    thresholds: {evidence_flag: 12}")
                .replace("accounts: {}", "accounts:\n  news@isp.example: {thresholds: {evidence_flag: 20}}");
        DomainPolicies policies =
                DomainPolicies.parse(HomeCountryOverride.apply(shipped.with(DomainPolicies.FILE, moved), List.of("JP"))
                        .files()
                        .getOrDefault(DomainPolicies.FILE, ""));

        assertThat(policies.of("isp.example").home()).containsExactly("JP");
        assertThat(policies.of("isp.example").thresholds()).containsEntry("evidence_flag", 12.0);
        assertThat(policies.of(Account.of("news@isp.example")).thresholds()).containsEntry("evidence_flag", 20.0);
        assertRefused(moved.replace("evidence_flag: 12", "evidence_flg: 12"), "policy.yml", "evidence_flg");
    }

    @Test
    void whatNobodyWouldReadIsRefusedWithItsLine() {
        assertRefused("defaults:\n  limits: {messages_per_hor: 10}\n", "policy.yml:2", "messages_per_hor");
        assertRefused("defaults:\n  limits: {messages_per_hour: -1}\n", "policy.yml:2", "0 to 2147483647");
        assertRefused("defaults:\n  thresholds: {a: many}\n", "policy.yml:2", "such as 12.3");
        assertRefused(
                "defaults:\n  thresholds: {spike: 1}\ndomains:\n  isp.example:\n    thresholds: {spyke: 2}\n",
                "policy.yml:5",
                "did you mean 'spike'? There are spike");
        assertRefused(
                "accounts:\n  alice@isp.example: {language: ja}\n",
                "policy.yml:2",
                "known are limits, thresholds, home, home_networks");
        assertRefused("defaults:\n  unknown_origin: maybe\n", "policy.yml:2", "pass or refuse");
    }

    @Test
    void whoWritesAndWhoAnswersTheTelephoneIsSetByDomain() throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("""
                defaults: {provider: Example Mail}
                domains:
                  jp.example: {provider: さくら銀行メール, phone: "0120-000-000（平日9:00〜18:00）"}
                """);

        assertThat(policies.of("isp.example").provider()).isEqualTo("Example Mail");
        assertThat(policies.of("jp.example").provider()).isEqualTo("さくら銀行メール");
        assertThat(policies.of("jp.example").phone()).startsWith("0120-000-000");
    }

    @Test
    void aNameThatIsNoneOfAProviderAndANumberThatIsNoneAreRefused() {
        assertRefused("defaults:\n  provider: Mail <abuse@isp.example>\n", "policy.yml:2", "provider");
        assertRefused("defaults:\n  provider: " + "x".repeat(61) + "\n", "policy.yml:2", "at most 60");
        assertRefused("defaults:\n  provider: \"a\\u202eb\"\n", "policy.yml:2", "can be seen");
        assertRefused("defaults:\n  phone: see the web site\n", "policy.yml:2", "telephone number");
        assertRefused("defaults:\n  phone: \"+\"\n", "policy.yml:2", "telephone number");
    }

    @Test
    void wordsThatNobodyHasSetAreNamedWhereMailIsRefused() throws RulebookException {
        assertThat(DomainPolicies.parse("defaults: {home: []}\n").unset()).isEmpty();
        assertThat(DomainPolicies.parse("defaults: {home: [JP], contact: desk, webmail: w, travel_page: t}\n")
                        .unset())
                .isEmpty();
        assertThat(DomainPolicies.parse("defaults: {home: [JP]}\ndomains: {a.example: {}, b.example: {webmail: w}}\n")
                        .unset())
                .containsExactly(
                        Map.entry("", List.of("contact", "webmail", "travel_page")),
                        Map.entry("b.example", List.of("contact", "travel_page")));
        assertThat(DomainPolicies.parse("domains: {a.example: {home: [JP], contact: desk}, b.example: {}}\n")
                        .unset())
                .containsExactly(Map.entry("a.example", List.of("webmail", "travel_page")));
    }

    @Test
    void anAccountIsAtHomeInItsOwnCountriesBesideThoseOfItsDomain() throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("""
                defaults: {home: [KR]}
                groups: {nordic: [DK, SE]}
                domains: {isp.example: {home: [JP]}}
                accounts:
                  Bob@ISP.example: {home: [DE, nordic]}
                  sat@isp.example: {home_networks: ["2001:db8::/32"]}
                  eve@other.example: {home: [US], limits: {messages_per_hour: 5}}
                """);

        DomainPolicy bob = policies.of(Account.of("bob@isp.example"));
        assertThat(bob.home()).containsExactly("DE", "DK", "JP", "SE");
        assertThat(policies.of(Account.of("sat@isp.example")).home()).containsExactly("JP");
        assertThat(policies.of(Account.of("sat@isp.example")).homeNetworks())
                .containsExactly(IpNetwork.of("2001:db8::/32"));
        assertThat(policies.of(Account.of("eve@other.example")).home()).containsExactly("KR", "US");
        assertThat(policies.of("isp.example").home()).containsExactly("JP");
    }

    @Test
    void theHomeOfAnAccountWhoseDomainIsOnlyObservedRefusesNothing() throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("accounts: {bob@isp.example: {home: [DE]}}");

        assertThat(policies.of(Account.of("bob@isp.example")).observing())
                .as("or bob would be refused in the country that nobody has named yet")
                .isTrue();
    }

    @Test
    void aHomeThatNoAccountCanHaveIsRefusedWithItsLine() {
        String begin = "accounts:\n  bob@isp.example:\n    ";
        assertRefused(begin + "home: DE\n", "policy.yml:3", "must be a list");
        assertRefused(begin + "home: [Germany]\n", "policy.yml:3", "'Germany'");
        assertRefused(begin + "home: []\n", "policy.yml:3", "a grant for all countries");
        assertRefused(begin + "home: [AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR]\n", "policy.yml:3", "at most 10");
        assertRefused(begin + "home_networks: [\"2001:db9::/16\"]\n", "policy.yml:3", "first address");
        assertRefused(begin + "home_networks: [\"::/0\"]\n", "policy.yml:3", "at least /24 is needed");
        assertRefused(begin + "home_networks: [0.0.0.0/0]\n", "policy.yml:3", "at least /16 is needed");
    }

    private static void assertRefused(String policy, String... parts) {
        assertThatThrownBy(() -> DomainPolicies.parse(policy))
                .isInstanceOf(RulebookException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aThresholdThatNoPolicyHasIsNamedWithItsLineBeforeAnyRuleRuns() throws RulebookException {
        String file = "outcome/backscatter/rule.drl";
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String drl = shipped.files().getOrDefault(file, "");

        assertThatThrownBy(
                        () -> Rulebook.compile(shipped.with(file, drl.replace("\"bounce_share\"", "\"bounce_shore\""))))
                .isInstanceOf(RulebookException.class)
                .hasMessageContainingAll(file + ":11", "no threshold \"bounce_shore\"", "bounce_share");
        assertThatThrownBy(() -> Rulebook.compile(
                        shipped.with(file, drl.replace("threshold(\"bounce_share\")", "limit(\"x\")"))))
                .isInstanceOf(RulebookException.class)
                .hasMessageContainingAll(file + ":11", "no limit \"x\"", "messages_per_hour");
    }
}
