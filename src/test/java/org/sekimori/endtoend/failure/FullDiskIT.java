package org.sekimori.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.ConsumerLag;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.recount.Recount;
import org.sekimori.recount.RecountReport;
import org.sekimori.rig.PolicyClient;

/** The disk of the data folder fills up and is freed again, on a real file system of a few hundred megabytes. */
@SuppressWarnings("NullAway.Init")
class FullDiskIT {

    private static final Map<String, String> FLOOR = Map.of("SEKIMORI_DISK_FLOOR", "64MB");
    private static final String GERMANY = "91.10.20.30";
    private static final String JAPAN = "133.11.93.10";

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256m", "sekimori-test", disk.toString()) == 0,
                "only somebody who may mount a file system can fill one");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Test
    void doorsAnswerByTheirFallbackUntilThereIsSpaceAndThenTheLogGoesOn() throws Exception {
        Path data = disk.resolve("data");
        try (SekimoriProcess sekimori = SekimoriProcess.start(FLOOR, data, TestRulebook.in(folder))) {
            assertThat(ask(sekimori, GERMANY)).startsWith("550 ");
            Path filler = fill(32L << 20);

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> ask(sekimori, GERMANY).equals("DUNNO"));
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(output(data)).contains("sekimori.disk.floor is 64 MiB: the log"));
            for (int i = 0; i < 20; i++) {
                assertThat(ask(sekimori, JAPAN)).isEqualTo("DUNNO");
            }
            HttpResponse<String> health = TestHttpClient.ask(sekimori.http() + "/actuator/health", sekimori.apiKey());
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"disk\"", "sekimori.disk.floor; free some space");

            long freed = System.nanoTime();
            Files.delete(filler);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> ask(sekimori, GERMANY).startsWith("550 "));
            System.out.println(
                    "The log answers " + (System.nanoTime() - freed) / 1_000_000 + " ms after there is space");
            assertThat(output(data)).contains("free again: the log goes on");
            RecountReport report = recounted(sekimori);
            assertThat(report.attempts())
                    .as("what was asked meanwhile included")
                    .isGreaterThanOrEqualTo(23);
        }
    }

    /**
     * Faster than it can be looked at. A broker that could not stop in good order does not go on in its process, which then ends once
     * there is space: whoever keeps it running starts it again. Endpoints answer until then in either case.
     */
    @Test
    @Tag("long")
    void doorsAnswerThoughTheDiskIsFullToTheLastOctetInAMoment() throws Exception {
        Path data = disk.resolve("data");
        Path rules = TestRulebook.in(folder);
        try (SekimoriProcess sekimori = SekimoriProcess.startAlone(FLOOR, data, rules)) {
            assertThat(ask(sekimori, GERMANY)).startsWith("550 ");
            Path filler = fill(0);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> ask(sekimori, GERMANY).equals("DUNNO"));
            for (int i = 0; i < 20; i++) {
                assertThat(ask(sekimori, JAPAN)).isEqualTo("DUNNO");
            }
            Files.delete(filler);
            await().atMost(Duration.ofMinutes(2)).until(() -> !sekimori.alive() || refuses(sekimori));
            if (sekimori.alive()) {
                recounted(sekimori);
                return;
            }
            assertThat(output(data)).contains("it ends, and goes on when it is started again");
        }
        try (SekimoriProcess again = SekimoriProcess.startAlone(FLOOR, data, rules)) {
            assertThat(ask(again, GERMANY)).startsWith("550 ");
            recounted(again);
        }
    }

    private static boolean refuses(SekimoriProcess sekimori) {
        try {
            return ask(sekimori, GERMANY).startsWith("550 ");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void nothingStartsWhereThereIsNoSpace() throws Exception {
        fill(8L << 20);
        SekimoriProcess.Printed printed = SekimoriProcess.runAlone(
                List.of("up", "--data", disk.resolve("data").toString(), "--kafka-port", "0"));
        assertThat(printed.exitCode()).isEqualTo(1);
        assertThat(printed.err())
                .startsWith("sekimori: there is too little space for ")
                .contains("256 MiB are needed; free some, or lower sekimori.disk.floor")
                .hasLineCount(1);
    }

    private static RecountReport recounted(SekimoriProcess sekimori) throws Exception {
        try (ConsumerLag backlog = new ConsumerLag(sekimori.kafka())) {
            backlog.awaitWorkedOff(Duration.ofMinutes(2));
        }
        RecountReport report = Recount.check(sekimori.kafka(), Duration.ofMinutes(1));
        assertThat(report.ok()).as(report.toString()).isTrue();
        return report;
    }

    private static String output(Path data) throws IOException {
        return Files.readString(data.resolve("output.txt"));
    }

    private static String ask(SekimoriProcess sekimori, String address) {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            return client.ask(Map.of("client_address", address));
        }
    }

    /** Fills the disk until only so many octets are left. */
    private Path fill(long left) throws IOException {
        Path filler = disk.resolve("filler");
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                long free = Files.getFileStore(disk).getUsableSpace() - left;
                if (free <= 0) {
                    return filler;
                }
                out.write(block, 0, (int) Math.min(free, block.length));
            }
        } catch (IOException e) {
            if (left > 0) {
                throw e;
            }
            return filler;
        }
    }
}
