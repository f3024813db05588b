package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.SomeShippedRules;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesCheckCommandTest {

    private static final String DRL = "volume/too-many-recipients/rule.drl";
    private static final String YML = "volume/too-many-recipients/rule.yml";

    @TempDir
    private Path folder;

    private Path rules = Path.of("");

    @BeforeEach
    void copyTheRuleThatTestsChange() throws IOException {
        rules = folder.resolve("few");
        SomeShippedRules.write(rules, "too-many-recipients");
    }

    /** Without the other rules the check would warn of thresholds that no rule asks for. */
    private void copyAll() throws IOException {
        rules = folder.resolve("all");
        RulebookFolders.copy(Path.of("rules"), rules);
    }

    private void change(String file, String text, String instead) throws IOException {
        Path path = rules.resolve(file);
        String before = Files.readString(path);
        assertThat(before).contains(text);
        Files.writeString(path, before.replace(text, instead));
    }

    /** In this process. */
    private CommandRun check(String... more) {
        return CommandRun.run(
                new RulesCheckCommand(RulebookCheck::check),
                Stream.concat(Stream.of("--rules", rules.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    /** As it is shipped, with a child process. */
    private static CommandRun checkInChild(Path folder, String... more) {
        return CommandRun.run(Stream.concat(Stream.of("rules", "check", "--rules", folder.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aLineAtFaultCannotWriteToTheTerminal() throws IOException {
        change(DRL, "when", "when // \u001b[2J\u202e");
        CommandRun cli = checkInChild(rules);
        assertThat(cli.out())
                .contains("the character U+001B is not allowed")
                .containsPattern("\\R    when // \\\\u001b\\[2J\\\\u202e\\R {12}\\^\\R")
                .doesNotContain("\u001b", "\u202e");
        assertThat(cli.code()).isOne();
    }

    @Test
    void theShippedRulesAreRight() {
        CommandRun cli = checkInChild(Path.of("rules"), "--strict", "--verbose");
        assertThat(cli.err()).contains("trial: time: ");
        assertThat(cli.out()).matches("28 rules, \\d+ rule tests, 0 errors, 0 warnings \\(rulebook [0-9a-f]{16}\\)\\R");
        assertThat(cli.code()).isZero();
    }

    @Test
    void anErrorIsShownInItsLineWithACaret() throws IOException {
        change(DRL, "s : Submission( $lane, recipientCount", "s : Submission( $lane, recipentCount");
        CommandRun cli = check();
        assertThat(cli.code()).isOne();
        assertThat(cli.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(rules.resolve(DRL)
                                        + ":10:28: error: Submission has no property 'recipentCount'; did "
                                        + "you mean 'recipientCount'? The list is in docs/facts.md."),
                        line -> assertThat(line).startsWith("        s : Submission( $lane, recipentCount > $hour"),
                        line -> assertThat(line).isEqualTo(" ".repeat(31) + "^"),
                        line -> assertThat(line).isEqualTo("1 error, 0 warnings"));
    }

    @Test
    void aChangedRuleNeedsAHigherVersionAndThenARecord() throws IOException {
        copyAll();
        change(DRL, "recipientCount > $hour", "recipientCount >= $hour");
        assertThat(check().out()).contains("rule.yml:3:10: error: 'version' is still 3", "raise it to 4");
        CommandRun hasty = check("--lock");
        assertThat(hasty.code()).isOne();
        assertThat(hasty.out()).contains("raise it to 4");

        change(YML, "version: 3", "version: 4");
        assertThat(check().out()).contains("run ./sekimori rules check --lock to record it");
        assertThat(check("--lock").code()).isZero();
        assertThat(rules.resolve("versions.lock")).content().contains("too-many-recipients 4 ");
        assertThat(check("--strict").code()).isZero();
    }

    @Test
    void aMissingRecordIsAWarningThatStrictDoesNotTake() throws IOException {
        copyAll();
        Files.delete(rules.resolve("versions.lock"));
        CommandRun cli = check();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("versions.lock: warning: is missing", "0 errors, 1 warning ");
        assertThat(check("--strict").code()).isOne();
    }

    @Test
    void anErrorKeepsTheRecordAsItWas() throws IOException {
        change(YML, "version: 3", "version: 4");
        change(YML, "owner: abuse-desk", "owner: The Desk");
        String before = Files.readString(rules.resolve("versions.lock"));
        assertThat(check("--lock").code()).isOne();
        assertThat(rules.resolve("versions.lock")).content().isEqualTo(before);
    }

    @Test
    void machinesReadOneObjectALine() throws IOException {
        copyAll();
        change(DRL, "$lane, recipientCount", "overseas, !overseas, recipientCount");
        change(YML, "version: 3", "version: 4");
        CommandRun cli = check("--json");
        assertThat(cli.code()).isOne();
        assertThat(cli.out()
                        .lines()
                        .map(line -> JsonMapper.shared().readTree(line))
                        .toList())
                .satisfiesExactly(
                        error -> {
                            assertThat(error.get("level").asString()).isEqualTo("error");
                            assertThat(error.get("file").asString())
                                    .isEqualTo(rules.resolve(YML).toString());
                        },
                        RulesCheckCommandTest::assertNeverMatches,
                        RulesCheckCommandTest::assertNeverMatches);
    }

    /** Each row of the table is a rule. */
    private static void assertNeverMatches(JsonNode warning) {
        assertThat(warning.get("level").asString()).isEqualTo("warning");
        assertThat(place(warning)).isEqualTo("10:31");
        assertThat(warning.get("message").asString()).contains("can never match");
    }

    private static String place(JsonNode problem) {
        return problem.get("line").asInt() + ":" + problem.get("column").asInt();
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        CommandRun cli = CommandRun.run(
                "rules", "check", "--rules", rules.resolve("nowhere").toString());
        assertThat(cli.code()).isOne();
        assertThat(cli.out())
                .contains("nowhere: error: is not a folder; name the folder of the rules with --rules DIR");
    }
}
