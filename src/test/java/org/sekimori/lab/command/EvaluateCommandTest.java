package org.sekimori.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import org.sekimori.cli.rulebook.RulebookFolders;

class EvaluateCommandTest {

    @TempDir
    private Path folder;

    private static CommandRun small(int accounts, String... more) {
        Stream<String> all = Stream.concat(
                Stream.of("evaluate", "--quick", "--accounts", "" + accounts, "--seeds", "1", "--threads", "2"),
                Stream.concat(Stream.of("--days", "28", "--warm-up", "14"), Stream.of(more)));
        return CommandRun.run(all.toArray(String[]::new));
    }

    @Test
    void aSmallRunPrintsWeaknessesThenGoalsThenTablesAndWritesThreeFiles() throws IOException {
        CommandRun run = small(20, "--report", folder.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("./sekimori evaluate --quick --accounts 20 --seeds 1 --days 28 --warm-up 14\n")
                .containsSubsequence(
                        "Weaknesses",
                        "Goals",
                        "The simulator: what thieves got out",
                        "The simulator: what honest customers felt",
                        "The simulator: beside the baselines",
                        "weakforced's example",
                        "The judge: what thieves got out");
        assertThat(Files.readString(folder.resolve("report.txt"))).isEqualTo(run.out());
        assertThat(folder.resolve("report.json")).exists();
        assertThat(folder.resolve("report.html")).exists();
    }

    @Test
    void aRuleToEnforceMustRun() {
        assertThat(CommandRun.run("evaluate", "--quick", "--enforce", "send-limits")
                        .err())
                .contains("--enforce send-limits: no such rule runs in rules; did you mean 'send-limit'?");
        assertThat(CommandRun.run("evaluate", "--quick", "--enforce").err())
                .contains("--enforce: no rule in rules is in shadow mode; leave the option out");
    }

    /** What a rule in the shadow would do counts as if it were enforced, and the report says by which command. */
    @Test
    void aRuleInTheShadowIsMeasuredAsIfItWereEnforced() throws IOException {
        Path rules = folder.resolve("rules");
        RulebookFolders.copy(Path.of("rules"), rules);
        CommandRun enforced = small(30, "--rules", rules.toString());
        RulebookFolders.edit(rules.resolve("volume/sudden-spike/rule.yml"), "mode: enforce", "mode: shadow");
        CommandRun shadow = small(30, "--rules", rules.toString());
        CommandRun asEnforced = small(30, "--rules", rules.toString(), "--enforce", "sudden-spike");

        assertThat(asEnforced.code()).as(asEnforced.err()).isZero();
        assertThat(asEnforced.out().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("--enforce sudden-spike"));
        assertThat(figures(asEnforced)).isEqualTo(figures(enforced)).isNotEqualTo(figures(shadow));
    }

    /** Without the command and the rulebook's id. */
    private static String figures(CommandRun run) {
        return run.out().substring(run.out().indexOf("Weaknesses"));
    }

    @Test
    void wrongOptionsAreNamedInOneLine() {
        assertThat(CommandRun.run("evaluate", "--first-seed", "0").err()).contains("a first seed from 1");
        assertThat(CommandRun.run("evaluate", "--days", "30").err()).contains("more than the 60 days of warm-up");
        assertThat(CommandRun.run("evaluate", "--quick", "--seeds", "-3").err()).contains("1 to 1,000 seeds");
        assertThat(CommandRun.run("evaluate", "--days", "9999").err()).contains("days must be from 1 to 3,660");
        assertThat(CommandRun.run("evaluate", "--report", "/dev/null/x").err())
                .startsWith("sekimori: cannot use /dev/null");
        assertThat(CommandRun.run("evaluate", "--rules", "nowhere").err()).contains("nowhere");
    }
}
