package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.rig.LongRun;

/**
 * What commands print must not hang upon the process that prints it: {@code Map.of} and {@code Set.of} have another order in each, which
 * two runs in one process cannot show.
 */
class CrossProcessDeterminismTest {

    private static final List<String> OUTPUTS =
            List.of("mail.ndjson", "decisions", "backtest.txt", "backtest.json", "backtest.html");

    @TempDir
    private Path folder;

    @Test
    void decisionsAndReportsAreTheSameBytesInEveryProcess() throws Exception {
        Path here = write(folder.resolve("here"));
        // One child has the order of this process with a chance of a half for each pair.
        for (int child = 0; child < LongRun.size(1, 5); child++) {
            Path there = folder.resolve("there-" + child);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CrossProcessDeterminismTest.class.getName(),
                            there.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("child.log").toFile())
                    .start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("child.log")))
                    .isZero();
            for (String output : OUTPUTS) {
                assertThat(there.resolve(output)).hasSameTextualContentAs(here.resolve(output));
            }
        }
    }

    /** Writes the outputs into a folder. */
    public static void main(String[] folder) throws IOException {
        write(Path.of(folder[0]));
        System.exit(0);
    }

    private static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        String days = String.valueOf(LongRun.size(3, 5));
        String accounts = String.valueOf(LongRun.size(8, 15));
        String mail = run("simulate", "--days", days, "--start", "2026-10-01", "--accounts", accounts);
        Path file = Files.writeString(folder.resolve("mail.ndjson"), mail + "\n" + travel());
        String decided = run("decide", file.toString());
        assertThat(decided).contains("\"verdict\":\"reject\"", "\"verdict\":\"accept\"");
        Files.writeString(folder.resolve("decisions"), decided);
        // The name of the file stands in the report.
        Path same = Path.of(
                "target", "same-in-every-process-" + ProcessHandle.current().pid() + ".ndjson");
        Files.createDirectories(same.getParent());
        Files.copy(file, same);
        try {
            run("backtest", same.toString(), "--rules", "rules", "--report", folder.toString());
        } finally {
            Files.delete(same);
        }
        for (String report : OUTPUTS.subList(2, 5)) {
            Path at = folder.resolve(report);
            Files.writeString(at, Files.readString(at).replace(same.toString(), "mail.ndjson"));
        }
        return folder;
    }

    /** An account that is refused, with all that a refusal says. */
    private static String travel() {
        return String.join(
                        "\n",
                        IntStream.range(0, 8)
                                .mapToObj(CrossProcessDeterminismTest::fromAbroad)
                                .toList()) + "\n";
    }

    private static String fromAbroad(int minute) {
        return """
                {"time":"2026-11-01T03:%02d:00Z","id":"abroad-%d","kind":"attempt","account":"alice@isp.example",\
                "client_address":"91.10.20.30","recipients":["bob@example.net"],"size":2048}""".formatted(minute, minute);
    }

    private static String run(String... arguments) {
        CommandRun ran = CommandRun.run(arguments);
        assertThat(ran.code())
                .as(Stream.of(arguments).toList() + ": " + ran.err())
                .isZero();
        return ran.out();
    }
}
