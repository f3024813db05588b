package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import org.sekimori.lab.command.SmallCleanTraffic;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.SomeShippedRules;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.trial.RuleTestSession;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesTestCommandTest {

    private static final String SIXTH = "volume/send-limit/tests/messages-in-an-hour.yml";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeSomeOfTheShippedRules() throws IOException {
        SomeShippedRules.write(folder, "account-on-hold", "many-places", "send-limit", "sudden-spike");
    }

    @Test
    void allCasesOfTheShippedRulebookPassInAChildProcess() {
        CommandRun run = CommandRun.run("rules", "test", "--rules", "rules", "--no-clean");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("volume/send-limit")
                .contains("  ok    The sixth message within the hour, with a limit of five")
                .containsPattern("\\d+ rule tests, (\\d+) passed, 0 failed in [0-9.]+ s")
                .doesNotContain("Clean traffic");
    }

    @Test
    void aCaseCannotWriteToTheTerminal() throws IOException {
        RulebookFolders.edit(folder.resolve(SIXTH), "title: ", "title: \"\\e[2J\\u202e\" #");
        RulebookFolders.edit(folder.resolve(SIXTH), "hit: true", "hit: true, reason: \"\\e[2J\\r\"");
        CommandRun run = test("send-limit", "--no-clean");
        assertThat(run.code()).isOne();
        assertThat(run.out())
                .contains("  FAIL  \\u001b[2J\\u202e")
                .contains("- reason: \\u001b[2J\\u000d")
                .doesNotContain("\u001b", "\u202e", "\r");
    }

    @Test
    void aCaseThatFailsShowsBothSidesAndWhatTheRuleSaw() throws IOException {
        RulebookFolders.edit(folder.resolve(SIXTH), "times: 5", "times: 4");
        CommandRun run = test("send-limit", "--no-clean");
        assertThat(run.code()).isOne();
        assertThat(run.out()).contains("17 rule tests, 16 passed, 1 failed");
        assertThat(run.out()).containsPattern("  FAIL  The sixth message within the hour.*" + SIXTH + ":7");
        assertThat(run.out()).contains("""
                          expected: defer, send-limit matches
                          decided:  accept, send-limit does not match
                          - verdict: defer
                          + verdict: accept
                          - hit: true
                          + hit: false
                """);
        assertThat(run.out()).contains("""
                          no       send-limit: messages in an hour
                              no   limitReached
                              no   sent("1h") >= limit("messages_per_hour")    [4 >= 5, by 1]
                """);
        assertThat(run.out()).doesNotContain("sudden-spike");
    }

    @Test
    void aBrokenRulebookIsNamedWithItsLine() throws IOException {
        RulebookFolders.edit(folder.resolve("volume/send-limit/rule.yml"), "version: ", "verison: ");
        CommandRun run = test();
        assertThat(run.code()).isOne();
        assertThat(run.out())
                .containsPattern(
                        "volume/send-limit/rule.yml:\\d+:1: error: 'verison' is not known here; did you mean 'version'");
    }

    @Test
    void aRuleThatIsNotThereIsToldWithThoseThatAre() {
        CommandRun run = test("send-limits");
        assertThat(run.code()).isOne();
        assertThat(run.out())
                .contains("there is no rule 'send-limits'; did you mean 'send-limit'? Rules are account-on-hold, ");
    }

    @Test
    void theCasesOfARuleThatIsOffAreNotRun() throws IOException {
        RulebookFolders.edit(folder.resolve("volume/send-limit/rule.yml"), "mode: enforce", "mode: off");
        CommandRun run = test("send-limit", "--no-clean");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("volume/send-limit (off, its tests are not run)")
                .contains("0 rule tests");
    }

    @Test
    void programsReadOneObjectALine() throws IOException {
        RulebookFolders.edit(folder.resolve(SIXTH), "times: 5", "times: 4");
        CommandRun run = test("send-limit", "--json", "--no-clean");
        List<JsonNode> lines =
                run.out().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).hasSize(18);
        JsonNode failed = lines.stream()
                .filter(line -> line.path("type").asString().equals("case")
                        && !line.path("passed").asBoolean())
                .findFirst()
                .orElseThrow();
        assertThat(failed.path("file").asString()).isEqualTo(SIXTH);
        assertThat(failed.path("line").asInt()).isEqualTo(7);
        assertThat(failed.path("decided").path("verdict").asString()).isEqualTo("accept");
        assertThat(failed.path("mismatches").path(0).path("key").asString()).isEqualTo("verdict");
        JsonNode summary = lines.stream()
                .filter(line -> line.path("type").asString().equals("summary"))
                .findFirst()
                .orElseThrow();
        assertThat(summary.path("failed").asInt()).isOne();
    }

    @Test
    void anEnforcedRuleThatHitsHonestCustomersFailsAndInShadowItIsOnlyToldOf() throws IOException {
        RulebookFolders.addExample(folder, "places/networks-in-an-hour", "networks_hour: 2");
        CommandRun shadow = test("networks-in-an-hour");
        assertThat(shadow.code()).isZero();
        assertThat(shadow.out())
                .contains("shadow; too many to enforce")
                .contains("would have refused: used from 2 unfamiliar networks in an hour")
                .contains("Nobody is hit while the rule is in shadow");

        RulebookFolders.edit(folder.resolve("places/networks-in-an-hour/rule.yml"), "mode: shadow", "mode: enforce");
        CommandRun enforced = test("networks-in-an-hour");
        assertThat(enforced.code()).isOne();
        assertThat(enforced.out())
                .contains("2 rule tests, 2 passed, 0 failed")
                .contains("TOO MANY")
                .contains("  refused: used from 2 unfamiliar networks in an hour")
                .contains("known-false-positives.yml and say why:\n  networks-in-an-hour:\n")
                .containsPattern("    \\w+: \\{flagged: 0, refused: \\d+, why: \"\"}");
    }

    /** A number in a condition, a sentence that says nothing, a rule that is off and wrong, a version that was not raised. */
    @Test
    void whatRulesCheckRefusesFailsHereTooWithItsLine() throws IOException {
        Path rule = folder.resolve("volume/send-limit/rule.drl");
        RulebookFolders.edit(rule, "limitReached", "limitReached, recipientCount < 9000");
        RulebookFolders.edit(folder.resolve("places/many-places/rule.yml"), "owner: ", "owner: Some Body #");
        CommandRun check = CommandRun.run(new RulesCheckCommand(RulebookCheck::check), "--rules", folder.toString());
        CommandRun run = test("--no-clean");

        assertThat(check.code()).isOne();
        assertThat(run.code()).isOne();
        assertThat(run.out()).contains("0 failed in");
        assertThat(check.out().lines().filter(line -> line.contains(": error: ")))
                .isNotEmpty()
                .noneMatch(line -> line.contains("many-places/rule.yml") && line.contains("'version'"))
                .allSatisfy(line -> assertThat(run.out()).contains(line));
        assertThat(run.out())
                .containsPattern("send-limit/rule.drl:\\d+:\\d+: error: .*9000.*\\n +s : Submission\\(.*\\n +\\^")
                .containsPattern("many-places/rule.yml:\\d+:\\d+: error: 'owner'.*\\n    owner: Some Body.*\\n +\\^")
                .contains("'version' is still");
    }

    @Test
    void aRuleThatIsNotRecordedYetMayBeTested() throws IOException {
        RulebookFolders.addExample(folder, "places/networks-in-an-hour", "networks_hour: 2");
        assertThat(CommandRun.run(new RulesCheckCommand(RulebookCheck::check), "--rules", folder.toString())
                        .out())
                .contains("has no rule networks-in-an-hour");
        assertThat(test("networks-in-an-hour", "--no-clean").code()).isZero();
    }

    @Test
    void whatConcernsOtherRulesThanThoseNamedIsLeftOut() throws IOException {
        RulebookFolders.edit(folder.resolve("places/many-places/rule.yml"), "owner: ", "owner: Some Body #");
        assertThat(test("send-limit", "--no-clean").code()).isZero();
        assertThat(test("many-places", "--no-clean").code()).isOne();
    }

    @Test
    void aRulebookThatCannotBeUsedIsShownWithTheLineAtFault() throws IOException {
        RulebookFolders.edit(folder.resolve("volume/send-limit/rule.drl"), "limitReached", "limitReachd");
        CommandRun run = test("--no-clean");
        assertThat(run.code()).isOne();
        assertThat(run.out())
                .containsPattern(
                        "send-limit/rule.drl:\\d+:\\d+: error: .*did you mean 'limitReached'.*\\n.*limitReachd.*\\n +\\^");
    }

    /** The effect is right and the reason is not: only the reason is a difference. */
    @Test
    void aDifferenceHasTwoSides() throws IOException {
        RulebookFolders.edit(folder.resolve(SIXTH), "hit: true", "hit: true, effect: defer, reason: recipients");
        CommandRun reason = test("send-limit", "--no-clean");
        assertThat(reason.code()).isOne();
        assertThat(reason.out()).contains("- reason: recipients", "+ reason: ").doesNotContain("- effect");

        RulebookFolders.edit(
                folder.resolve(SIXTH), "effect: defer, reason: recipients", "effect: flag, reason: messages");
        CommandRun effect = test("send-limit", "--no-clean");
        assertThat(effect.out()).contains("- effect: flag", "+ effect: defer").doesNotContain("- reason");
    }

    /** In this process, with little clean traffic. */
    private CommandRun test(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--rules", folder.toString()));
        arguments.addAll(List.of(more));
        RuleTestSession session = (files, options, line, unwanted) ->
                RuleTestProcess.run(files, options, line, unwanted, Optional.of(SmallCleanTraffic.run()));
        return CommandRun.run(new RulesTestCommand(() -> session), arguments.toArray(String[]::new));
    }

    @Test
    void withoutCleanTrafficInTheInstallationTheTestSaysSoAndDoesNotPass() throws Exception {
        assertThat(runWithoutCleanTraffic(false, true))
                .endsWith("Clean traffic was not run: it is not part of this installation. --no-clean leaves it out.\n"
                        + "passed: false\n");
        assertThat(runWithoutCleanTraffic(true, true))
                .contains("\"failed\":0,\"clean_passed\":null,")
                .endsWith("passed: false\n");
        assertThat(runWithoutCleanTraffic(true, false))
                .contains("\"failed\":0,\"clean_passed\":true,")
                .endsWith("passed: true\n");
    }

    private String runWithoutCleanTraffic(boolean json, boolean clean) throws Exception {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        boolean passed = new RulebookTestRun(folder, Set.of("send-limit"), clean, out, false, json, Optional.empty())
                .run(RulebookFiles.read(folder), System.nanoTime(), () -> false);
        out.println("passed: " + passed);
        return printed.toString();
    }
}
