package org.sekimori.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a child that has got out of the rule language can do: {@link HostileProcess} tries, started as every child is. */
class ProcessIsolationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SAID = 200;

    @TempDir
    private Path outside;

    private static ProcessIsolation here() {
        ProcessIsolation isolation = ProcessIsolation.available();
        assumeTrue(isolation.cutsOff(), "this machine lets nobody cut off network and files without root");
        return isolation;
    }

    private static UntrustedProcess start(ProcessIsolation isolation, String... arguments)
            throws UntrustedProcess.ProcessFailedException {
        return UntrustedProcess.start(
                isolation,
                new ProcessIsolation.ProcessorLimit(20, true),
                JavaCommandLine.files(),
                JavaCommandLine.command(HostileProcess.class.getName(), List.of(arguments)));
    }

    private static String said(ProcessIsolation isolation, String... arguments)
            throws UntrustedProcess.ProcessFailedException {
        try (UntrustedProcess child = start(isolation, arguments)) {
            byte[] said = child.read(SAID, System.nanoTime() + PATIENCE.toNanos(), PATIENCE, () -> {});
            return new String(said, StandardCharsets.UTF_8).strip();
        }
    }

    private static void refused(ProcessIsolation isolation, Duration patience, String words, String... arguments)
            throws UntrustedProcess.ProcessFailedException {
        try (UntrustedProcess child = start(isolation, arguments)) {
            assertThatThrownBy(() -> child.read(SAID, System.nanoTime() + patience.toNanos(), patience, () -> {}))
                    .isInstanceOf(UntrustedProcess.ProcessFailedException.class)
                    .hasMessageContaining(words);
        }
    }

    @ParameterizedTest
    @EnumSource(ProcessIsolation.class)
    void aMeansThatWorksStartsAChild(ProcessIsolation isolation) throws Exception {
        assumeTrue(isolation.works(), isolation.word() + " does not work here");
        assertThat(said(isolation, "folder")).startsWith("DONE");
    }

    @Test
    void noNetwork() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(server.getLocalPort());
            assertThat(said(here(), "connect", port)).startsWith("FAILED");
            // The attempt is a good one: without isolation it succeeds.
            assertThat(said(ProcessIsolation.LIMITS, "connect", port)).isEqualTo("DONE connected");
        }
    }

    @Test
    void noFileButItsOwnProgram() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret"), "the key");
        assertThat(said(here(), "read", secret.toString())).startsWith("FAILED NoSuchFileException");
        assertThat(said(here(), "read", "/etc/passwd")).startsWith("FAILED NoSuchFileException");
        assertThat(said(here(), "read", "/proc/1/environ")).doesNotContain("PATH=" + System.getenv("PATH"));
        assertThat(said(ProcessIsolation.LIMITS, "read", secret.toString())).isEqualTo("DONE the key");
    }

    @Test
    void nothingToWrite() throws Exception {
        Path file = Files.writeString(outside.resolve("kept"), "as it was");
        for (String place : List.of(file.toString(), "here", "/tmp/here", "/usr/here", "/proc/self/oom_score_adj")) {
            assertThat(said(here(), "write", place)).startsWith("FAILED");
        }
        assertThat(said(here(), "delete", JavaCommandLine.entries().get(0).toString()))
                .startsWith("FAILED");
        // The file itself can be opened without isolation, and still nothing is written to it.
        assertThat(said(ProcessIsolation.LIMITS, "write", outside.resolve("new").toString()))
                .startsWith("FAILED");
        assertThat(file).hasContent("as it was");
    }

    @Test
    void noSecretInTheEnvironmentAndAnEmptyFolder() throws Exception {
        assertThat(said(ProcessIsolation.LIMITS, "environment"))
                .endsWith(" null")
                .doesNotContain("SEKIMORI", "JAVA");
        assertThat(said(ProcessIsolation.LIMITS, "folder")).isEqualTo("DONE []");
    }

    @Test
    void whatItStartsEndsWithIt() throws Exception {
        // A time of its own, so that nobody else's sleep is taken for it.
        String seconds = Integer.toString(100_000 + ThreadLocalRandom.current().nextInt(900_000));
        try (UntrustedProcess child = start(here(), "fork", seconds)) {
            assertThatThrownBy(() -> child.read(SAID, System.nanoTime() + PATIENCE.toNanos(), PATIENCE, () -> {}))
                    .isInstanceOf(UntrustedProcess.ProcessFailedException.class);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> ProcessHandle.allProcesses()
                .noneMatch(process -> process.info().commandLine().orElse("").endsWith("sleep " + seconds)));
    }

    @Test
    void noMoreMemoryThanItsOwn() throws Exception {
        refused(ProcessIsolation.available(), PATIENCE, "its memory was used up", "allocate");
    }

    @Test
    void aLoopEndsAtTheDeadline() throws Exception {
        refused(ProcessIsolation.available(), Duration.ofSeconds(1), "it took longer than 1 s and was ended", "loop");
    }

    @Test
    void aLoopEndsWithItsProcessorTimeEvenIfNobodyEndsIt() throws Exception {
        try (UntrustedProcess child = UntrustedProcess.start(
                ProcessIsolation.LIMITS,
                new ProcessIsolation.ProcessorLimit(1, false),
                JavaCommandLine.files(),
                JavaCommandLine.command(HostileProcess.class.getName(), List.of("loop")))) {
            assertThatThrownBy(() -> child.read(SAID, System.nanoTime() + PATIENCE.toNanos(), PATIENCE, () -> {}))
                    .hasMessageContaining("its processor time was used up");
        }
    }

    @Test
    void aChildThatNeverReadsOrSaysAnythingEndsAtTheDeadline() throws Exception {
        try (UntrustedProcess child = start(ProcessIsolation.available(), "deaf")) {
            child.send(new byte[1 << 20]);
            assertThatThrownBy(
                            () -> child.read(SAID, System.nanoTime() + 1_000_000_000L, Duration.ofSeconds(1), () -> {}))
                    .hasMessageContaining("took longer than 1 s");
        }
    }

    @Test
    void aChildThatComplainsWithoutAnEndCostsNoMemory() throws Exception {
        refused(ProcessIsolation.available(), Duration.ofSeconds(2), "took longer than 2 s", "endless");
    }

    @Test
    void anEndWithoutAnAnswerIsToldWithWhatItComplainedOf() throws Exception {
        refused(ProcessIsolation.available(), PATIENCE, "with exit code 1: Exception in thread \"main\"", "crash");
        refused(ProcessIsolation.available(), PATIENCE, "with exit code 0", "exit");
    }

    @Test
    void theTemporaryFolderIsTakenAway() throws Exception {
        UntrustedProcess child = start(ProcessIsolation.available(), "folder");
        assertThat(child.folder()).isEmptyDirectory();
        child.close();
        assertThat(child.folder()).doesNotExist();
    }
}
