package org.sekimori.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.trial.RulebookTrial.TrialLevel;
import org.sekimori.trial.TrialSettings.IsolationLevel;

/** What a parent makes of what its child says: of a right one, and of one that is not to be trusted. */
class ProcessRulebookTrialTest {

    private static final Duration DEADLINE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    /** A child as it should be. */
    public static final class Right {
        public static void main(String[] args) {
            TrialWorker.serve((files, options, line, unwanted) -> {
                line.accept("in bold " + (char) 0x1b + "[1m and " + (char) 0x202e + " back");
                return false;
            });
        }
    }

    /** A child that does something else, by what stands in its own name. */
    public static final class Garbage {
        public static void main(String[] args) throws Exception {
            HostileProcess.main(new String[] {"garbage"});
        }
    }

    public static final class Lines {
        public static void main(String[] args) throws Exception {
            HostileProcess.main(new String[] {"lines"});
        }
    }

    public static final class Exit {
        public static void main(String[] args) throws Exception {
            HostileProcess.main(new String[] {"exit"});
        }
    }

    public static final class Loop {
        public static void main(String[] args) throws Exception {
            HostileProcess.main(new String[] {"loop"});
        }
    }

    private static ProcessRulebookTrial trial(Class<?> main, Duration deadline, @Nullable Path accepted) {
        return new ProcessRulebookTrial(
                new TrialSettings(deadline, IsolationLevel.BEST_EFFORT, accepted, false),
                ProcessIsolation.available(),
                main.getName(),
                Duration.ofMillis(100));
    }

    /** A rulebook of no rule, which compiles at once. */
    private static RulebookFiles policy(String text) {
        SortedMap<String, String> files = new TreeMap<>();
        try {
            RulebookFiles.read(Path.of("rules")).files().forEach((name, content) -> {
                if (name.startsWith("messages/")) {
                    files.put(name, content);
                }
            });
        } catch (RulebookException e) {
            throw new IllegalStateException(e);
        }
        files.put("policy.yml", text);
        return new RulebookFiles(files);
    }

    private static RulebookException refused(ProcessRulebookTrial trial, RulebookFiles files) {
        return catchThrowableOfType(RulebookException.class, () -> trial.requirePass(files, TrialLevel.AGREEMENTS));
    }

    @Test
    void aRulebookThatIsRightPassesAndOneThatIsNotIsRefusedWithItsPlace() throws Exception {
        ProcessRulebookTrial trial = trial(Right.class, DEADLINE, null);
        trial.requirePass(RulebookFiles.read(Path.of("rules")), TrialLevel.AGREEMENTS);
        assertThat(refused(trial, policy("defaults:\n  hoem: [JP]\n")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.place()).isEqualTo("policy.yml:2:3"));
    }

    @Test
    void whatPassedOnceIsNotTriedAgainByThisBuild() throws Exception {
        Path accepted = folder.resolve("accepted");
        RulebookFiles files = policy("defaults: {}\n");
        trial(Right.class, DEADLINE, accepted).requirePass(files, TrialLevel.AGREEMENTS);
        ProcessRulebookTrial after = trial(Exit.class, DEADLINE, accepted);
        after.requirePass(files, TrialLevel.AGREEMENTS);
        after.requirePass(files, TrialLevel.COMPILES);
        assertThat(refused(after, policy("defaults: {} \n"))).isNotNull();

        Files.setPosixFilePermissions(accepted, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(refused(trial(Exit.class, DEADLINE, accepted), files)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {Garbage.class, Lines.class, Exit.class})
    void whateverElseAChildSaysIsOneProblem(Class<?> main) {
        assertThat(refused(trial(main, DEADLINE, null), policy("defaults: {}\n"))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith("the rulebook could not be compiled and tested in a process of its own: ")
                        .contains("nothing of it is used"));
    }

    @Test
    void aChildThatDoesNotEndIsEndedAndTheSameRulebookIsNotTriedAgainAtOnce() {
        ProcessRulebookTrial trial = trial(Loop.class, TrialSettings.LEAST, null);
        RulebookFiles files = policy("defaults: {}\n");
        assertThat(refused(trial, files)).hasMessageContaining("it took longer than 5 s and was ended");
        long began = System.nanoTime();
        assertThat(refused(trial, files)).hasMessageContaining("it took longer than 5 s and was ended");
        System.out.printf("bound: refused again after %d ms%n", (System.nanoTime() - began) / 1_000_000);
    }

    @Test
    void noMoreThanTwoAreTriedAtATime() {
        ProcessRulebookTrial trial = trial(Right.class, DEADLINE, null);
        try (ProcessRulebookTrial.Session one = trial.open();
                ProcessRulebookTrial.Session other = trial.open()) {
            assertThat(one).isNotSameAs(other);
            assertThatThrownBy(() -> trial.requirePass(policy("defaults: {}\n"), TrialLevel.RULE_TESTS))
                    .isInstanceOf(TrialsBusyException.class)
                    .hasMessageContaining("try again in a few seconds");
        }
        trial.open().close();
    }

    @Test
    void isolationThatIsAskedForAndNotThereRefusesNewRulebooks() {
        ProcessRulebookTrial trial = new ProcessRulebookTrial(
                new TrialSettings(DEADLINE, IsolationLevel.REQUIRED, null, false),
                ProcessIsolation.LIMITS,
                Right.class.getName(),
                Duration.ofMillis(100));
        assertThat(refused(trial, policy("defaults: {}\n")))
                .hasMessageContaining("sekimori.rulebooks.trial.isolation is 'required'")
                .hasMessageContaining("install bubblewrap");
    }

    @Test
    void aSessionRunsTheTestsOfSeveralRulebooksAndTheirLinesCannotWriteToTheTerminal() throws Exception {
        List<String> printed = new ArrayList<>();
        try (ProcessRulebookTrial.Session session =
                trial(Right.class, DEADLINE, null).open()) {
            for (String text : List.of("defaults: {}\n", "defaults:\n  home: [JP]\n")) {
                assertThat(session.runRuleTests(policy(text), new TreeMap<>(), printed::add, () -> false))
                        .isFalse();
            }
        }
        String shown = "in bold \\u001b[1m and \\u202e back";
        assertThat(printed).containsExactly(shown, shown);
    }

    @Test
    void aVerdictThatIsCutOffOrTooLongOrContradictsItselfIsNone() throws IOException {
        byte[] verdict = TrialProtocol.write(new TrialResult(
                false,
                "0123456789abcdef",
                1,
                2,
                List.of(new RulebookProblem("a.yml", 1, 2, "is wrong")),
                List.of(),
                "lock"));
        assertThat(TrialProtocol.readVerdict(verdict).errors())
                .containsExactly(new RulebookProblem("a.yml", 1, 2, "is wrong"));
        for (int length = 0; length < verdict.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(verdict, length);
            // What is cut in its last text has another length than it says.
            assertThatThrownBy(() -> TrialProtocol.readVerdict(cut)).isInstanceOf(IOException.class);
        }
        byte[] longer = java.util.Arrays.copyOf(verdict, verdict.length + 1);
        assertThatThrownBy(() -> TrialProtocol.readVerdict(longer)).isInstanceOf(IOException.class);
        verdict[0] = 1;
        assertThatThrownBy(() -> TrialProtocol.readVerdict(verdict)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> TrialProtocol.utf8(new byte[] {(byte) 0xe9})).isInstanceOf(IOException.class);
    }
}
