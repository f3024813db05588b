package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.cases.CaseSet;
import org.sekimori.engine.RuleTestRunner;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Exemption;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/** A rule does not act on accounts that are exempt from it, and the decision says so. */
class RuleExemptionTest {

    private static final String ALICE = "accounts:\n  alice@isp.example:\n    rules: ";
    private static final RulebookFiles FILES =
            MinimalRulebook.of("rule \"small\"\nwhen\n    s : Submission( recipientCount > 0 )\nthen\n"
                    + "    s.flag(\"much\", \"n\", 7); s.reject(\"very much\");\nend\n"
                    + "rule \"small: more\"\nwhen\n    s : Submission( recipientCount > 0 )\nthen\n"
                    + "    s.advise(\"more\");\nend\n");

    private static RulebookFiles policy(String more) {
        return FILES.with("policy.yml", MinimalRulebook.POLICY + more);
    }

    private static List<Finding> findings(String policy) throws RulebookException {
        return findings(policy(policy), TestSubmissions.fromGermany());
    }

    private static List<Finding> findings(RulebookFiles files, MailEvent event) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(files);
                RuleSession session = rulebook.newSession()) {
            return session.run(event, Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
        }
    }

    private static List<String> problems(String policy) {
        try (Rulebook fine = Rulebook.compile(policy(policy))) {
            return List.of();
        } catch (RulebookException e) {
            return e.problems().stream().map(RulebookProblem::toString).toList();
        }
    }

    @Test
    void aRuleThatIsOffForAnAccountIsNamedOnceAndHasNoEffect() throws Exception {
        List<Finding> findings = findings(ALICE + "{small: {mode: off, reason: shared by the whole shop}}\n");
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("small");
            assertThat(finding.mode()).isEqualTo(Mode.SHADOW);
            assertThat(finding.effect()).isEqualTo(Effect.ADVISE);
            assertThat(finding.evidence()).isEmpty();
            assertThat(finding.exemption()).isEqualTo(new Exemption(true, "shared by the whole shop"));
        });
    }

    @Test
    void aRuleInShadowForAnAccountSaysWhatItWouldHaveDone() throws Exception {
        List<Finding> findings = findings(ALICE + "{small: shadow}\n");
        assertThat(findings).extracting(Finding::effect).containsExactly(Effect.REJECT, Effect.FLAG, Effect.ADVISE);
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.mode()).isEqualTo(Mode.SHADOW);
            assertThat(finding.exemption()).isEqualTo(new Exemption(false, ""));
        });
        assertThat(findings.get(1).evidence()).containsEntry("n", 7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "domains: {isp.example: {rules: {small: off}}}|SHADOW",
                "domains: {other.example: {rules: {small: off}}}|ENFORCE",
                "accounts: {bob@isp.example: {rules: {small: off}}}|ENFORCE",
                "domains: {isp.example: {rules: {small: off}}}\\naccounts: {alice@isp.example: {rules: {small: on}}}|ENFORCE",
                "domains: {isp.example: {rules: {small: off}}}\\naccounts: {alice@isp.example: {home: [DE]}}|SHADOW"
            })
    void anAccountHasTheExemptionsOfItsDomainAndItsOwn(String policy, Mode mode) throws Exception {
        assertThat(findings(policy.replace("\\n", "\n") + "\n")).allMatch(finding -> finding.mode() == mode);
    }

    @Test
    void anExemptionEndsWithTheDayBeforeItsEndInTheDomainsTimeZone() throws Exception {
        MailEvent event = TestSubmissions.fromGermany();
        LocalDate today = LocalDate.ofInstant(event.time(), java.time.ZoneOffset.UTC);
        String until = ALICE + "{small: {mode: off, reason: moving house, until: ";
        assertThat(findings(until + today.plusDays(1) + "}}\n")).allMatch(Finding::leftOut);
        assertThat(findings(until + today + "}}\n")).noneMatch(Finding::leftOut);
        RuleExemption exemption = new RuleExemption(true, "x", LocalDate.of(2026, 6, 2));
        java.time.ZoneId tokyo = java.time.ZoneId.of("Asia/Tokyo");
        assertThat(exemption.holds(Instant.parse("2026-06-01T14:59:59Z"), tokyo))
                .isTrue();
        assertThat(exemption.holds(Instant.parse("2026-06-01T15:00:00Z"), tokyo))
                .isFalse();
    }

    @Test
    void aRuleThatFailsIsContainedForAnExemptAccountToo() throws Exception {
        RulebookFiles failing = policy(ALICE + "{small: off}\n")
                .with(
                        MinimalRulebook.DRL,
                        "rule \"small\"\nwhen\n    s : Submission( sent(\"1h\") / sent(\"7d\") >= 1 )\nthen\n"
                                + "    s.reject(\"x\");\nend\n");
        assertThat(findings(failing, TestSubmissions.fromGermany()))
                .extracting(Finding::rule)
                .containsExactly("rules-failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{smal: off}|'smal' is no rule of this rulebook; did you mean 'small'?",
                "{small: enforce}|'small' must be off, shadow, on or {mode: off",
                "{small: {mode: off}}|'small' needs a 'reason' that says",
                "{small: {mode: off, reason: ''}}|'small' needs a 'reason' that says in one line",
                "{small: {mode: off, reason: x, until: soon}}|'until' must be the day from which the rule acts again",
                "{small: {mode: off, reson: x}}|did you mean 'reason'?",
                "small|must hold 'key: value' lines"
            })
    void aWrongExemptionIsNamedWithItsPlace(String rules, String message) {
        assertThat(problems(ALICE + rules + "\n"))
                .singleElement()
                .asString()
                .startsWith("policy.yml:7:")
                .contains(message);
    }

    @Test
    void nobodyIsExemptFromARuleThatCarriesOutWhatTheDeskDecides() {
        RulebookFiles files = FILES.without(MinimalRulebook.YML)
                .without(MinimalRulebook.DRL)
                .with("hold/small/rule.yml", MinimalRulebook.METADATA)
                .with("hold/small/rule.drl", FILES.files().getOrDefault(MinimalRulebook.DRL, ""))
                .with("policy.yml", MinimalRulebook.POLICY + ALICE + "{small: off}\n");
        assertThatThrownBy(() -> Rulebook.compile(files))
                .hasMessageContaining("carries out what the desk decides, so nobody is exempt from it");
    }

    @Test
    void anExemptionThatEndedIsAWarningOfTheDay() {
        String policy = MinimalRulebook.POLICY + ALICE + "{small: {mode: off, reason: moving, until: 2026-06-02}}\n";
        assertThat(RuleExemption.ended(policy, LocalDate.of(2026, 6, 1))).isEmpty();
        assertThat(RuleExemption.ended(policy, LocalDate.of(2026, 6, 2)))
                .singleElement()
                .asString()
                .isEqualTo(
                        "policy.yml:7:20: 'small' acts again since 2026-06-02; take the line away or give it another end");
    }

    @Test
    void aRuleTestKnowsExemptions() throws Exception {
        String exempt = """
                title: an account that is exempt
                account: alice@isp.example
                policy: {home: [DE], rules: {small: %s}}
                entries:
                  - {at: 2026-06-01T09:00:00Z, what: submission, from: DE}
                expect: {verdict: accept, hit: %s}
                """;
        RulebookFiles files = FILES.with("test/small/tests/miss.yml", exempt.formatted("off", "false"))
                .with("test/small/tests/hit.yml", exempt.formatted("shadow", "true"));
        try (Rulebook rulebook = Rulebook.compile(files)) {
            assertThat(RuleTestRunner.run(rulebook)).isEmpty();
        }
        assertThatThrownBy(() -> Rulebook.compile(
                        files.with("test/small/tests/miss.yml", exempt.formatted("off, smal: off", "false"))))
                .hasMessageContaining("exempt from smal, which is no rule of this rulebook");
    }

    /** Two rules raise a sign each, and one of them flags, too; a third sums the signs of all. */
    private static RulebookFiles score(String policy) {
        String score = "rule \"score\"\nwhen\n    s : Submission( recipientCount > 0 )\n"
                + "    accumulate( Sign( $w : weight ); $sum : sum($w), $n : count($w); $sum >= threshold(\"few\") )\nthen\n"
                + "    s.find(\"{points} points\", \"points\", $sum).flag();\nend\n";
        String tests = "/tests/";
        RulebookFiles files = MinimalRulebook.of(
                        "rule \"small\"\nwhen\n    s : Submission( recipientCount > 0 )\nthen\n"
                                + "    s.sign(\"small\", 1); s.flag(\"much\");\nend\n")
                .with("policy.yml", MinimalRulebook.POLICY + policy);
        for (String rule : List.of("other", "score")) {
            String drl = rule.equals("score")
                    ? score
                    : "rule \"other\"\nwhen\n    s : Submission( recipientCount > 0 )\nthen\n    s.sign(\"other\", 2);\nend\n";
            files = files.with("test/" + rule + "/rule.drl", drl)
                    .with(
                            "test/" + rule + "/rule.yml",
                            MinimalRulebook.METADATA.replace("id: small", "id: " + rule + "\ntext: small"));
            for (String test : List.of("hit.yml", "miss.yml")) {
                files = files.with(
                        "test/" + rule + tests + test, files.files().getOrDefault("test/small" + tests + test, ""));
            }
        }
        return files;
    }

    private static List<String> scored(String policy) throws RulebookException {
        return findings(
                        score(policy.isEmpty() ? "" : policy.replace("\\n", "\n") + "\n"),
                        TestSubmissions.fromGermany())
                .stream()
                .map(one -> one.leftOut()
                        ? one.rule() + " left out"
                        : one.rule() + " " + one.mode().word() + " " + one.reason())
                .sorted()
                .toList();
    }

    /** A rule that is off for an account says nothing about it, to other rules neither. */
    @Test
    void aRuleThatIsOffForAnAccountFeedsNoScore() throws Exception {
        assertThat(scored("")).containsExactly("score enforce 3 points", "small enforce much");
        assertThat(scored(ALICE + "{small: {mode: off, reason: shared by the whole shop}}"))
                .containsExactly("score enforce 2 points", "small left out");
        assertThat(scored(ALICE + "{other: off}")).containsExactly("small enforce much");
        assertThat(scored(ALICE + "{small: shadow}"))
                .as("what is tried on an account changes nothing that is in force")
                .contains("score enforce 2 points", "small shadow much")
                .doesNotContain("score enforce 3 points");
        assertThat(scored(ALICE + "{score: off}")).containsExactly("score left out", "small enforce much");
    }

    @Test
    void aScoreKnowsTheExemptionsOfTheDomainAndWhatTheAccountTakesBack() throws Exception {
        assertThat(scored("domains: {isp.example: {rules: {other: off}}}")).containsExactly("small enforce much");
        assertThat(scored("domains: {other.example: {rules: {other: off}}}")).contains("score enforce 3 points");
        assertThat(scored("accounts: {bob@isp.example: {rules: {other: off}}}")).contains("score enforce 3 points");
        assertThat(
                        scored(
                                "domains: {isp.example: {rules: {other: off}}}\\naccounts: {alice@isp.example: {rules: {other: on}}}"))
                .contains("score enforce 3 points");
    }

    @Test
    void theScoreCountsAgainFromTheDayOnWhichTheExemptionEnds() throws Exception {
        LocalDate today = LocalDate.ofInstant(TestSubmissions.fromGermany().time(), java.time.ZoneOffset.UTC);
        String until = ALICE + "{other: {mode: off, reason: moving house, until: ";
        assertThat(scored(until + today.plusDays(1) + "}}")).containsExactly("small enforce much");
        assertThat(scored(until + today + "}}")).contains("score enforce 3 points");
    }
}
