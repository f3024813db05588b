package org.sekimori.web.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.web.backtest.BacktestRun.Status;

/** Whose backtest runs when, who ends it, and what becomes of one that does not end by itself. Its processes wait until they are told. */
class BacktestRunsTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final List<Process> started = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private boolean broken;

    /** A process that ends when its standard input does, with an empty report or with a word of an error. */
    private Process process(Path folder, List<String> options, Path output, Path errors) throws IOException {
        if (broken) {
            throw new IOException("no more processes");
        }
        assertThat(options).contains("--baseline", "base", "--days", "7");
        Files.writeString(errors, "Reading the log: 40 %\n");
        Process process = new ProcessBuilder("cat")
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        started.add(process);
        folders.add(folder);
        return process;
    }

    private BacktestRuns runs(Duration deadline) {
        return new BacktestRuns(this::process, Clock.systemUTC(), deadline);
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private static BacktestOrder order() {
        return new BacktestOrder(
                "candidate", "x", new RulebookFiles(new TreeMap<>(Map.of("policy.yml", "defaults: {}\n"))), "base", 7);
    }

    private void finish(int number, String report) throws IOException {
        started.get(number).getOutputStream().write(report.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        started.get(number).getOutputStream().close();
    }

    @Test
    void oneRunsAndTheOthersWaitForTheirTurnOneOfEachPerson() throws IOException {
        try (BacktestRuns runs = runs(LONG)) {
            BacktestRun ito = runs.start(order(), "ito");
            BacktestRun sato = runs.start(order(), "sato");
            BacktestRun mori = runs.start(order(), "mori");
            assertThat(List.of(ito.status(), sato.status(), mori.status()))
                    .containsExactly(Status.RUNNING, Status.WAITING, Status.WAITING);
            assertThat(runs.before(mori)).isEqualTo(2);
            assertThat(ito.percent()).isEqualTo(40);
            assertThatThrownBy(() -> runs.start(order(), "ito")).hasMessageContaining("409");
            assertThatThrownBy(() -> runs.start(order(), "mori")).hasMessageContaining("409");

            finish(0, "{}");
            await().until(() -> sato.status() == Status.RUNNING);
            assertThat(ito.status()).isEqualTo(Status.DONE);
            assertThat(folders.get(0)).as("a report has accounts").doesNotExist();
            BacktestRun again = runs.start(order(), "ito");
            assertThat(runs.before(again)).as("after the one who waited").isEqualTo(2);

            finish(1, "no report");
            await().until(() -> mori.status() == Status.RUNNING);
            assertThat(sato.status()).isEqualTo(Status.FAILED);
            assertThat(sato.problem()).contains("cannot be read");
        }
        assertThat(started).hasSize(3);
        for (Process one : started) {
            one.onExit().join();
        }
    }

    @Test
    void theNextBeginsWhateverTheReportOfTheOneBeforeSays() throws IOException {
        try (BacktestRuns runs = runs(LONG)) {
            BacktestRun ito = runs.start(order(), "ito");
            BacktestRun sato = runs.start(order(), "sato");

            finish(0, "{\"setup\":{\"first\":\"yesterday\"}}");

            await().until(() -> sato.status() == Status.RUNNING);
            assertThat(ito.status()).isEqualTo(Status.FAILED);
            assertThat(ito.problem()).contains("cannot be read");
            assertThat(folders.get(0)).doesNotExist();
        }
    }

    @Test
    void whoeverOrderedItOrAnAdministratorEndsItAndTheNextBegins() {
        try (BacktestRuns runs = runs(LONG)) {
            BacktestRun ito = runs.start(order(), "ito");
            BacktestRun sato = runs.start(order(), "sato");
            BacktestRun abe = runs.start(order(), "abe");
            assertThatThrownBy(() -> ito.cancel("sato", false)).hasMessageContaining("403");
            assertThat(ito.status()).isEqualTo(Status.RUNNING);

            assertThat(sato.cancel("sato", false)).as("one that waits").isTrue();
            assertThat(ito.cancel("mori", true)).isTrue();

            await().until(() -> abe.status() == Status.RUNNING);
            started.get(0).onExit().join();
            assertThat(List.of(ito.status(), sato.status())).containsOnly(Status.CANCELLED);
            assertThat(ito.cancel("ito", false)).as("it has ended").isFalse();
            await().until(() -> !Files.exists(folders.get(0)));
        }
    }

    @Test
    void oneThatDoesNotEndIsEndedAtTheDeadlineAndSaysSo() {
        try (BacktestRuns runs = runs(Duration.ofMillis(1))) {
            BacktestRun run = runs.start(order(), "ito");
            started.get(0).onExit().join();
            await().until(() -> run.status() == Status.FAILED);
            assertThat(run.problem()).startsWith("it took longer than 0 minutes and was ended");
            assertThat(runs.of("ito")).isEmpty();
            await().until(() -> !Files.exists(folders.get(0)));
        }
    }

    @Test
    void oneThatCannotBeStartedHoldsNobodyUp() {
        try (BacktestRuns runs = runs(LONG)) {
            broken = true;
            assertThatThrownBy(() -> runs.start(order(), "ito")).hasMessageContaining("503");
            broken = false;
            assertThat(runs.start(order(), "ito").status()).isEqualTo(Status.RUNNING);
        }
    }

    @Test
    void theEndOfTheServiceEndsWhatRunsAndWhatWaits() {
        BacktestRuns runs = runs(LONG);
        BacktestRun running = runs.start(order(), "ito");
        BacktestRun waiting = runs.start(order(), "sato");
        runs.close();
        started.get(0).onExit().join();
        assertThat(List.of(running.status(), waiting.status())).containsOnly(Status.CANCELLED);
        assertThat(started).hasSize(1);
    }
}
