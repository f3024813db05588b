package org.sekimori.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.recount.Recount;
import org.sekimori.recount.Report;
import org.sekimori.rig.PolicyClient;

/**
 * A disk or a power failure has garbled files. What is derived from the log is made anew; of the log itself nothing is lost in silence.
 */
class GarbledFilesIT {

    private static final SplittableRandom RANDOM = new SplittableRandom(42);

    static Stream<Arguments> derived() {
        return Stream.of(
                arguments("state/", ".*/rocksdb/.*/CURRENT", "garbage"),
                arguments("state/", ".*/rocksdb/.*/MANIFEST.*", "garbage"),
                arguments("state/", ".*/rocksdb/.*/.*\\.(sst|log)", "garbage"),
                arguments("state/", ".*/\\.checkpoint", "garbage"),
                arguments("state/", ".*/kafka-streams-process-metadata", "garbage"),
                arguments("state/", ".*", "empty"),
                arguments("kafka/", ".*(events|step).*\\.(index|timeindex)", "garbage"),
                arguments("kafka/", ".*(events|step).*\\.(index|timeindex)", "cut"),
                arguments("kafka/", ".*-checkpoint", "garbage"),
                arguments("kafka/", ".*-[0-9]+/[0-9]+\\.snapshot", "garbage"),
                arguments("kafka/", "kafka/meta.properties", "garbage"),
                arguments("kafka/", "kafka/meta.properties", "empty"));
    }

    @ParameterizedTest
    @MethodSource("derived")
    void whatIsDerivedIsMadeAnewAndNothingIsForgotten(String under, String files, String how, @TempDir Path folder)
            throws Exception {
        Path data = folder.resolve("data");
        Path rules = TestRulebook.in(folder);
        try (SekimoriProcess first = SekimoriProcess.start(data, rules)) {
            assertThat(first.run("hold", "set", "alice@isp.example").exitCode()).isZero();
            assertThat(ask(first, "bob@isp.example")).isEqualTo("DUNNO");
        }
        int garbled = garble(data, under, files, how);
        assertThat(garbled).as("files that are like that").isPositive();
        try (SekimoriProcess second = SekimoriProcess.start(data, rules)) {
            assertThat(ask(second, "alice@isp.example")).startsWith("550 ");
            assertThat(ask(second, "bob@isp.example")).isEqualTo("DUNNO");
            Report report = Recount.check(second.kafka(), Duration.ofMinutes(1));
            assertThat(report.ok()).as(report.toString()).isTrue();
            assertThat(report.attempts()).isEqualTo(3);
            assertThat(second.run("hold", "release", "alice@isp.example", "--reason", "over").exitCode()).isZero();
        }
    }

    private static String ask(SekimoriProcess sekimori, String account) {
        try (PolicyClient door = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            return door.ask(Map.of("sasl_username", account, "client_address", "133.11.93.10"));
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
            byte[] content = Files.readAllBytes(file);
            byte[] garbled = switch (how) {
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
