package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding;
import org.sekimori.profile.Profile;
import org.sekimori.rules.language.GeneratedDrl;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** What people write in a rule comes out again as they wrote it, and is not in what Drools is given. */
class RuleTextRoundTripTest {

    private static final String PLAIN =
            "package rules\\.r0; import org\\.sekimori\\.rules\\.Submission;\\n(rule \"r0_\\d+\"[A-Za-z0-9_ .,:;()<>=!&|+*/%?\"-]* end\\n)+";

    private static String printed(String drl) throws RulebookException {
        RuleMetadata spec = RuleMetadata.parse("test/small", MinimalRulebook.METADATA);
        return new GeneratedRules(List.of(new DrlFile(spec, MinimalRulebook.DRL, drl)))
                .drl()
                .get(0)
                .text();
    }

    private static List<Finding> run(RulebookFiles files) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(files);
                RuleSession session = rulebook.newSession()) {
            return session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/ static { System.exit(1); } /*",
                "// and the rest is a comment",
                "/* and it never ends",
                "}} class A { static { System.exit(1); } } {{",
                "end then when rule query",
                "$x @x #x ${x} @{x} #{x} `x` 'x'",
                "%n %s %1$s 100 %",
                "{0} \u00a0\u3000 税関で止めました",
                "; System.exit(1);",
                ") || true || (",
                "textByNumber(0)",
                "word"
            })
    void aTextIsSaidAsItIsWritten(String text) throws Exception {
        String drl = MinimalRulebook.rule(
                "small",
                "country != \"" + text + "\", country not in (\"" + text + "\"), !country.endsWith(\"" + text + "\")",
                "s.flag(\"" + text + "\" + s.getCountry(), \"name\", \"" + text + "\");");
        assertThat(printed(drl)).matches(PLAIN);
        assertThat(run(MinimalRulebook.of(drl))).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("small");
            assertThat(finding.reason()).startsWith(text.substring(0, 4)).endsWith("DE");
            assertThat(finding.evidence().keySet()).containsExactly("name");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small: */ static { } /*",
                "small: r0_0",
                "small:r0_1",
                "small: //",
                "small: 送信制限 %s ${x}",
                "small: class enum static end rule",
                "small: {{{[[[((("
            })
    void aNameIsNotPrintedAndNamesTheRuleStill(String name) throws Exception {
        String drl = MinimalRulebook.rule(name, "overseas || !overseas", "s.flag(\"one\");")
                + MinimalRulebook.rule("small", "overseas || !overseas", "s.flag(\"two\");");
        assertThat(printed(drl)).matches(PLAIN);
        RulebookFiles files = MinimalRulebook.of(drl);
        assertThat(run(files)).extracting(Finding::reason).containsExactlyInAnyOrder("one", "two");
        try (Rulebook rulebook = Rulebook.compile(files);
                RuleExplainer explainer = new RuleExplainer(rulebook)) {
            assertThat(explainer.explain(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE))
                    .extracting(RuleExplanation::name)
                    .containsExactly(name, "small");
        }
    }

    @Test
    void longTextsAndLongSumsAreCompiled() throws Exception {
        String kanji = "税".repeat(60_000);
        assertThat(run(MinimalRulebook.of("!overseas", "s.flag(\"" + kanji + "\");")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).startsWith("税税税"));
        assertThat(run(MinimalRulebook.of("!overseas", "s.flag(\"a\"" + " + \"b c\"".repeat(190) + ");")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).startsWith("ab cb c"));
        assertThat(run(MinimalRulebook.of("!overseas", "s.flag(\"a\"" + " + s.getCountry()".repeat(190) + ");")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).startsWith("aDEDE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 / 0 == 1 || 1 % 0 == 1",
                "recipientCount / 0 > 1",
                "recipientCount % (recipientCount - recipientCount) == 0"
            })
    void aDivisionByZeroFailsWhenItRunsAndNotWhenItIsCompiled(String condition) throws Exception {
        assertThat(run(MinimalRulebook.of(condition, "s.flag(\"x\");")))
                .extracting(Finding::rule)
                .containsExactly(Finding.FAILURE_RULE);
    }

    @Test
    void numbersOverflowAsTheyDoInJava() throws Exception {
        assertThat(run(MinimalRulebook.of("999999999 * 999999999 * recipientCount != 0", "s.flag(\"x\");")))
                .hasSize(1);
        assertThat(run(MinimalRulebook.of("(((((recipientCount))))) > 0", "s.flag(\"x\");")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule \"r\" when Submission() then end // x",
                "rule \"r\" when Submission() then end /* x",
                "rule \"*/x\" when Submission() then end",
                "rule \"a b\" when Submission() then end",
                "rule \"r\" when Submission() then { } end",
                "rule \"r\" when Submission() then end \\u002f",
                "rule \"r\" @a when Submission() then end",
                "rule 'r' when Submission() then end",
                "rule \"r\" when Submission() then end \u2028",
                "rule \"r"
            })
    void aTextThatWasNotGeneratedCannotBecomeOne(String text) {
        assertThatThrownBy(() -> new GeneratedDrl("r0", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRuleCannotAskForTextsByNumber() {
        assertThatThrownBy(() -> run(MinimalRulebook.of("textByNumber(\"0\") == \"x\"", "s.flag(\"x\");")))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining("no function 'textByNumber'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3164", "\u115f", "\uffa0", "\u034f", "\ufe0f", "\u2800", "\u180b", "\u17b4"})
    void aTextWithAFillerThatNobodySeesIsRefused(String filler) {
        String drl = MinimalRulebook.rule("small", "country == \"JP" + filler + "\"", "s.flag(\"a\");");
        assertThatThrownBy(() -> Rulebook.compile(MinimalRulebook.of(drl)))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining("only what can be seen");
    }
}
