package org.sekimori.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.rulebook.CleanTrafficRun;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.packaging.UnpackedImage.Ended;
import org.sekimori.rig.LongRun;
import org.sekimori.rig.PolicyClient;

/** The image, built from what the Dockerfile copies and nothing else and run as its user, as {@link UnpackedImage} does it. */
@SuppressWarnings("NullAway.Init")
class ImageIT {

    private static Path folder;
    private static UnpackedImage image;
    private static UnpackedImage lab;

    @BeforeAll
    static void build(@TempDir Path temporary) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become the image's user");
        folder = temporary;
        image = UnpackedImage.build(folder);
        lab = image.withLab();
    }

    private static void ready(Process service, Map<String, String> variables) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    assertThat(service.isAlive()).as(image.said()).isTrue();
                    return image.healthy(variables);
                });
    }

    /** Though what works beside the decision may not be read: that is named, and the service goes on without it. */
    @Test
    void whatTheDockerfileCopiesBuildsAnImageThatStartsAsItsUserDecidesAndStops() throws Exception {
        Map<String, String> variables = image.variables();
        Map<String, Path> closed = besideTheDecision(image.ownFolder(folder.resolve("beside")));
        Process service = image.start(with(closed, variables));
        try {
            ready(service, variables);
            decides(variables);
            closed.forEach((name, file) -> assertThat(saidOf(file))
                    .as(name)
                    .contains(
                            "sekimori." + name,
                            "cannot be read by the user " + image.user().split(":")[0]));
            thinksWithinDockersRules(variables);
            assertThat(image.run(List.of("sekimori", "grant", "list"), variables)
                            .code())
                    .as("docker compose exec sekimori sekimori grant list")
                    .isZero();
            assertThat(image.run(List.of("sekimori", "rules", "check"), variables)
                            .said())
                    .contains(" 0 errors");
            reproducesFromTheLab();
            service.destroy();
            assertThat(service.waitFor(45, TimeUnit.SECONDS))
                    .as("stop_grace_period")
                    .isTrue();
        } finally {
            service.destroyForcibly();
        }
        assertThat(service.exitValue()).as(image.said()).isEqualTo(128 + 15);
        assertThat(image.said()).contains("Sekimori is up").doesNotContain("\tat ", "unexpected");
        keptWhatItWroteToItself();
    }

    @Test
    void theLabIsInTheImageOfItsTargetOnly() throws Exception {
        Path jar = image.at("opt/sekimori/sekimori.jar");
        assertThat(entries(jar))
                .contains("org/sekimori/cli/Sekimori.class", "org/sekimori/server/Installation.class")
                .noneMatch(name -> name.startsWith("org/sekimori/lab/"))
                .noneMatch(name -> name.startsWith("META-INF/services/org.sekimori."));
        Ended backtest = image.run(List.of("sekimori", "backtest", "--help"), image.variables());
        assertThat(backtest.code()).isEqualTo(1);
        assertThat(backtest.said()).contains("docker build --target lab");
        List<String> test = List.of("sekimori", "rules", "test", "send-limit");
        Ended without = image.run(test, image.variables());
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.said())
                .contains("0 failed", "Clean traffic was not run: it is not part of this installation.");

        Ended help = lab.run(List.of("sekimori", "backtest", "--help"), lab.variables());
        assertThat(help.code()).as(help.said()).isZero();
        assertThat(help.said()).contains("--reproduce");
        assertThat(entries(lab.at("opt/sekimori/sekimori-lab.jar")))
                .contains("META-INF/services/" + CleanTrafficRun.class.getName());
        List<String> world = List.of("sekimori", "simulate", "--accounts", "2", "--days", "1");
        Ended simulated = lab.run(world, lab.variables());
        assertThat(simulated.code()).as(simulated.said()).isZero();
        assertThat(simulated.said()).contains("\"account\":");
        // Half a minute of a processor.
        if (LongRun.is()) {
            assertThat(lab.run(test, lab.variables()).said()).contains("Clean traffic, 120,000 honest account-days");
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }

    /** As the production page has it done after an upgrade or a restore: the lab's image beside the running service. */
    private static void reproducesFromTheLab() throws Exception {
        Map<String, String> variables = lab.variables();
        variables.put("SEKIMORI_DATA", image.at("data").toString());
        Ended ended = lab.run(List.of("sekimori", "backtest", "--reproduce"), variables);
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("  2 of 2 are the same, byte for byte.");
    }

    private static void decides(Map<String, String> variables) throws IOException {
        int port = Integer.parseInt(String.valueOf(variables.get("SEKIMORI_POSTFIX_PORT")));
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", port)) {
            assertThat(client.ask(Map.of("client_address", "91.10.20.30")))
                    .as(image.said())
                    .startsWith("550 5.7.1 ")
                    .contains("webmail.isp.example");
            assertThat(client.ask(Map.of("client_address", "133.11.93.10"))).isEqualTo("DUNNO");
        }
    }

    private static void thinksWithinDockersRules(Map<String, String> variables) throws IOException {
        String key = Files.readString(image.at("data/keys/local.key")).strip();
        String health =
                TestHttpClient.get("http://127.0.0.1:" + variables.get("SERVER_PORT") + "/actuator/health", key);
        assertThat(health).contains("\"trial\":{").doesNotContain("refused_because");
        if (image.isolated()) {
            assertThat(health).contains("\"network\":\"NOT LIMITED\"");
        }
    }

    /** Secrets are the user's alone whatever the umask, and nothing is written but under {@code /data}. */
    private static void keptWhatItWroteToItself() throws IOException {
        try (Stream<Path> keys = Files.list(image.at("data/keys"))) {
            assertThat(keys.toList()).hasSizeGreaterThan(3).allSatisfy(key -> assertThat(
                            Files.getPosixFilePermissions(key))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        Object owner = Files.getAttribute(image.at("data"), "unix:uid");
        try (Stream<Path> walk = Files.walk(image.at(""))) {
            assertThat(walk.filter(path -> !path.startsWith(image.at("data"))).toList())
                    .allSatisfy(path ->
                            assertThat(Files.getAttribute(path, "unix:uid")).isNotEqualTo(owner));
        }
        assertThat(image.at("data/logs/sekimori.log")).isNotEmptyFile();
        assertThat(image.at("data/run.properties")).doesNotExist();
    }

    /** Properties, and what of each the image's user may not read. */
    private static Map<String, Path> besideTheDecision(Path place) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String name : List.of("geo.country", "elasticsearch.api-key-file", "elasticsearch.ca")) {
            files.put(name, secret(place.resolve(name)));
        }
        for (String name : List.of("smtp.password-file", "contacts.file", "contacts.token-file")) {
            files.put("notices." + name, hidden(place.resolve(name).resolve("file")));
        }
        return files;
    }

    private static Map<String, String> with(Map<String, Path> closed, Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.put("SEKIMORI_ELASTICSEARCH_URL", "https://127.0.0.1:1");
        all.put("SEKIMORI_NOTICES_SMTP_HOST", "127.0.0.1");
        all.put("SEKIMORI_NOTICES_SMTP_TLS", "required");
        all.put("SEKIMORI_NOTICES_SMTP_USER", "sekimori");
        all.put("SEKIMORI_NOTICES_SMTP_FROM", "abuse@isp.example");
        closed.forEach((name, file) ->
                all.put("SEKIMORI_" + name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), file.toString()));
        return all;
    }

    private static String saidOf(Path file) {
        try {
            return image.said()
                    .lines()
                    .filter(line -> line.contains(file.toString()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command that fails, and what of it is to be named. */
    private record Closed(String command, String... named) {}

    /** All in one process, as the image's user. */
    @Test
    void whateverMayNotBeReadIsNamedInOneSentenceWithWhoNeedsToReadIt() throws Exception {
        Path place = image.ownFolder(folder.resolve("closed"));
        List<Closed> all = new ArrayList<>();
        all.addAll(rulebooks(place));
        all.addAll(configurations(place));
        all.addAll(commands(place));
        Files.writeString(
                folder.resolve("commands.txt"),
                String.join("\n", all.stream().map(Closed::command).toList()));
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                image.at("opt/sekimori/sekimori.jar") + ":" + helper(),
                "org.sekimori.cli.CommandBatch");
        Ended ended = image.feed(folder.resolve("commands.txt"), java, image.variables());
        List<String> answers =
                ended.said().lines().filter(line -> line.startsWith("=== ")).toList();
        assertThat(answers).as(ended.said()).hasSameSizeAs(all);
        for (int i = 0; i < all.size(); i++) {
            Closed closed = all.get(i);
            assertThat(answers.get(i))
                    .as(closed.command())
                    .startsWith(closed.command().startsWith("rules check") ? "=== 1 " : "=== 1 sekimori: ")
                    .contains(closed.named())
                    .contains(" cannot be read", image.user().split(":")[0])
                    .doesNotContain("\\n\tat ", "unexpected");
        }
    }

    private static Path helper() throws Exception {
        Path classes = folder.resolve("helper");
        for (String one : List.of("CommandBatch", "CommandBatch$CommandOutput")) {
            String name = "org/sekimori/cli/" + one + ".class";
            Files.createDirectories(classes.resolve(name).getParent());
            try (InputStream in = ImageIT.class.getClassLoader().getResourceAsStream(name)) {
                Files.copy(Objects.requireNonNull(in), classes.resolve(name));
            }
        }
        return classes;
    }

    /** All over one folder, as an operator starts it again and again: its rulebook is tried the first time only. */
    private static String up(Path place, String more) {
        return "up --data " + place.resolve("data") + " --port 0 --policy-port 0 --kafka-port 0 " + more;
    }

    /** A file with something in it that only root may read. */
    private static Path secret(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n");
        UnpackedImage.rights(file, "rw-------");
        return file;
    }

    /** The same in a folder that only root may enter. */
    private static Path hidden(Path file) throws IOException {
        secret(file);
        UnpackedImage.rights(parent(file), "rwx------");
        return file;
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private static List<Closed> rulebooks(Path place) throws IOException {
        List<Closed> closed = new ArrayList<>();
        for (String name :
                List.of("policy.yml", "origin", "origin/overseas-without-grant/rule.drl", "networks/relays.yml", ".")) {
            Path rules = place.resolve("rules-" + closed.size());
            copy(image.at("rules"), rules);
            Path one = rules.resolve(name).normalize();
            if (Files.notExists(one)) {
                throw new IllegalStateException(one + " is not there any more");
            }
            UnpackedImage.rights(one, Files.isDirectory(one) ? "rwx------" : "rw-------");
            closed.add(new Closed("rules check --rules " + rules, name.equals(".") ? rules.toString() : name));
            if (closed.size() == 1) {
                closed.add(new Closed(up(place, "--rules " + rules), name));
            }
        }
        Path above = parent(hidden(place.resolve("above/rules/policy.yml")));
        UnpackedImage.rights(parent(above), "rwx------");
        closed.add(new Closed(
                up(place, "--rules " + above), above.toString(), parent(above).toString()));
        return closed;
    }

    private static List<Closed> configurations(Path place) throws IOException {
        Path publishers = secret(place.resolve("publishers.yml"));
        Path elsewhere = hidden(place.resolve("secrets/publishers.yml"));
        Path signing = secret(place.resolve("rulebooks.key"));
        Path deeper = hidden(place.resolve("keys/rulebooks.key"));
        Path authority = secret(place.resolve("kafka-ca.pem"));
        Path crm = secret(place.resolve("crm.key"));
        Path listed = place.resolve("listed.yml");
        Files.writeString(listed, """
                publishers:
                  - id: crm
                    signing_key: crm.key
                    servers: [crm1]
                    kinds: [password_changed]
                """);
        return List.of(
                new Closed("sekimori.publishers=" + publishers + " " + up(place, "--home JP"), publishers.toString()),
                new Closed(
                        "sekimori.publishers=" + elsewhere + " " + up(place, "--home JP"),
                        elsewhere.toString(),
                        "the folder " + elsewhere.getParent()),
                new Closed("sekimori.publishers=" + listed + " " + up(place, "--home JP"), crm.toString()),
                new Closed(
                        "sekimori.rulebooks.signing-key-file=" + signing + " " + up(place, "--home JP"),
                        signing.toString()),
                new Closed(
                        "sekimori.rulebooks.signing-key-file=" + deeper + " " + up(place, "--home JP"),
                        deeper.toString(),
                        "the folder " + deeper.getParent()),
                new Closed(
                        "sekimori.kafka.client.ssl.truststore.location=" + authority + " "
                                + up(place, "--kafka 127.0.0.1:1"),
                        "sekimori.kafka.client.ssl.truststore.location",
                        authority.toString()));
    }

    private static List<Closed> commands(Path place) throws IOException {
        Path events = secret(place.resolve("events.ndjson"));
        Path key = secret(place.resolve("kibana.key"));
        Path data = parent(hidden(place.resolve("other-data/run.properties")));
        Path own = place.resolve("own-data");
        Path local = secret(own.resolve("keys/local.key"));
        Files.writeString(
                own.resolve("run.properties"),
                "pid=" + ProcessHandle.current().pid()
                        + "\nhttp=http://127.0.0.1:1\nkafka=127.0.0.1:1\nprefix=sekimori.\n");
        return List.of(
                new Closed("decide " + events, events.toString()),
                new Closed(
                        "dashboards install --kibana http://127.0.0.1:1 --kibana-api-key-file " + key, key.toString()),
                new Closed("grant list --data " + data, data.toString(), "the user of the service"),
                new Closed("hold list --data " + own, local.toString(), "the user of the service"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.toList()) {
                Path place = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(place);
                } else {
                    Files.copy(file, place);
                }
            }
        }
    }
}
