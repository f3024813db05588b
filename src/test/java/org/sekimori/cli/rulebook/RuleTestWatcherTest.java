package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.rules.SomeShippedRules;

class RuleTestWatcherTest {

    private static final String WAITING = "end with Ctrl-C";
    private static final String SIXTH = "volume/send-limit/tests/messages-in-an-hour.yml";

    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();
    private Path folder = Path.of("");
    private Thread rounds = new Thread();

    @SuppressWarnings("NullAway.Init")
    private RulebookFileWatcher watch;

    @SuppressWarnings("NullAway.Init")
    private RuleTestProcess process;

    @BeforeEach
    void watchSomeOfTheShippedRules() throws IOException {
        folder = temporary.resolve("rules");
        SomeShippedRules.write(folder, "send-limit", "sudden-spike");
        watch = RulebookFileWatcher.of(folder);
        PrintWriter printer = new PrintWriter(out, true);
        process = new RuleTestProcess(folder, Set.of(), false, printer, false, RuleTestProcess::run);
        RuleTestWatcher loop = new RuleTestWatcher(folder, process, watch, printer);
        rounds = new Thread(loop::run, "rounds");
        rounds.start();
        awaitRound(0);
        assertThat(out.toString()).contains(", 0 failed");
    }

    @AfterEach
    void closingTheWatchEndsTheRounds() throws InterruptedException {
        watch.close();
        rounds.join(Duration.ofSeconds(20).toMillis());
        process.close();
        assertThat(rounds.isAlive()).isFalse();
    }

    @Test
    void aSavedCaseIsRunAgainAndOfTheOtherRulesOnlyTheSummaryIsShown() throws IOException {
        int before = out.getBuffer().length();
        RulebookFolders.edit(folder.resolve(SIXTH), "times: 5", "times: 4");
        assertThat(awaitRound(before))
                .contains("changed: " + SIXTH)
                .contains("  FAIL  The sixth message")
                .contains(", 1 failed")
                .doesNotContain("volume/sudden-spike");
    }

    @Test
    void anEditorThatWritesAnotherFileAndRenamesItIsSeen() throws IOException {
        int before = out.getBuffer().length();
        Path file = folder.resolve(SIXTH);
        Path fresh = Files.writeString(
                file.resolveSibling(".4913.swp"), Files.readString(file).replace("times: 5", "times: 4"));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        assertThat(awaitRound(before)).contains("changed: " + SIXTH + System.lineSeparator());
    }

    @Test
    void aBrokenRuleIsToldAndTheWatchGoesOn() throws IOException {
        Path drl = folder.resolve("volume/send-limit/rule.drl");
        String good = Files.readString(drl);
        int before = out.getBuffer().length();
        Files.writeString(drl, good.replace("limitReached, $lane", "limitReached $lane"));
        assertThat(awaitRound(before)).contains("cannot be used").contains("volume/send-limit/rule.drl");
        before = out.getBuffer().length();
        Files.writeString(drl, good);
        assertThat(awaitRound(before)).contains(", 0 failed");
    }

    @Test
    void aRuleInANewFolderIsSeenFileByFile() throws IOException {
        int before = out.getBuffer().length();
        RulebookFolders.addExample(folder, "rhythm/idle-account-wakes", "idle_hours: 336", "idle_recipients: 10");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> out.toString().substring(before).contains("rhythm/idle-account-wakes (shadow)"));
        awaitRound(before);
        int later = out.getBuffer().length();
        RulebookFolders.edit(folder.resolve("rhythm/idle-account-wakes/tests/a-week.yml"), "hit: false", "hit: true");
        assertThat(awaitRound(later)).contains("changed: rhythm/idle-account-wakes/tests/a-week.yml");
    }

    /** What was printed after a place, once the round is over. */
    private String awaitRound(int from) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> out.toString().substring(from).contains(WAITING));
        return out.toString().substring(from);
    }
}
