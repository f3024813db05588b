package org.sekimori.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.Sekimori;
import org.sekimori.rig.PolicyClient;
import org.sekimori.rules.TestPolicy;

/**
 * The image without Docker: built from what the Dockerfile copies and nothing else, its layers extracted and started as its user with
 * its environment. What a container has besides is put around it where this machine lets it: a root that is mounted read-only, and
 * no namespaces for the process in which rulebooks are tried.
 */
@SuppressWarnings("NullAway.Init")
class ImageIT {

    private static final int BUILD = 0;
    private static final int RUN = 1;

    /** Mounts the image's root read-only, takes away what Docker's rules forbid, and goes on. */
    private static final String AROUND = """
            set -e
            mount --bind "$1" "$1"
            mount --bind "$1/data" "$1/data"
            mount -t tmpfs -o "$2" tmpfs "$1/tmp"
            mount -o remount,bind,ro "$1"
            for tool in unshare bwrap; do
              for place in /usr/bin/$tool /usr/sbin/$tool; do [ ! -e "$place" ] || mount --bind /bin/false "$place"; done
            done
            cd "$1"; shift 2; exec "$@"
            """;

    private static Path folder;
    private static Dockerfile image;
    private static Path root;
    private static boolean around;

    @BeforeAll
    static void build(@TempDir Path temporary) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become the image's user");
        folder = temporary;
        image = Dockerfile.read(Path.of("Dockerfile"));
        root = folder.resolve("root");
        Path context = folder.resolve("context");
        Dockerfile.context(Path.of(""), context);
        asAfterUmask077(context);
        makeRoot(context);
        namesJapanAsHome(root.resolve("rules"));
        rights(folder, "rwxr-xr-x");
    }

    private static void rights(Path file, String rights) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatTheDockerfileCopiesBuildsAnImageThatStartsAsItsUserDecidesAndStops() throws Exception {
        Map<String, String> variables = variables();
        Process service = start(image.words(RUN, "ENTRYPOINT"), image.words(RUN, "CMD"), variables);
        try {
            await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(1)).until(() -> {
                assertThat(service.isAlive()).as(said()).isTrue();
                return run(image.words(RUN, "HEALTHCHECK"), variables).code() == 0;
            });
            decides(variables);
            thinksWithinDockersRules(variables);
            assertThat(run(List.of("sekimori", "grant", "list"), variables).code())
                    .as("docker compose exec sekimori sekimori grant list")
                    .isZero();
            assertThat(run(List.of("sekimori", "rules", "check"), variables).said())
                    .contains(" 0 errors");
            service.destroy();
            assertThat(service.waitFor(45, TimeUnit.SECONDS)).as("stop_grace_period").isTrue();
        } finally {
            service.destroyForcibly();
        }
        assertThat(service.exitValue()).as(said()).isEqualTo(128 + 15);
        assertThat(said()).contains("Sekimori is up").doesNotContain("\tat ", "unexpected");
        keptWhatItWroteToItself();
    }

    /** As a checkout is in which people have set a umask for their secrets. */
    private static void asAfterUmask077(Path context) throws IOException {
        try (Stream<Path> walk = Files.walk(context)) {
            for (Path path : walk.toList()) {
                rights(path, Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    private static void makeRoot(Path context) throws Exception {
        Path built = folder.resolve("built");
        image.copy(BUILD, context, null, built);
        Path work = built.resolve("build");
        Map<String, String> maven = new LinkedHashMap<>();
        if (sources(Path.of("src/main/java")).equals(sources(work.resolve("src/main/java")))) {
            // The same sources and the same pom.xml: the compiler would make what the tests run with. All else is made anew.
            copyClasses(work.resolve("target/classes"));
            maven.put("MAVEN_OPTS", "-Dmaven.main.skip=true -XX:TieredStopAtLevel=1");
        }
        for (String command : image.runs(BUILD)) {
            Ended ended = ended(builder(List.of("bash", "-ec", command), work, maven));
            assertThat(ended.code()).as(command + "\n" + ended.said()).isZero();
        }
        image.copy(RUN, context, built, root);
        Path data = ownFolder(root.resolve("data"));
        assertThat(String.join("\n", image.runs(RUN))).contains("mkdir /data", "chmod 700 /data");
        rights(data, "rwx------");
        Files.createDirectories(root.resolve("config"));
        rights(Files.createDirectories(root.resolve("tmp")), "rwxrwxrwx");
    }

    /** One that belongs to the image's user. */
    private static Path ownFolder(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Ended ended = ended(builder(List.of("chown", user(), folder.toString()), folder, Map.of()));
        assertThat(ended.code()).as(ended.said()).isZero();
        return folder;
    }

    private static List<String> sources(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void copyClasses(Path to) throws Exception {
        Path classes = Path.of(Sekimori.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> walk = Files.walk(classes)) {
            for (Path file :
                    walk.filter(path -> path.toString().endsWith(".class")).toList()) {
                Path copy = to.resolve(classes.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** As whoever runs it changes the folder; and a rulebook that is not the program's own is tried in a child process. */
    private static void namesJapanAsHome(Path rules) throws IOException {
        Path policy = rules.resolve("policy.yml");
        Files.writeString(policy, TestPolicy.of("defaults:\n  home: [JP]\n  webmail: https://webmail.isp.example\n"));
    }

    private static String user() {
        List<String> users = image.all(RUN, "USER");
        return users.get(users.size() - 1);
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(image.environment(RUN));
        variables.put(
                "PATH",
                root.resolve("usr/local/bin") + ":" + Path.of(System.getProperty("java.home"), "bin")
                        + ":/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("SEKIMORI_JAR", root.resolve("opt/sekimori/sekimori.jar").toString());
        variables.put("SEKIMORI_JAVA_OPTS", "-Djava.io.tmpdir=" + root.resolve("tmp"));
        variables.put("SERVER_PORT", Integer.toString(portWithNeighbour()));
        variables.put("SEKIMORI_POSTFIX_PORT", Integer.toString(port(0)));
        // What is asked here is what is decided, not how fast a busy machine does it.
        variables.put("SEKIMORI_POSTFIX_DEADLINE", "9s");
        variables.put("SEKIMORI_KAFKA_PORT", Integer.toString(port(0)));
        return variables;
    }

    /** The port after that of the API is for health. */
    private static int portWithNeighbour() {
        for (; ; ) {
            int port = port(0);
            try {
                return port(port + 1) - 1;
            } catch (UncheckedIOException e) {
                // Taken; the next one is another.
            }
        }
    }

    private static int port(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(List<String> entry, List<String> command, Map<String, String> variables)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        around = ended(builder(List.of("unshare", "--mount", "true"), folder, Map.of())).code() == 0;
        if (around) {
            all.addAll(List.of("unshare", "--mount", "sh", "-c", AROUND, "sh", root.toString(), temporary()));
        }
        all.addAll(asUser());
        all.addAll(entry);
        all.addAll(command);
        return builder(all, root, variables)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    /** How the compose file mounts {@code /tmp}. */
    private static String temporary() throws IOException {
        Matcher tmpfs = Pattern.compile("tmpfs: \\[\"/tmp:([^\"]+)\"]").matcher(Files.readString(Path.of("docker-compose.yml")));
        assertThat(tmpfs.find()).isTrue();
        return tmpfs.group(1);
    }

    private static List<String> asUser() {
        String[] user = user().split(":");
        return List.of(
                "setpriv",
                "--reuid=" + user[0],
                "--regid=" + user[1],
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all",
                "--bounding-set=-all");
    }

    private static String said() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }

    private record Ended(int code, String said) {}

    /** As {@code docker exec} runs it. */
    private static Ended run(List<String> command, Map<String, String> variables) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(asUser());
        all.addAll(command);
        return ended(builder(all, root, variables));
    }

    private static ProcessBuilder builder(List<String> command, Path folder, Map<String, String> variables) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        if (variables.containsKey("SEKIMORI_JAR")) {
            builder.environment().clear();
        }
        builder.environment().putAll(variables);
        return builder;
    }

    private static Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    private static void decides(Map<String, String> variables) throws IOException {
        int port = Integer.parseInt(String.valueOf(variables.get("SEKIMORI_POSTFIX_PORT")));
        try (PolicyClient door = PolicyClient.connect("127.0.0.1", port)) {
            assertThat(door.ask(Map.of("client_address", "91.10.20.30")))
                    .as(said())
                    .startsWith("550 5.7.1 ")
                    .contains("webmail.isp.example");
            assertThat(door.ask(Map.of("client_address", "133.11.93.10"))).isEqualTo("DUNNO");
        }
    }

    private static void thinksWithinDockersRules(Map<String, String> variables) throws IOException {
        String key = Files.readString(root.resolve("data/keys/local.key")).strip();
        String health = Http.get("http://127.0.0.1:" + variables.get("SERVER_PORT") + "/actuator/health", key);
        assertThat(health).contains("\"trial\":{").doesNotContain("refused_because");
        if (around) {
            assertThat(health).contains("\"network\":\"NOT LIMITED\"");
        }
    }

    /** Secrets are the user's alone whatever the umask, and nothing is written but under {@code /data}. */
    private static void keptWhatItWroteToItself() throws IOException {
        try (Stream<Path> keys = Files.list(root.resolve("data/keys"))) {
            assertThat(keys.toList()).hasSizeGreaterThan(3).allSatisfy(key -> assertThat(
                            Files.getPosixFilePermissions(key))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        Object owner = Files.getAttribute(root.resolve("data"), "unix:uid");
        try (Stream<Path> walk = Files.walk(root)) {
            assertThat(walk.filter(path -> !path.startsWith(root.resolve("data"))).toList())
                    .allSatisfy(path ->
                            assertThat(Files.getAttribute(path, "unix:uid")).isNotEqualTo(owner));
        }
        assertThat(root.resolve("data/logs/sekimori.log")).isNotEmptyFile();
        assertThat(root.resolve("data/run.properties")).doesNotExist();
    }

    /** A command that fails, and what of it is to be named. */
    private record Closed(String command, String... named) {}

    /** All in one process, as the image's user. */
    @Test
    void whateverMayNotBeReadIsNamedInOneSentenceWithWhoNeedsToReadIt() throws Exception {
        Path place = ownFolder(folder.resolve("closed"));
        List<Closed> all = new ArrayList<>();
        all.addAll(rulebooks(place));
        all.addAll(configurations(place));
        all.addAll(commands(place));
        Files.writeString(
                folder.resolve("commands.txt"),
                String.join("\n", all.stream().map(Closed::command).toList()));
        List<String> java = new ArrayList<>(asUser());
        java.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                root.resolve("opt/sekimori/sekimori.jar") + ":" + helper(),
                "org.sekimori.cli.ManyCommands"));
        Ended ended = ended(builder(java, root, variables())
                .redirectInput(folder.resolve("commands.txt").toFile()));
        List<String> answers =
                ended.said().lines().filter(line -> line.startsWith("=== ")).toList();
        assertThat(answers).as(ended.said()).hasSameSizeAs(all);
        for (int i = 0; i < all.size(); i++) {
            Closed closed = all.get(i);
            assertThat(answers.get(i))
                    .as(closed.command())
                    .startsWith(closed.command().startsWith("rules check") ? "=== 1 " : "=== 1 sekimori: ")
                    .contains(closed.named())
                    .contains(" cannot be read", user().split(":")[0])
                    .doesNotContain("\\n\tat ", "unexpected");
        }
    }

    private static Path helper() throws Exception {
        Path classes = folder.resolve("helper");
        String name = "org/sekimori/cli/ManyCommands.class";
        Files.createDirectories(classes.resolve(name).getParent());
        try (InputStream in = ImageIT.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(in), classes.resolve(name));
        }
        return classes;
    }

    private static String up(Path place, String more) {
        return "up --data " + place.resolve("data-" + more.hashCode()) + " --port 0 --policy-port 0 --kafka-port 0 "
                + more;
    }

    /** A file with something in it that only root may read. */
    private static Path secret(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n");
        rights(file, "rw-------");
        return file;
    }

    /** The same in a folder that only root may enter. */
    private static Path hidden(Path file) throws IOException {
        secret(file);
        rights(file.getParent(), "rwx------");
        return file;
    }

    private static List<Closed> rulebooks(Path place) throws IOException {
        List<Closed> closed = new ArrayList<>();
        for (String name : List.of("policy.yml", "origin", "origin/overseas-without-grant/rule.drl", "networks/relays.yml", ".")) {
            Path rules = place.resolve("rules-" + closed.size());
            copy(root.resolve("rules"), rules);
            Path one = rules.resolve(name).normalize();
            if (Files.notExists(one)) {
                throw new IllegalStateException(one + " is not there any more");
            }
            rights(one, Files.isDirectory(one) ? "rwx------" : "rw-------");
            closed.add(new Closed("rules check --rules " + rules, name.equals(".") ? rules.toString() : name));
            closed.add(new Closed(up(place, "--rules " + rules), name.equals(".") ? rules.toString() : name));
        }
        Path above = hidden(place.resolve("above/rules/policy.yml")).getParent();
        rights(above.getParent(), "rwx------");
        closed.add(new Closed(up(place, "--rules " + above), above.toString(), above.getParent().toString()));
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
        Files.writeString(
                listed, """
                publishers:
                  - id: crm
                    signing_key: crm.key
                    servers: [crm1]
                    kinds: [password_changed]
                """);
        return List.of(
                new Closed("sekimori.publishers=" + publishers + " " + up(place, "--home JP"), publishers.toString()),
                new Closed(
                        "sekimori.publishers=" + elsewhere + " " + up(place, "--home DE"),
                        elsewhere.toString(),
                        "the folder " + elsewhere.getParent()),
                new Closed("sekimori.publishers=" + listed + " " + up(place, "--home FR"), crm.toString()),
                new Closed(
                        "sekimori.rulebooks.signing-key-file=" + signing + " " + up(place, "--home IT"),
                        signing.toString()),
                new Closed(
                        "sekimori.rulebooks.signing-key-file=" + deeper + " " + up(place, "--home ES"),
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
        Path data = hidden(place.resolve("other-data/run.properties")).getParent();
        Path own = place.resolve("own-data");
        Path local = secret(own.resolve("keys/local.key"));
        Files.writeString(
                own.resolve("run.properties"),
                "pid=" + ProcessHandle.current().pid() + "\nhttp=http://127.0.0.1:1\nkafka=127.0.0.1:1\nprefix=sekimori.\n");
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
