package org.sekimori.endtoend.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.endtoend.ConsumerLag;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.recount.Recount;
import org.sekimori.recount.RecountReport;
import org.sekimori.rig.LongRun;
import org.sekimori.rig.PolicyClient;

/**
 * A disk or a power failure has garbled files. What is derived from the log is made anew; of the log itself nothing is lost in silence.
 */
class CorruptFilesIT {

    private static final SplittableRandom RANDOM = new SplittableRandom(42);

    /** Files that are made anew, how they are garbled, and what is said of it. */
    private record Derived(String under, String files, String how, String said) {}

    private static final Derived STATE =
            new Derived("state/", ".*/rocksdb/.*/(CURRENT|MANIFEST.*)", "garbage", "is set aside as");
    private static final Derived EMPTY_STATE = new Derived("state/", ".*", "empty", "is set aside as");
    private static final Derived INDICES =
            new Derived("kafka/", ".*/[0-9]+\\.(index|timeindex)", "garbage", "are made anew from the segments");
    private static final Derived CHECKPOINTS =
            new Derived("kafka/", ".*-checkpoint", "garbage", "is made anew from the log");
    private static final Derived IDENTITY =
            new Derived("kafka/", "kafka/meta.properties", "garbage", "put back from meta.properties.copy");

    private static final Derived DECISIONS = new Derived("index/", ".*", "garbage", "/index cannot be opened");

    static Stream<Derived> derived() {
        return Stream.of(STATE, EMPTY_STATE, INDICES, CHECKPOINTS, IDENTITY, DECISIONS);
    }

    @Test
    void whatIsDerivedIsMadeAnewAndNothingIsForgotten(@TempDir Path folder) throws Exception {
        madeAnew(folder, STATE, INDICES, CHECKPOINTS, IDENTITY, DECISIONS);
    }

    @ParameterizedTest
    @MethodSource("derived")
    @Tag("long")
    void eachThatIsDerivedIsMadeAnewAndNothingIsForgotten(Derived one, @TempDir Path folder) throws Exception {
        madeAnew(folder, one);
    }

    private static void madeAnew(Path folder, Derived... garbled) throws Exception {
        Path data = folder.resolve("data");
        Path rules = TestRulebook.in(folder);
        try (SekimoriProcess first = SekimoriProcess.start(data, rules)) {
            assertThat(first.run("hold", "set", "alice@isp.example").exitCode()).isZero();
            assertThat(ask(first, "bob@isp.example")).isEqualTo("DUNNO");
            String body = "{\"id\":\"old-1\",\"account\":\"old@isp.example\",\"client_address\":\"91.10.20.30\"}";
            assertThat(TestHttpClient.post(first.http() + "/v1/decisions", first.apiKey(), body.getBytes(UTF_8))
                            .body())
                    .contains("\"verdict\":\"reject\"");
            awaitFound(first);
        }
        for (Derived one : garbled) {
            assertThat(garble(data, one.under, one.files, one.how))
                    .as("files like %s", one)
                    .isPositive();
        }
        Files.delete(data.resolve("output.txt"));
        try (SekimoriProcess second = SekimoriProcess.start(data, rules)) {
            // The index of decisions is opened beside the start.
            awaitFound(second);
            assertThat(Files.readString(data.resolve("output.txt")))
                    .contains(Arrays.stream(garbled).map(Derived::said).toList())
                    .doesNotContain("\tat ");
            assertThat(ask(second, "alice@isp.example")).startsWith("550 ");
            assertThat(ask(second, "bob@isp.example")).isEqualTo("DUNNO");
            try (ConsumerLag backlog = new ConsumerLag(second.kafka())) {
                backlog.awaitWorkedOff(Duration.ofMinutes(2));
            }
            RecountReport report = Recount.check(second.kafka(), Duration.ofMinutes(1));
            assertThat(report.ok()).as(report.toString()).isTrue();
            assertThat(report.attempts()).isEqualTo(4);
            assertThat(second.run("hold", "release", "alice@isp.example", "--reason", "over")
                            .exitCode())
                    .isZero();
        }
    }

    /** By the index of decisions, which is derived, too. */
    private static void awaitFound(SekimoriProcess sekimori) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        TestHttpClient.get(sekimori.http() + "/v1/decisions/old-1", sekimori.apiKey()))
                .contains("old@isp.example"));
    }

    /** What cannot be made anew is left as it is, and what to do is said. */
    @Test
    void aDamagedLogIsNeitherCutNorForgottenInSilence(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path rules = TestRulebook.in(folder);
        SekimoriProcess.start(data, rules).close();
        leftAlone(copy(data), rules, ".*/__cluster_metadata-0/.*\\.log", "garbage", "is damaged from octet 0 on");
        leftAlone(
                copy(data), rules, ".*/__cluster_metadata-0/.*", "gone", "is missing, but there are topics beside it");
        leftAlone(
                copy(data),
                rules,
                "kafka/meta.properties.*",
                "gone",
                "meta.properties is missing, but there is a log beside it");
    }

    private static Path copy(Path data) throws Exception {
        Path copy = Files.createTempDirectory(data.getParent(), "copy").resolve("data");
        assertThat(new ProcessBuilder("cp", "-a", data.toString(), copy.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        return copy;
    }

    private static void leftAlone(Path data, Path rules, String files, String how, String said) throws IOException {
        assertThat(garble(data, "kafka/", files, how)).isPositive();
        long before = garble(data, "kafka/", ".*", "leave");
        for (int i = 0; i < LongRun.size(1, 2); i++) {
            Printed printed = SekimoriProcess.runAlone(List.of(
                    "up", "--data", data.toString(), "--rules", rules.toString(), "--port", "0", "--kafka-port", "0"));
            assertThat(printed.exitCode()).isEqualTo(1);
            assertThat(printed.err())
                    .startsWith("sekimori: ")
                    .contains(said, "from a backup", "--data DIR")
                    .hasLineCount(1);
        }
        assertThat(garble(data, "kafka/", ".*", "leave")).as("files").isEqualTo(before);
    }

    private static String ask(SekimoriProcess sekimori, String account) {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            return client.ask(Map.of("sasl_username", account, "client_address", "133.11.93.10"));
        }
    }

    private static int garble(Path data, String under, String files, String how) throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve(under), FileVisitOption.FOLLOW_LINKS)) {
            List<Path> chosen = all.filter(Files::isRegularFile)
                    .filter(file -> data.relativize(file).toString().matches(files))
                    .toList();
            chosen.forEach(file -> garble(file, how));
            return chosen.size();
        }
    }

    private static void garble(Path file, String how) {
        try {
            if (how.equals("leave")) {
                return;
            }
            if (how.equals("gone")) {
                Files.delete(file);
                return;
            }
            byte[] content = Files.readAllBytes(file);
            byte[] garbled =
                    switch (how) {
                        case "empty" -> new byte[0];
                        case "cut" -> Arrays.copyOf(content, content.length / 2 + 3);
                        default -> {
                            byte[] noise = new byte[Math.max(64, content.length)];
                            RANDOM.nextBytes(noise);
                            yield noise;
                        }
                    };
            Files.write(file, garbled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
