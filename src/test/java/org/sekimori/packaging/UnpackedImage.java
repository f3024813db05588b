package org.sekimori.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sekimori.cli.Sekimori;
import org.sekimori.rig.FreePorts;
import org.sekimori.rig.ProductSources;
import org.sekimori.rules.TestPolicy;

/**
 * The image without Docker: built from what the Dockerfile copies and nothing else, its layers extracted into a folder and run as its user
 * with its environment. What a container has besides is put around it where this machine lets it: a root that is mounted read-only,
 * a {@code /tmp} as the compose file mounts it, and no namespaces for the process in which rulebooks are tried.
 */
final class UnpackedImage {

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

    private final Path folder;
    private final DockerfileParser image;
    private final int buildStage;
    private final int runStage;
    private final Path root;
    private final boolean around;

    /** How a process ended. */
    record Ended(int code, String said) {}

    private UnpackedImage(Path folder, DockerfileParser image, Path root, boolean around) {
        this.folder = folder;
        this.image = image;
        this.buildStage = image.stage("build");
        this.runStage = image.stage("runtime");
        this.root = root;
        this.around = around;
    }

    /** @param folder an empty one, which others may enter from now on */
    static UnpackedImage build(Path folder) throws Exception {
        boolean around = ended(builder(List.of("unshare", "--mount", "true"), folder, Map.of()))
                        .code()
                == 0;
        DockerfileParser file = DockerfileParser.read(Path.of("Dockerfile"));
        UnpackedImage image = new UnpackedImage(folder, file, folder.resolve("root"), around);
        image.runBuild();
        image.makeRoot();
        rights(folder, "rwxr-xr-x");
        return image;
    }

    /** The image that {@code docker build --target lab} builds, beside this one. */
    UnpackedImage withLab() throws Exception {
        int lab = image.stage("lab");
        assertThat(image.base(lab)).isEqualTo("runtime");
        UnpackedImage other = new UnpackedImage(folder, image, folder.resolve("root-lab"), around);
        other.makeRoot();
        image.copy(lab, context(), built(), other.root);
        return other;
    }

    private Path context() {
        return folder.resolve("context");
    }

    private Path built() {
        return folder.resolve("built");
    }

    /** What of the image's root stands at this place. */
    Path at(String place) {
        return root.resolve(place);
    }

    /** Whether it runs without namespaces. */
    boolean isolated() {
        return around;
    }

    /** What the image starts with. */
    Process start(Map<String, String> variables) throws IOException {
        List<String> command = new ArrayList<>();
        if (around) {
            command.addAll(List.of("unshare", "--mount", "sh", "-c", AROUND, "sh", root.toString(), temporary()));
        }
        command.addAll(asUser());
        command.addAll(image.words(runStage, "ENTRYPOINT"));
        command.addAll(image.words(runStage, "CMD"));
        return builder(command, root, variables)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    /** Whether the image's own check finds it healthy. */
    boolean healthy(Map<String, String> variables) throws IOException, InterruptedException {
        return run(image.words(runStage, "HEALTHCHECK"), variables).code() == 0;
    }

    static void rights(Path file, String rights) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a checkout is in which people have set a umask for their secrets. */
    private static void asAfterUmask077(Path context) throws IOException {
        try (Stream<Path> walk = Files.walk(context)) {
            for (Path path : walk.toList()) {
                rights(path, Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    private void runBuild() throws Exception {
        DockerfileParser.context(Path.of(""), context());
        asAfterUmask077(context());
        image.copy(buildStage, context(), null, built());
        Path work = built().resolve("build");
        Map<String, String> maven = new LinkedHashMap<>();
        // A step of the build ends before the second compiler has paid for itself.
        maven.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        if (sources(Path.of("")).equals(sources(work))) {
            // The same sources and the same pom.xml: the compiler would make what the tests run with. All else is made
            // anew.
            copyClasses(work.resolve("target/classes"));
            maven.put("MAVEN_OPTS", "-Dmaven.main.skip=true -XX:TieredStopAtLevel=1");
        }
        for (String command : image.runs(buildStage)) {
            Ended ended = ended(builder(List.of("bash", "-ec", command), work, maven));
            assertThat(ended.code()).as(command + "\n" + ended.said()).isZero();
        }
    }

    private void makeRoot() throws Exception {
        image.copy(runStage, context(), built(), root);
        assertThat(image.stages().get(image.stages().size() - 1))
                .as("what is built without --target adds nothing")
                .hasSize(1);
        assertThat(image.base(image.stages().size() - 1)).isEqualTo("runtime");
        Path data = ownFolder(root.resolve("data"));
        assertThat(String.join("\n", image.runs(runStage))).contains("mkdir /data", "chmod 700 /data");
        rights(data, "rwx------");
        Files.createDirectories(root.resolve("config"));
        rights(Files.createDirectories(root.resolve("tmp")), "rwxrwxrwx");
        namesJapanAsHome(root.resolve("rules"));
    }

    /** One that belongs to the image's user. */
    Path ownFolder(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Ended ended = ended(builder(List.of("chown", user(), folder.toString()), folder, Map.of()));
        assertThat(ended.code()).as(ended.said()).isZero();
        return folder;
    }

    private static List<String> sources(Path checkout) {
        return ProductSources.javaFiles(checkout).stream()
                .map(file -> checkout.relativize(file).toString())
                .toList();
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

    /** {@code uid:gid}. */
    String user() {
        List<String> users = image.all(runStage, "USER");
        return users.get(users.size() - 1);
    }

    /** Those of the Dockerfile; what names places is as if the folder were the root, and ports are free ones. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(image.environment(runStage));
        variables.put(
                "PATH",
                root.resolve("usr/local/bin") + ":" + Path.of(System.getProperty("java.home"), "bin")
                        + ":/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("SEKIMORI_BASE", root.toString());
        variables.put("SEKIMORI_JAR", root.resolve("opt/sekimori/sekimori.jar").toString());
        variables.put("SEKIMORI_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + root.resolve("tmp"));
        variables.put("SERVER_PORT", Integer.toString(portWithNeighbour()));
        variables.put(
                "SEKIMORI_POSTFIX_PORT", Integer.toString(FreePorts.free(1).get(0)));
        // What is asked here is what is decided, not how fast a busy machine does it.
        variables.put("SEKIMORI_POSTFIX_DEADLINE", "9s");
        variables.put("SEKIMORI_RULEBOOKS_TRIAL_DEADLINE", "5m");
        variables.put("SEKIMORI_KAFKA_PORT", Integer.toString(FreePorts.free(1).get(0)));
        return variables;
    }

    /** The port after that of the API is for health. */
    private static int portWithNeighbour() {
        for (; ; ) {
            int port = FreePorts.free(1).get(0);
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

    /** How the compose file mounts {@code /tmp}. */
    private static String temporary() throws IOException {
        Matcher tmpfs = Pattern.compile("tmpfs: \\[\"/tmp:([^\"]+)\"]")
                .matcher(Files.readString(Path.of("docker-compose.yml")));
        assertThat(tmpfs.find()).isTrue();
        return tmpfs.group(1);
    }

    private List<String> asUser() {
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

    /** What it printed. */
    String said() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }

    /** As {@code docker exec} runs it. */
    Ended run(List<String> command, Map<String, String> variables) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(asUser());
        all.addAll(command);
        return ended(builder(all, root, variables));
    }

    /** The same with a file as its input. */
    Ended feed(Path in, List<String> command, Map<String, String> variables) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(asUser());
        all.addAll(command);
        return ended(builder(all, root, variables).redirectInput(in.toFile()));
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
}
