package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.profile.Profile;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

class RulebookTest {

    private static final String DRL = "origin/overseas-without-grant/rule.drl";
    private static final String YML = "origin/overseas-without-grant/rule.yml";

    private static RulebookFiles shipped() throws RulebookException {
        return SomeShippedRules.of("overseas-without-grant", "send-limit");
    }

    private static List<RulebookProblem> problems(RulebookFiles files) {
        RulebookException refused = catchThrowableOfType(
                RulebookException.class, () -> Rulebook.compile(files).close());
        assertThat(refused).as("the rulebook was not refused").isNotNull();
        return refused.problems();
    }

    private static RulebookProblem problem(RulebookFiles files) {
        List<RulebookProblem> problems = problems(files);
        assertThat(problems).isNotEmpty();
        return problems.get(0);
    }

    private static List<Finding> run(String consequence) throws RulebookException {
        RulebookFiles files = shipped()
                .with(
                        DRL,
                        "rule \"overseas-without-grant\"\nwhen\n s : Submission()\nthen\n" + consequence + "\nend\n");
        try (Rulebook rulebook = Rulebook.compile(files);
                RuleSession session = rulebook.newSession()) {
            List<Finding> first =
                    session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
            assertThat(session.run(TestSubmissions.fromGermany(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE))
                    .isEqualTo(first);
            return first;
        }
    }

    @Test
    void theVersionIsTheHashOfEveryFile() throws Exception {
        assertThat(shipped().id()).isEqualTo(shipped().id()).matches("[0-9a-f]{16}");
        assertThat(shipped().with("policy.yml", "defaults: {}").id())
                .isNotEqualTo(shipped().id());
    }

    @Test
    void aSyntaxErrorIsNamedWithFileAndLine() throws Exception {
        RulebookProblem problem =
                problem(shipped().with(DRL, "rule \"overseas-without-grant\"\nwhen\n  s : Submission( \nthen\nend"));
        assertThat(problem.file()).isEqualTo(DRL);
        assertThat(problem.line()).isBetween(3, 5);
    }

    @Test
    void anUnknownPropertyNamesTheFileAtFault() throws Exception {
        RulebookProblem problem = problem(shipped()
                .with(DRL, "rule \"overseas-without-grant\"\nwhen\n  s : Submission( nonsense > 3 )\nthen\nend"));
        assertThat(problem.file()).isEqualTo(DRL);
        assertThat(problem.message()).contains("nonsense");
    }

    @Test
    void aPolicyWithAnUnknownCountryOrKeyIsRefusedWithItsLine() throws Exception {
        assertThat(problem(shipped().with("policy.yml", "defaults:\n  home: [JP, Japan]\n"))
                        .toString())
                .startsWith("policy.yml:2:")
                .contains("Japan");
        assertThat(problem(shipped().with("policy.yml", "defaults:\n  hoem: [JP]\n"))
                        .toString())
                .startsWith("policy.yml:2:")
                .contains("hoem", "home");
        assertThat(problem(shipped().with("policy.yml", "defaults:\n\thome: [JP]\n"))
                        .file())
                .isEqualTo("policy.yml");
        assertThat(problem(shipped().with("policy.yml", "defaults:\n  exempt_networks: [10.0.0.1/8]\n"))
                        .toString())
                .contains("10.0.0.0");
    }

    @Test
    void aRuleWithoutTextCaseOrMetadataIsRefused() throws Exception {
        assertThat(problems(shipped().with("messages/ja.properties", "common.webmail = x"))
                        .toString())
                .contains("ja.properties: lacks ", "overseas-without-grant.customer");
        assertThat(problem(shipped().with("x/new-rule/rule.drl", "rule \"new-rule\" when then end"))
                        .message())
                .contains("no rule.yml");
        assertThat(problem(shipped().with(YML, "id: overseas-without-grant\ntitle: x\n"))
                        .message())
                .contains("is missing");
    }

    @Test
    void aRuleMustBeNamedLikeItsFolder() throws Exception {
        assertThat(problem(shipped().with(DRL, "rule \"other\"\nwhen\n s : Submission()\nthen\nend"))
                        .message())
                .contains("must be named \"overseas-without-grant\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(1);",
                "Runtime.getRuntime().exec(\"true\");",
                "new java.io.File(\"/etc/passwd\").delete();",
                "java.nio.file.Files.readString(java.nio.file.Path.of(\"/etc/passwd\"));",
                "new Thread().start();",
                "new java.net.Socket(\"127.0.0.1\", 1);",
                "Class.forName(\"java.lang.Runtime\");"
            })
    void aRuleThatReachesForTheMachineGetsNothing(String hostile) throws Exception {
        try {
            List<Finding> findings = run(hostile);
            assertThat(findings).singleElement().satisfies(f -> assertThat(f.rule())
                    .isEqualTo(Finding.FAILURE_RULE));
        } catch (RulebookException refused) {
            assertThat(refused.problems().get(0).file()).isEqualTo(DRL);
        }
    }

    @Test
    void aRuleThatThrowsCostsItselfAndNotTheNextSubmission() throws Exception {
        List<Finding> findings = run("s.flag(\"so many\" + 1 / (s.getRecipientCount() - 1));");
        assertThat(findings).singleElement().satisfies(f -> {
            assertThat(f.mode()).isEqualTo(Mode.SHADOW);
            assertThat(f.reason()).contains("by zero");
        });
    }

    @Test
    void importsFunctionsAndDeclarationsAreRefused() throws Exception {
        for (String extra : List.of(
                "import java.util.List\n",
                "global String g\n",
                "function int f() { return 1; }\n",
                "declare Thing name : String end\n")) {
            assertThat(problem(
                                    shipped()
                                            .with(
                                                    DRL,
                                                    extra
                                                            + "rule \"overseas-without-grant\"\nwhen\n s : Submission()\nthen\nend"))
                            .file())
                    .isEqualTo(DRL);
        }
    }

    @Test
    void evidenceAndReasonReachTheFinding() throws Exception {
        assertThat(run("s.defer(\"so many\", \"count\", 12, \"where\", s.getCountry());"))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.effect()).isEqualTo(Finding.Effect.DEFER);
                    assertThat(f.reason()).isEqualTo("so many");
                    assertThat(f.evidence()).containsEntry("count", 12).containsEntry("where", "DE");
                });
    }

    /** Each with another rule, as rulebooks with the same rules share their classes; a few unused ones stay. */
    @Test
    void manyReloadsGiveBackTheirClasses() throws Exception {
        // What Java and Drools load once: the JDK makes classes for methods that are called by reflection often.
        for (int i = 0; i < 20; i++) {
            Rulebook.compile(withLimit(i)).close();
        }
        long none = loadedClasses();
        List<Rulebook> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            open.add(Rulebook.compile(withLimit(100 + i)));
        }
        long ofFour = loadedClasses() - none;
        assertThat(ofFour).isGreaterThan(4);
        open.forEach(Rulebook::close);
        long before = loadedClasses();
        for (int i = 0; i < LongRun.size(10, 18); i++) {
            Rulebook.compile(withLimit(200 + i)).close();
        }
        assertThat(loadedClasses() - before)
                .as("after more, of which all are closed")
                .isLessThan(ofFour);
    }

    private static RulebookFiles withLimit(int most) throws RulebookException {
        return MinimalRulebook.of(MinimalRulebook.rule("small", "recipientCount > " + most, "s.flag(\"x\");"));
    }

    private static long loadedClasses() {
        System.gc();
        return java.lang.management.ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }
}
