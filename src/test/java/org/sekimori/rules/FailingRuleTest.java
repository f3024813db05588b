package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.profile.Profile;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** A rule that fails while it runs costs itself and nothing else. */
class FailingRuleTest {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final Hold HOLD = new Hold("desk", NOW, null, "test");
    private static final String YML = """
            id: divides
            title: Divides by what may be nothing
            version: 3
            owner: tests
            severity: low
            mode: enforce
            description: Compares the last hour with the last week.
            false_positives: None, it is for a test.
            what_to_do: Nothing at all.
            """;

    private static RulebookFiles withRule(String constraint, String consequence) throws RulebookException {
        RulebookFiles files = HomeCountryOverride.apply(
                SomeShippedRules.of("account-on-hold", "overseas-without-grant"), List.of("JP"));
        for (String language : List.of("en", "ja")) {
            String file = "messages/" + language + ".properties";
            files = files.with(file, files.files().get(file) + "\ndivides.customer = x\n");
        }
        for (String hit : List.of("true", "false")) {
            files = files.with("test/divides/tests/" + hit + ".yml", """
                    title: A case that is only read
                    account: alice@isp.example
                    entries:
                      - {at: 2026-06-01T09:00:00Z, what: submission, from: JP}
                    expect: {verdict: accept, hit: %s}
                    """.formatted(hit));
        }
        return files.with("test/divides/rule.yml", YML)
                .with(
                        "test/divides/rule.drl",
                        "rule \"divides\"\nwhen\n    s : Submission( " + constraint + " )\nthen\n    " + consequence
                                + "\nend\n");
    }

    private static void assertOthersDecide(Rulebook rulebook) {
        try (RuleSession session = rulebook.newSession()) {
            List<Finding> findings =
                    session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, HOLD, CaseSet.NONE);

            assertThat(findings)
                    .extracting(Finding::rule)
                    .containsExactly("account-on-hold", "overseas-without-grant", Finding.FAILURE_RULE);
            assertThat(findings.get(2)).satisfies(failure -> {
                assertThat(failure.mode()).isEqualTo(Mode.SHADOW);
                assertThat(failure.effect()).isEqualTo(Effect.ADVISE);
                assertThat(failure.reason()).startsWith("divides failed: ").contains("ArithmeticException");
                // In this order in every process, or the same decision would be other bytes.
                assertThat(failure.evidence()).containsExactly(entry("rule", "divides"), entry("version", 3));
            });
            assertThat(session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, HOLD, CaseSet.NONE))
                    .isEqualTo(findings);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sent(\"1h\") / sent(\"7d\") >= 1",
                "recipientCount > 0, sent(\"1h\") / sent(\"7d\") >= 1",
                "sent(\"1h\") == 0 || sent(\"24h\") == 0, sent(\"1h\") % sent(\"7d\") == 0"
            })
    void aConditionThatThrowsCostsItsOwnRuleOnly(String constraint) throws Exception {
        try (Rulebook rulebook = Rulebook.compile(withRule(constraint, "s.flag(\"much\");"))) {
            assertOthersDecide(rulebook);
        }
    }

    @Test
    void aConsequenceThatThrowsCostsItsOwnRuleOnly() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(
                withRule("recipientCount > 0", "s.flag(\"much\"); s.flag(\"\" + s.sent(\"1h\") / s.sent(\"7d\"));"))) {
            assertOthersDecide(rulebook);
        }
    }

    @Test
    void aRuleThatIsSwitchedOffIsNotRun() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(withRule("sent(\"1h\") / sent(\"7d\") >= 1", "s.flag(\"much\");"))) {
            Rulebook without = rulebook.without(Set.of("divides"));
            assertThat(without.id()).isEqualTo(rulebook.id());
            assertThat(without.off()).containsExactly("divides");
            try (RuleSession session = without.newSession()) {
                assertThat(session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, HOLD, CaseSet.NONE))
                        .extracting(Finding::rule)
                        .containsExactly("account-on-hold", "overseas-without-grant");
            }
            assertOthersDecide(rulebook);
        }
    }

    @Test
    void whatIsNoNumberInJsonIsToldAsAText() throws Exception {
        String consequence =
                "s.flag(\"much\", \"none\", 0.0 / s.sent(\"1h\"), \"all\", 1 / 0.0, \"less\", -1 / 0.0, \"half\", 0.5);";
        try (Rulebook rulebook = Rulebook.compile(withRule("recipientCount > 0", consequence));
                RuleSession session = rulebook.newSession()) {
            assertThat(session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE))
                    .filteredOn(finding -> finding.rule().equals("divides"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.evidence())
                            .containsExactly(
                                    entry("none", "NaN"),
                                    entry("all", "Infinity"),
                                    entry("less", "-Infinity"),
                                    entry("half", 0.5)));
        }
    }

    @Test
    void noRuleCanSayThatAnotherFailed() {
        assertThatThrownBy(() -> RuleMetadata.parse(
                        "test/" + Finding.FAILURE_RULE, YML.replace("id: divides", "id: " + Finding.FAILURE_RULE)))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining("give the rule another one");
    }
}
