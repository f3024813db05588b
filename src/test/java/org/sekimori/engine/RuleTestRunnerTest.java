package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.RuleTestResult.Mismatch;
import org.sekimori.mail.Finding;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.testing.RuleTest;

/** What a case may expect, and how it is said that something else was decided. */
class RuleTestRunnerTest {

    private static final String FILE = "places/many-places/tests/countries.yml";
    private static final String EXPECT = "expect: {verdict: accept, hit: true}";

    @Test
    void effectReasonAndFlagsHold() throws Exception {
        RuleTestResult result = run("expect: {verdict: accept, hit: true, effect: flag, "
                + "reason: \"from 4 countries\", flags: [many-places]}");
        assertThat(result.passed()).isTrue();
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void eachLineThatDoesNotHoldIsNamedWithBothSides() throws Exception {
        RuleTestResult result = run("expect: {verdict: reject, hit: true, effect: reject, reason: five, flags: []}");
        assertThat(result.passed()).isFalse();
        assertThat(result.mismatches())
                .containsExactly(
                        new Mismatch("verdict", "reject", "accept"),
                        new Mismatch("effect", "reject", "flag"),
                        new Mismatch("reason", "five", "used from 4 countries in 24 hours: BR DE IN JP"),
                        new Mismatch("flags", "[]", "[many-places]"));
        assertThat(result.problems())
                .singleElement()
                .asString()
                .startsWith(FILE + ":19: ")
                .contains("expects verdict reject and got accept")
                .contains("used from 4 countries");
    }

    @Test
    void aRuleInShadowIsTakenAsIfItWereEnforced() throws Exception {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String spec = "places/many-places/rule.yml";
        String text = shipped.files().getOrDefault(spec, "").replace("mode: enforce", "mode: shadow");
        RuleTestResult result = run(
                shipped.with(spec, text), "expect: {verdict: accept, hit: true, effect: flag, flags: [many-places]}");
        assertThat(result.mismatches()).isEmpty();
    }

    @Test
    void aCommandThatIsRefusedFailsTheCase() throws Exception {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String text = shipped.files()
                .getOrDefault(FILE, "")
                .replace(
                        "  - {at: 2026-06-01T00:00:00Z, what: grant_open}",
                        "  - {at: 2026-06-01T00:00:00Z, what: hold_release}");
        RuleTestResult result = run(shipped.with(FILE, text), EXPECT);
        assertThat(result.passed()).isFalse();
        assertThat(result.faults()).containsExactly("a command was refused: the account is not on hold");
    }

    @Test
    void aRuleThatFailsIsNoNearMiss() throws Exception {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String drl = "places/many-places/rule.drl";
        String text = shipped.files().getOrDefault(drl, "");
        RulebookFiles failing = shipped.with(
                drl,
                text.replace(
                        "distinctCountries(\"24h\") >= threshold(\"countries\")",
                        "1 / (recipientCount - recipientCount) > distinctCountries(\"24h\")"));
        RuleTestResult result = run(failing, "expect: {verdict: accept, hit: false}");
        assertThat(result.mismatches()).isEmpty();
        assertThat(result.passed()).isFalse();
        assertThat(result.faults())
                .singleElement()
                .asString()
                .startsWith("running the rules failed: ")
                .contains("by zero");
    }

    @Test
    void aRuleThatFailsBeforeTheLastSubmissionFailsTheCaseToo() throws Exception {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String drl = "places/many-places/rule.drl";
        String text = shipped.files().getOrDefault(drl, "");
        RulebookFiles failing = shipped.with(
                drl,
                text.replace(
                        "distinctCountries(\"24h\") >= threshold(\"countries\")",
                        "1 / (distinctCountries(\"24h\") - 1) == 0, distinctCountries(\"24h\") >= threshold(\"countries\")"));
        RuleTestResult result = run(failing, EXPECT);
        assertThat(result.mismatches()).isEmpty();
        assertThat(result.last()).isNotNull().satisfies(last -> assertThat(
                        last.decision().findings())
                .noneMatch(finding -> finding.rule().equals(Finding.FAILURE_RULE)));
        assertThat(result.passed()).isFalse();
        assertThat(result.faults())
                .singleElement()
                .asString()
                .startsWith("running the rules failed: many-places failed: ")
                .contains("by zero");
    }

    @Test
    void aCaseThatMissesCannotExpectAnEffect() throws Exception {
        RulebookFiles files =
                with(RulebookFiles.read(Path.of("rules")), "expect: {verdict: accept, hit: false, effect: flag}");
        assertThatThrownBy(() -> Rulebook.compile(files))
                .isInstanceOfSatisfying(RulebookException.class, e -> assertThat(e.problems())
                        .extracting(Object::toString)
                        .anyMatch(line -> line.startsWith(FILE + ":19:47: 'effect' belongs to a rule test that hits")));
    }

    private static RuleTestResult run(String expect) throws Exception {
        return run(RulebookFiles.read(Path.of("rules")), expect);
    }

    private static RuleTestResult run(RulebookFiles files, String expect) throws Exception {
        try (Rulebook rulebook = Rulebook.compile(with(files, expect))) {
            List<RuleTest> one = RuleTestRunner.running(rulebook).stream()
                    .filter(found -> found.file().equals(FILE))
                    .toList();
            return RuleTestRunner.run(rulebook, one).get(0);
        }
    }

    private static RulebookFiles with(RulebookFiles files, String expect) {
        String text = files.files().getOrDefault(FILE, "");
        assertThat(text).contains(EXPECT);
        return files.with(FILE, text.replace(EXPECT, expect));
    }
}
