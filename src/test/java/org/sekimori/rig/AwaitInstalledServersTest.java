package org.sekimori.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwaitInstalledServersTest {

    @TempDir
    private Path folder;

    @Test
    void onlyAProcessThatRunsIsWaitedFor() throws Exception {
        Path file = folder.resolve("installing");
        assertThat(AwaitInstalledServers.installing(file)).as("no installation").isFalse();

        Process sleeper = new ProcessBuilder("sleep", "600").start();
        Files.writeString(file, sleeper.pid() + "\n");
        assertThat(AwaitInstalledServers.installing(file)).as("while it runs").isTrue();

        sleeper.destroy();
        sleeper.waitFor();
        assertThat(AwaitInstalledServers.installing(file))
                .as("killed before it was done")
                .isFalse();
    }
}
