package org.sekimori.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

    @Test
    void childrenCountAlsoAfterTheirEnd() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")));
        // A child that works and ends, and one that goes on.
        Process process = new ProcessBuilder(
                        "bash", "-c", "(for ((i = 0; i < 200000; i++)); do :; done); sleep 60 & echo done; wait")
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("done");
            ProcessTree tree = new ProcessTree(List.of(process.pid()));

            assertThat(tree.processorTime()).isGreaterThan(Duration.ofMillis(50));
            assertThat(tree.memory()).isPositive();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(new ProcessTree(List.of(process.pid())).memory()).isZero();
    }
}
