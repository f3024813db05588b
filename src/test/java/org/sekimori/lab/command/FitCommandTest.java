package org.sekimori.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import org.sekimori.cli.rulebook.RulebookFolders;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.source.RulebookException;

class FitCommandTest {

    private static final String[] SMALL = {"lab", "fit", "--accounts", "60", "--seeds", "1"};

    @TempDir
    private Path folder;

    private Path rules = Path.of("rules");

    @BeforeEach
    void copy() throws IOException {
        rules = folder.resolve("rules");
        RulebookFolders.copy(Path.of("rules"), rules);
    }

    private CommandRun small(String... more) {
        return CommandRun.run(Stream.of(Stream.of(SMALL), Stream.of("--rules", rules.toString()), Stream.of(more))
                .flatMap(one -> one)
                .toArray(String[]::new));
    }

    private String file() throws IOException {
        return Files.readString(rules.resolve(EvidenceWeights.FILE));
    }

    @Test
    void theSameCommandWritesTheSameFileOnOneCoreAndOnTwo() throws IOException, RulebookException {
        String before = file();
        CommandRun one = small("--threads", "1");
        assertThat(one.code()).as(one.err()).isZero();
        assertThat(one.out()).contains("Recall against false flags");
        String first = file();
        // The weights of before leave no mark on those of now.
        assertThat(small("--threads", "2").code()).isZero();
        assertThat(file()).isEqualTo(first).isNotEqualTo(before);
        EvidenceWeights fitted = EvidenceWeights.parse(first);
        assertThat(fitted.text()).isEqualTo(first);
        assertThat(fitted.signs().keySet())
                .isEqualTo(EvidenceWeights.parse(before).signs().keySet());
        assertThat(fitted.provenance())
                .containsEntry("command", "./sekimori lab fit --accounts 60 --seeds 1")
                .containsKeys("simulator", "attacks", "honest account-days");
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndForWhomAndWritesNothing() throws IOException {
        String before = file();
        CommandRun run = small("--dry-run", "--compare", "--bands", "30,10,5,5");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("attacks flagged", "honest days flagged", "gained", "lost", "newsletter");
        assertThat(file()).isEqualTo(before);
    }

    @Test
    void bandsThatCannotBeAreRefused() {
        assertThat(small("--bands", "3,0.5").err()).contains("--bands needs four numbers, such as");
        assertThat(small("--bands", "1,3,0.5,0.1").err()).contains("watch may touch most, then flag");
        assertThat(CommandRun.run("lab", "fit", "--seeds", "0").err()).contains("1 to 100 seeds");
    }

    /** An honest customer who writes a letter a day from home, as her server would publish it. */
    private Path log(int days) throws IOException {
        List<String> lines = new ArrayList<>();
        Instant start = Instant.parse("2026-06-01T03:00:00Z");
        for (int day = 0; day < days; day++) {
            lines.add(("{'id':'m%d','time':'%s','kind':'attempt','server':'mx1','channel':'submission',"
                            + "'account':'amy@isp.example','client_address':'203.0.113.7','sender':'amy@isp.example',"
                            + "'recipients':['bob@d.example'],'recipient_count':1,'size':900}")
                    .formatted(day, start.plus(Duration.ofDays(day)))
                    .replace('\'', '"'));
        }
        Path file = folder.resolve("log.ndjson");
        Files.write(file, lines);
        return file;
    }

    @Test
    void aThresholdForOnesOwnCustomersIsPrintedAsALineForThePolicy() throws IOException {
        CommandRun run = CommandRun.run(
                "lab", "calibrate", "--rules", rules.toString(), "--log", log(40).toString(), "--home", "JP");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("on 10 days of ", "flags a day", "The rulebook's own threshold")
                .containsPattern(
                        "For 1 a day, in policy.yml under 'defaults':\n\n  thresholds:\n    evidence_flag: -?\\d+\\.\\d\\d\n");
    }

    @Test
    void aLogThatIsTooShortIsSaidSo() throws IOException {
        assertThat(CommandRun.run("lab", "calibrate", "--rules", rules.toString(), "--log", log(20).toString())
                        .err())
                .contains("the log has no day after those of the warm-up");
        assertThat(CommandRun.run("lab", "calibrate", "--rules", rules.toString())
                        .err())
                .contains("name a log: --log FILE, or --live");
    }
}
