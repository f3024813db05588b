package org.sekimori.rules.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.registration.SenderSuggestion.Kind;
import org.sekimori.rules.source.RulebookException;

class PolicyAccountEntryTest {

    private static final Account NEWS = Account.of("news@isp.example");

    @Test
    void theShippedPolicyKeepsEverythingAndGetsTheLimits() throws Exception {
        String shipped = Files.readString(Path.of("rules/policy.yml"));
        String changed = PolicyAccountEntry.added(shipped, suggestion(NEWS), "2026-11-30, a newsletter");
        assertThat(changed.lines()).containsSequence("accounts:", "  news@isp.example:");
        assertThat(changed.lines())
                .containsSubsequence(shipped.lines()
                        .map(line -> line.equals("accounts: {}") ? "accounts:" : line)
                        .toList());
        assertThat(limit(changed, NEWS)).isEqualTo(1200);
        assertThat(limit(changed, Account.of("other@isp.example"))).isEqualTo(2000);
    }

    @Test
    void mailFromAbroadKeepsItsLimits() throws Exception {
        String changed = PolicyAccountEntry.added(Files.readString(Path.of("rules/policy.yml")), suggestion(NEWS), "");
        assertThat(DomainPolicies.parse(changed).of(NEWS).limits().of("overseas_recipients_per_day"))
                .isEqualTo(300);
    }

    @Test
    void anEntryGoesToTheOthersInTheirIndentation() throws Exception {
        String policy = """
                accounts: # ours
                    # the list server
                    app@isp.example:
                        limits: {messages_per_day: none}
                domains: {}
                """;
        String changed = PolicyAccountEntry.added(policy, suggestion(NEWS), "why\nnot");
        assertThat(changed.lines())
                .containsSubsequence(
                        "accounts: # ours",
                        "    news@isp.example:",
                        "      # why not",
                        "    # the list server",
                        "    app@isp.example:");
        assertThat(limit(changed, NEWS)).isEqualTo(1200);
    }

    @Test
    void anEmptySectionIsOpened() throws Exception {
        assertThat(limit(PolicyAccountEntry.added("accounts: {}\n", suggestion(NEWS), ""), NEWS))
                .isEqualTo(1200);
    }

    @Test
    void theEndsOfLinesStayAsTheyAre() throws Exception {
        String changed = PolicyAccountEntry.added("# ours\r\naccounts: {}\r\n", suggestion(NEWS), "why");
        assertThat(changed.replace("\r\n", "")).doesNotContain("\n").contains("# ours", "news@isp.example:");
        assertThat(limit(changed, NEWS)).isEqualTo(1200);
    }

    @Test
    void aNameThatIsNoPlainWordOfYamlIsQuoted() throws Exception {
        for (String name : List.of("no@isp.example", "a\"b@isp.example", "x:#y@isp.example", "ü@isp.example")) {
            Account account = Account.of(name);
            assertThat(limit(PolicyAccountEntry.added("domains: {}", suggestion(account), ""), account))
                    .isEqualTo(1200);
        }
    }

    @Test
    void anAccountWithSettingsOfItsOwnIsLeftAlone() throws Exception {
        String policy = "accounts:\n  News@isp.example:\n    limits: {messages_per_day: 7}\n";
        assertThat(PolicyAccountEntry.in(policy, NEWS)).isTrue();
        assertThatThrownBy(() -> PolicyAccountEntry.added(policy, suggestion(NEWS), ""))
                .isInstanceOfSatisfying(RulebookException.class, e -> assertThat(
                                e.problems().get(0).toString())
                        .contains("policy.yml:3")
                        .contains("has settings of its own already"));
    }

    @Test
    void accountsInOneLineAreNotTakenApart() {
        assertThatThrownBy(() -> PolicyAccountEntry.added(
                        "accounts: {a@b.example: {limits: {messages_per_day: 7}}}\n", suggestion(NEWS), ""))
                .isInstanceOfSatisfying(RulebookException.class, e -> assertThat(
                                e.problems().get(0).toString())
                        .contains("add by hand")
                        .contains("news@isp.example"));
    }

    private static SenderSuggestion suggestion(Account account) {
        return new SenderSuggestion(
                account,
                Kind.NEWSLETTER,
                List.of("4 issues"),
                new TreeMap<>(Map.of("recipients_per_day", 1200L, "recipients_per_hour", 1200L)));
    }

    private static long limit(String policy, Account account) throws RulebookException {
        return DomainPolicies.parse(policy).of(account).limits().of("recipients_per_day");
    }
}
