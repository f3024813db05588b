package org.sekimori.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The jar as it is packed: its class loader is not the one of the JVM, and threads of the common pool have only that. */
class ExecutableJarIT {

    @Test
    void rulesAreTestedFromTheJar() throws IOException, InterruptedException {
        rulesAreTestedFromTheJarOnManyThreads();
    }

    /** Which thread loads a class first differs from run to run. */
    @RepeatedTest(3)
    @Tag("long")
    void rulesAreTestedFromTheJarOnManyThreads() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        "target/sekimori.jar",
                        "rules",
                        "test",
                        "--no-clean")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).containsPattern("(?m)^(\\d+) rule tests, \\1 passed, 0 failed");
    }
}
