package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.profile.Profile;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Rules that raise signs, and rules that weigh them; the tests submit one message from Germany. */
class SignsTest {

    private static final String SIGNS = MinimalRulebook.rule(
                    "small: strange",
                    "country == \"DE\"",
                    "s.sign(\"strange lane\", s.threshold(\"few\"), \"network\", s.getNetwork());")
            + MinimalRulebook.rule("small: first", "firstSendOfDay", "s.sign(\"first\", 0.5);")
            + MinimalRulebook.rule("small: never", "recipientCount > threshold(\"many\")", "s.sign(\"many\", 9);");

    private static String rule(String name, String patterns, String consequence) {
        return "rule \"" + name + "\"\nwhen\n    s : Submission( recipientCount > 0 )\n    " + patterns + "\nthen\n    "
                + consequence + "\nend\n";
    }

    private static final String SCORE = rule(
            "small",
            "accumulate( Sign( $w : weight ); $sum : sum($w), $n : count($w); $sum >= threshold(\"few\"), $n > 1 )",
            "s.find(\"{points} points of {signs} signs: {all}\", \"points\", $sum, \"signs\", $n, \"all\", s.getSigns())"
                    + ".flag().defer();");

    static List<Finding> run(Rulebook rulebook) {
        try (RuleSession session = rulebook.newSession()) {
            List<Finding> first = findings(session);
            assertThat(findings(session))
                    .as("a second submission sees no signs of the first")
                    .isEqualTo(first);
            return first;
        }
    }

    private static List<Finding> findings(RuleSession session) {
        return session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
    }

    private static List<Finding> run(String drl) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(MinimalRulebook.of(drl))) {
            return run(rulebook);
        }
    }

    /** The reader is written first, and fires last. */
    @Test
    void aRuleSumsTheSignsOfOthers() throws Exception {
        assertThat(run(SCORE + SIGNS)).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.reason())
                    .isEqualTo("2.5 points of 2 signs: strange lane 2 (network 91.10.20.0/24); first 0.5");
            assertThat(finding.evidence()).contains(entry("points", 2.5), entry("signs", 2L));
        });
        assertThat(run(SCORE + SIGNS)).extracting(Finding::effect).containsExactly(Effect.DEFER, Effect.FLAG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Sign( name == "strange lane", weight >= threshold("few") )                              | true
            Sign( name == "strange lane", weight > threshold("few") )                               | false
            exists Sign( weight > 0 )                                                               | true
            exists Sign( name == "many" )                                                           | false
            not Sign( name == "many" )                                                              | true
            not Sign( name in ("many", "first") )                                                   | false
            exists Sign( name == "first" ) not Sign( name == "many" )                               | true
            accumulate( Sign( name == "many", $w : weight ); $n : count($w); $n == 0 )              | true
            accumulate( Sign( $w : weight ); $s : sum($w); $s > threshold("few") * 2, $s < 100 )    | false
            accumulate( Sign( $w : weight ); $s : sum($w) ) exists Sign( name == "first" )          | true
            """)
    void aRuleAsksForSigns(String patterns, boolean found) throws Exception {
        assertThat(run(SIGNS + rule("small", patterns, "s.flag(\"seen\");")).isEmpty())
                .isEqualTo(!found);
    }

    @Test
    void aPatternWithoutExistsMatchesEachSignAndNamesItsValues() throws Exception {
        assertThat(run(SIGNS
                        + rule(
                                "small",
                                "Sign( $name : name, $w : weight )",
                                "s.find(\"{sign} {weight}\", \"sign\", $name, \"weight\", $w * 2).flag();")))
                .extracting(Finding::reason)
                .containsExactly("first 1", "strange lane 4");
    }

    @Test
    void signsLeadToSignsAndFindingsToFindings() throws Exception {
        String drl = rule("small: last", "exists Sign( name == \"second\" )", "s.reject(\"chain\");")
                + rule("small: middle", "exists Sign( name == \"first\" )", "s.sign(\"second\", 1);")
                + SIGNS;
        assertThat(run(drl)).extracting(Finding::effect).containsExactly(Effect.REJECT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            exists Sign( name == "strnge lane" )                 | no rule raises the sign "strnge lane"; did you mean 'strange lane'?
            exists Finding( effect == "flag" )                   | name the rule whose findings are read
            exists Finding( rule == "smal" )                     | no rule finds anything by the id "smal"; did you mean 'small'?
            exists Finding( rule == "small" )                    | reads what it raises itself
            exists Sign( weigth > 0 )                            | Sign has no property 'weigth'; did you mean 'weight'?
            exists Sign( $w : weight )                           | gives no values
            exists Submission( overseas )                        | patterns beside that of the submission are over Sign
            Sign( name == "first" ) Sign( weight > 0 )           | fires the rule for every pair
            accumulate( Sign( $w : weight ); $s : max($w) )      | cannot be accumulated by; write sum
            accumulate( Sign( $w : name ); $s : sum($w) )        | only numbers can be summed
            accumulate( Sign( $w : weight ); $s : sum($x) )      | '$x' is not bound
            accumulate( Sign( $w : weight ); $s : sum($w); recipientCount > $s ) | each condition compares one of them
            accumulate( Sign( $w : weight ); $s : sum($w); $s > recipientCount ) | put 'recipientCount' into Submission
            accumulate( Sign( $w : weight ), action( x ), result( y ) )          | after the pattern comes ';'
            Sign( weight > 0 ) from s.getSigns()                 | 'from' is not allowed
            """)
    void mistakesAreNamed(String patterns, String told) {
        assertThatThrownBy(() -> run(SIGNS + rule("small", patterns, "s.flag(\"seen\");")))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("fault of Sekimori");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            s.find("{sent} messages", "sent", 1);                       | write what it leads to
            s.find("{snt} messages", "sent", 1).flag();                 | the reason names {snt}, and no value has that name
            s.find("{sent messages", "sent", 1).flag();                 | the reason names {sent messages
            s.find("a " + s.getCountry()).flag();                       | the reason of 'find' is one text
            s.find("a", "b", 1, "b", 2).flag();                         | stands here twice
            s.find("a").flag().flag();                                  | stands here twice
            s.find("a").flagg();                                        | is no effect; did you mean 'flag'?
            s.find("a").flag().getClass();                              | is no effect
            s.find("a").flag(1);                                        | an effect takes nothing
            s.sign("x");                                                | a sign has a weight
            s.sign("x", "y");                                           | the weight of a sign must be a number
            s.sign(s.getCountry(), 1);                                  | the name of a sign is a text
            s.sign("x", 1, "n");                                        | a name and no value
            s.sign("x", 1).flag();                                      | only on s.find(…) effects are called
            s.flag("" + $w);                                            | '$w' is not known here
            """)
    void wrongActionsAreNamed(String consequence, String told) {
        assertThatThrownBy(() -> run(MinimalRulebook.rule("small", "overseas", consequence)))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            condition german : Submission( country == "DE" )            | german            | true
            condition german : Submission( country == "DE", overseas )  | !german           | true
            condition far : Submission( country == "DE", !exempt ) condition few : Submission( far, recipientCount == 1 ) | few && !exempt | true
            condition many : Submission( recipientCount > 1 )           | many              | false
            """)
    void aConditionWithANameIsWhatItStandsFor(String named, String used, boolean found) throws Exception {
        assertThat(run(named + "\n" + MinimalRulebook.rule("small", used, "s.flag(\"x\");")))
                .hasSize(found ? 1 : 0);
    }

    @Test
    void aTableIsARuleForEachRow() throws Exception {
        String table = """
                table lanes( $name, $lane, $counted, $least )
                    ( "one", true, recipientCount, 1 )
                    ( "two", overseas, recipientCount, 1 )
                    ( "three", country == "DE", sent("1h") + 1, threshold("few") - 1 )
                    ( "four", country == "DE", sent("1h"), threshold("few") )
                """;
        String rule = MinimalRulebook.rule(
                        "small: {name}", "$lane, $counted >= $least", "s.find(\"{name} {n}\", \"n\", $least).flag();")
                .replace("\"small: {name}\"", "\"small: {name}\" table lanes");
        assertThat(run(table + rule)).extracting(Finding::reason).containsExactly("one 1", "three 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            condition overseas : Submission( exempt )                | give the condition another name
            condition unused : Submission( exempt )                  | no rule names the condition 'unused'
            condition a : Submission( exmpt )                        | did you mean 'exempt'?
            condition a : Submission()                               | the condition says nothing
            condition a : Sign( weight > 0 )                         | no fact that rules may see
            table t( $a ) ( 1 )                                      | no rule names the table 't'
            table t( $a ) ( 1, 2 )                                   | this row has 2 values, and the table 1 columns
            table t( a ) ( 1 )                                       | begins with $
            table t( $a )                                            | the table has no row
            """)
    void wrongConditionsAndTablesAreNamed(String before, String told) {
        assertThatThrownBy(() -> run(before + "\n" + MinimalRulebook.rule("small", "overseas", "s.flag(\"x\");")))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining(told);
    }

    /** Each named condition doubles the one before; none grows without end. */
    @Test
    void namedConditionsDoNotMultiply() {
        StringBuilder drl = new StringBuilder("condition c0 : Submission( overseas == exempt )\n");
        for (int i = 1; i < 40; i++) {
            drl.append("condition c" + i + " : Submission( (c" + (i - 1) + ") == (c" + (i - 1) + ") )\n");
        }
        assertThatThrownBy(() -> run(drl + MinimalRulebook.rule("small", "c39", "s.flag(\"x\");")))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining("more than 400 values");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/ static { System.exit(1); } /*",
                "; System.exit(1);",
                ") || true || (",
                "{name} ${x} @{x} %s",
                "end then rule 税関"
            })
    void aSignMayHaveAnyName(String name) throws Exception {
        String drl = MinimalRulebook.rule("small: sign", "recipientCount > 0", "s.sign(\"" + name + "\", 1);")
                + rule("small", "exists Sign( name == \"" + name + "\" )", "s.flag(\"\" + s.getSigns());");
        assertThat(run(drl)).extracting(Finding::reason).containsExactly(name + " 1");
    }

    @Test
    void rulesThatWaitForEachOtherAreRefused() {
        String drl = rule("small: one", "exists Sign( name == \"b\" )", "s.sign(\"a\", 1);")
                + rule("small: two", "exists Sign( name == \"a\" )", "s.sign(\"b\", 1);");
        assertThatThrownBy(() -> run(drl))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining("rule \"small: one\" waits for \"small: two\", which waits for \"small: one\"");
    }

    @Test
    void aWeightThatIsNoNumberFailsItsRuleAndTheOthersAreSeen() throws Exception {
        String drl = SCORE
                + SIGNS
                + MinimalRulebook.rule("small: infinite", "recipientCount > 0", "s.sign(\"x\", 1 / 0.0);");
        RulebookFiles files = MinimalRulebook.of(drl);
        try (Rulebook rulebook = Rulebook.compile(files)) {
            assertThat(run(rulebook))
                    .extracting(Finding::reason)
                    .singleElement()
                    .asString()
                    .contains("no finite number");
        }
    }

    @Test
    void aRuleThatIsOffSignsNothing() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(MinimalRulebook.of(SCORE + SIGNS))) {
            assertThat(run(rulebook.without(Set.of("small")))).isEmpty();
        }
    }

    /** What a rule in the shadow signs is for rules in the shadow. */
    @Test
    void signsOfARuleInTheShadowReachNoEnforcedRule() throws Exception {
        RulebookFiles both = withScore("enforce");
        try (Rulebook shadow = Rulebook.compile(both.with(
                        MinimalRulebook.YML, MinimalRulebook.METADATA.replace("mode: enforce", "mode: shadow")));
                Rulebook enforced = Rulebook.compile(both)) {
            assertThat(run(shadow)).isEmpty();
            assertThat(run(enforced)).extracting(Finding::rule).containsOnly("score");
            assertThat(run(shadow.enforcing("score"))).extracting(Finding::rule).containsOnly("score");
        }
        try (Rulebook shadow = Rulebook.compile(withScore("shadow"))) {
            assertThat(run(shadow)).hasSize(2).allSatisfy(one -> assertThat(one.mode())
                    .isEqualTo(Finding.Mode.SHADOW));
        }
    }

    private static RulebookFiles withScore(String mode) throws RulebookException {
        RulebookFiles files = MinimalRulebook.of(SIGNS);
        String metadata = MinimalRulebook.METADATA.replace("id: small", "id: score");
        for (String test : List.of("hit", "miss")) {
            files = files.with(
                    "test/score/tests/" + test + ".yml",
                    files.files().getOrDefault("test/small/tests/" + test + ".yml", ""));
        }
        String messages = "messages/en.properties";
        return files.with("test/score/rule.yml", metadata.replace("mode: enforce", "mode: " + mode))
                .with("test/score/rule.drl", SCORE.replace("\"small\"", "\"score\""))
                .with(messages, files.files().getOrDefault(messages, "") + "score.customer = no\n");
    }

    @Test
    void aFindingOfAnotherRuleIsSeen() throws Exception {
        String drl = rule(
                "score",
                "exists Finding( rule == \"small\", effect == \"flag\", severity in (\"low\", \"medium\") )",
                "s.find(\"too\").reject();");
        RulebookFiles files = withScore("enforce").with("test/score/rule.drl", drl);
        for (String condition : List.of("country == \"DE\"", "country == \"FR\"")) {
            String small = MinimalRulebook.rule("small", condition, "s.flag(\"found\");");
            try (Rulebook rulebook = Rulebook.compile(files.with(MinimalRulebook.DRL, small))) {
                assertThat(run(rulebook)).hasSize(condition.contains("DE") ? 2 : 0);
            }
        }
    }

    /** One rule fails; those that read signs of the sound ones still decide. */
    @Test
    void afterAFailureRulesStillSeeTheSignsOfOthers() throws Exception {
        RulebookFiles files = withScore("enforce");
        String failing = MinimalRulebook.rule("fails", "1 / (recipientCount - 1) > 0", "s.sign(\"x\", 100);");
        for (String test : List.of("hit", "miss")) {
            files = files.with(
                    "test/fails/tests/" + test + ".yml",
                    files.files().getOrDefault("test/small/tests/" + test + ".yml", ""));
        }
        String messages = "messages/en.properties";
        files = files.with("test/fails/rule.yml", MinimalRulebook.METADATA.replace("id: small", "id: fails"))
                .with("test/fails/rule.drl", failing)
                .with(messages, files.files().getOrDefault(messages, "") + "fails.customer = no\n");
        try (Rulebook rulebook = Rulebook.compile(files)) {
            assertThat(run(rulebook))
                    .extracting(Finding::rule, Finding::reason)
                    .contains(
                            tuple("score", "2.5 points of 2 signs: strange lane 2 (network 91.10.20.0/24); first 0.5"))
                    .hasSize(3);
        }
    }

    @Test
    void patternsAreExplainedWithWhatTheySaw() throws Exception {
        String drl = SIGNS + SCORE + rule("small: none", "not Sign( name == \"first\" )", "s.flag(\"none\");");
        try (Rulebook rulebook = Rulebook.compile(MinimalRulebook.of(drl));
                RuleExplainer explainer = new RuleExplainer(rulebook)) {
            List<RuleExplanation> all =
                    explainer.explain(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
            assertThat(all.get(3)).satisfies(score -> {
                assertThat(score.matched()).isTrue();
                assertThat(score.conditions().get(1).text())
                        .isEqualTo("accumulate( Sign( $w : weight ); $sum : sum($w), $n : count($w); "
                                + "$sum >= threshold(\"few\"), $n > 1 )");
                assertThat(score.conditions().get(1).values())
                        .containsExactly(
                                new RuleExplanation.Value("$sum", "2.5", ">=", "2", ""),
                                new RuleExplanation.Value("$n", "2", ">", "1", ""));
            });
            assertThat(all.get(4).conditions().get(1))
                    .isEqualTo(new RuleExplanation.Condition("not Sign( name == \"first\" )", false, List.of()));
        }
    }
}
