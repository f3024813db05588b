package org.sekimori.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.endtoend.TestRulebook;

/** What an operator reads when the service cannot start: one sentence with the way out, and no stack trace. */
class StartupFailureIT {

    private static String refused(Path folder, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("up", "--data", folder.resolve("data").toString()));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--kafka-port")) {
            arguments.addAll(List.of("--kafka-port", "0"));
        }
        return explained(SekimoriProcess.runAlone(arguments));
    }

    private static String explained(Printed printed) {
        assertThat(printed.exitCode()).isEqualTo(1);
        assertThat(printed.err()).startsWith("sekimori: ").doesNotContain("\tat ", "unexpected");
        return printed.err();
    }

    @Test
    void aPropertyOutOfRangeIsNamedWithItsRange(@TempDir Path folder) {
        assertThat(refused(folder, "--policy-port", "99999")).contains("postfix.port", "65535", "99999");
    }

    @Test
    void anUnknownHomeIsNamed(@TempDir Path folder) {
        assertThat(refused(folder, "--home", "XX")).contains("policy.yml", "'XX'");
    }

    @Test
    void aMissingRulebookIsNamed(@TempDir Path folder) {
        assertThat(refused(folder, "--rules", "no-such-folder")).contains("no-such-folder", "--rules DIR");
    }

    @Test
    void aTakenPortIsNamedWithTheOptionToChangeIt(@TempDir Path folder) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(refused(folder, "--kafka-port", port)).contains(port, "--kafka-port");
            // By now the broker runs: the process ends all the same.
            assertThat(explained(SekimoriProcess.runInOwnProcess(List.of(
                            "up",
                            "--data",
                            folder.resolve("data").toString(),
                            "--kafka-port",
                            "0",
                            "--policy-port",
                            port))))
                    .contains(port, "--policy-port");
        }
    }

    @Test
    void aFolderThatIsAFileIsNamed(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("data"));
        assertThat(refused(folder))
                .contains("cannot use the folder " + folder.resolve("data"))
                .hasLineCount(1);
    }

    @Test
    void aFolderThatIsMountedReadOnlyIsNamed(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "ro,size=1m", "sekimori-test", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(mount.waitFor() == 0, "only somebody who may mount a file system can try one");
        try {
            assertThat(refused(folder))
                    .contains(data.toString(), "read-only", "--data DIR")
                    .hasLineCount(1);
        } finally {
            new ProcessBuilder("umount", "-l", data.toString()).start().waitFor();
        }
    }

    @Test
    void aJavaThatIsTooOldIsNamed(@TempDir Path folder) throws Exception {
        Path java =
                Files.writeString(folder.resolve("java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder("./sekimori", "up");
        builder.environment().merge("PATH", folder + ":", (path, first) -> first + path);
        Process process = builder.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("sekimori: " + java + " is Java 11; install a JDK 17 or newer, or put one first in PATH\n");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void aFolderInUseIsLeftAloneAndItsProcessIsNamed(@TempDir Path folder) throws IOException {
        Path data = folder.resolve("data");
        try (SekimoriProcess first = SekimoriProcess.start(data, TestRulebook.in(folder))) {
            Map<Path, Object> before = metadata(data);
            for (List<String> second : List.of(
                    List.of("up", "--data", data.toString(), "--port", "0", "--policy-port", "0", "--kafka-port", "0"),
                    List.of("up", "--data", data.toString(), "--port", "0", "--kafka", first.kafka()),
                    List.of("up", "--data", folder.resolve("./data/../data").toString(), "--kafka-port", "0"),
                    List.of("broker", "--data", data.resolve("kafka").toString(), "--kafka-port", "0"))) {
                Printed printed = SekimoriProcess.runAlone(second);
                assertThat(printed.exitCode()).as(second.toString()).isEqualTo(1);
                assertThat(printed.err())
                        .startsWith("sekimori: the folder ")
                        .contains(" is in use by process " + first.pid() + "; stop that one")
                        .hasLineCount(1);
                assertThat(printed.out()).doesNotContain("Application run failed");
            }
            assertThat(metadata(data)).isEqualTo(before);
            assertThat(first.run("hold", "set", "alice@isp.example").exitCode()).isZero();
        }
    }

    /** What a second broker would write first. */
    private static Map<Path, Object> metadata(Path data) throws IOException {
        Map<Path, Object> files = new HashMap<>();
        for (String name : List.of("meta.properties", "__cluster_metadata-0/quorum-state")) {
            Path file = data.resolve("kafka").resolve(name);
            files.put(file, Files.getLastModifiedTime(file) + Files.readString(file));
        }
        return files;
    }

    @Test
    void anUnreachableKafkaIsSaidAtOnceAndFailsWithTheReason(@TempDir Path folder) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String kafka = "127.0.0.1:" + silent.getLocalPort();
            Printed printed = SekimoriProcess.runAlone(
                    List.of("up", "--data", folder.resolve("data").toString(), "--kafka", kafka));

            assertThat(printed.out()).contains("connecting to Kafka at " + kafka);
            assertThat(printed.exitCode()).isEqualTo(1);
            assertThat(printed.err())
                    .startsWith("sekimori: cannot reach Kafka: " + kafka + " takes connections and does not answer")
                    .doesNotContain("\tat ");
        }
    }
}
