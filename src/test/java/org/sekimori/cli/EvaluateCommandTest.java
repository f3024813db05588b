package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aSmallRunPrintsWeaknessesThenGoalsThenTablesAndWritesThreeFiles() throws IOException {
        Cli run = Cli.run(
                "evaluate",
                "--quick",
                "--accounts",
                "200",
                "--seeds",
                "1",
                "--threads",
                "2",
                "--report",
                folder.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("./sekimori evaluate --quick --accounts 200 --seeds 1\n")
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
    void wrongOptionsAreNamedInOneLine() {
        assertThat(Cli.run("evaluate", "--first-seed", "0").err()).contains("a first seed from 1");
        assertThat(Cli.run("evaluate", "--days", "30").err()).contains("more than the 60 days of warm-up");
        assertThat(Cli.run("evaluate", "--quick", "--seeds", "-3").err()).contains("1 to 1,000 seeds");
        assertThat(Cli.run("evaluate", "--days", "9999").err()).contains("days must be from 1 to 3,660");
        assertThat(Cli.run("evaluate", "--report", "/dev/null/x").err()).startsWith("sekimori: cannot use /dev/null");
        assertThat(Cli.run("evaluate", "--rules", "nowhere").err()).contains("nowhere");
    }
}
