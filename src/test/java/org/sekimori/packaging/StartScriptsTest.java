package org.sekimori.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.server.HeapCheck;
import org.sekimori.server.UserFacingException;

/** The scripts that start Java, in a source tree and in the image, with a {@code java} that prints how it was called. */
class StartScriptsTest {

    @TempDir
    private Path folder;

    private Path tree;

    @BeforeEach
    void aTreeThatIsBuilt() throws IOException {
        tree = Files.createDirectories(folder.resolve("tree")).toRealPath();
        for (String module : List.of("core", "service", "cli", "lab")) {
            Files.createDirectories(tree.resolve("src").resolve(module));
        }
        Files.createFile(tree.resolve("pom.xml"));
        Files.copy(Path.of("sekimori"), tree.resolve("sekimori"));
        Files.createDirectories(tree.resolve("target"));
        Files.createFile(tree.resolve("target/sekimori.jar"));
        Files.createFile(tree.resolve("target/sekimori-lab.jar"));
        Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
                for word in "$@"; do echo "$word"; done
                echo "OUT_OF_MEMORY=$OUT_OF_MEMORY"
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    static Stream<String> scripts() {
        return Stream.of("tree", "image");
    }

    private record Ended(int code, List<String> lines) {

        String said() {
            return String.join("\n", lines);
        }
    }

    private Ended start(String script, Map<String, String> variables, String... arguments) throws Exception {
        Path file = script.equals("tree")
                ? tree.resolve("sekimori")
                : Path.of("src/docker/sekimori").toAbsolutePath();
        return run(file, variables, arguments);
    }

    private Ended run(Path file, Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", file.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("SEKIMORI_HEAP");
        // Of the image's script: an image with the lab.
        builder.environment()
                .put("SEKIMORI_JAR", tree.resolve("target/sekimori.jar").toString());
        builder.environment().putAll(variables);
        builder.environment()
                .merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + File.pathSeparator + path);
        return ended(builder);
    }

    private static Ended ended(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said.lines().toList());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aHeapThatIsTooSmallIsRefusedBeforeJavaStarts(String script) throws Exception {
        for (String heap : List.of("64m", "159m", "1k", "100000k")) {
            Ended ended = start(script, Map.of("SEKIMORI_HEAP", heap), "up");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.lines())
                    .containsExactly("sekimori: SEKIMORI_HEAP=" + heap
                            + " is too small for 'up', which needs 160m to start; set it higher, or leave it out");
        }
        assertThat(start(script, Map.of("SEKIMORI_HEAP", "300m"), "backtest").said())
                .contains("which needs 512m");
        assertThat(start(script, Map.of("SEKIMORI_HEAP", "100m"), "simulate").said())
                .contains("which needs 256m");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aHeapThatIsNoSizeIsNamed(String script) throws Exception {
        for (String heap : List.of("much", "448", "1.5g", "-1m", "1t")) {
            Ended ended = start(script, Map.of("SEKIMORI_HEAP", heap), "up");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.said()).contains("SEKIMORI_HEAP must be a size such as 448m or 1g, not '" + heap + "'");
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aHeapThatIsEnoughIsGiven(String script) throws Exception {
        assertThat(start(script, Map.of("SEKIMORI_HEAP", "160m"), "up").lines()).contains("-Xmx160m", "up");
        assertThat(start(script, Map.of("SEKIMORI_HEAP", "2G"), "up").lines()).contains("-Xmx2G");
        assertThat(start(script, Map.of("SEKIMORI_HEAP", ""), "up").lines()).contains("-Xmx448m");
        assertThat(start(script, Map.of("SEKIMORI_HEAP", "64m"), "grant", "list")
                        .lines())
                .as("other commands have a heap of their own")
                .contains("-Xmx512m", "grant");
    }

    @Test
    void anImageWithTheLabStartsItsJarForEveryCommand() throws Exception {
        for (String command : List.of("up", "rules", "bench", "simulate", "evaluate", "backtest", "lab")) {
            assertThat(start("image", Map.of(), command, "--help").lines())
                    .contains(tree.resolve("target/sekimori-lab.jar").toString(), command, "--help");
        }
    }

    @Test
    void anImageWithoutTheLabNamesTheOneThatHasIt() throws Exception {
        Files.delete(tree.resolve("target/sekimori-lab.jar"));
        for (String command : List.of("bench", "simulate", "evaluate", "backtest", "lab")) {
            Ended ended = start("image", Map.of(), command, "--help");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.lines())
                    .containsExactly("sekimori: the server's image holds no lab, which '" + command
                            + "' belongs to; build the image with it: docker build --target lab -t sekimori-lab .");
        }
        assertThat(start("image", Map.of(), "rules", "check").lines())
                .contains(tree.resolve("target/sekimori.jar").toString(), "rules", "check");
    }

    @Test
    void theTreeIsFoundFromAnyFolderAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("bin/sekimori"), tree.resolve("sekimori"));
        assertThat(run(link, Map.of(), "grant", "list").lines())
                .contains(
                        "-Dsekimori.base=" + tree,
                        "-Dsekimori.command=" + link,
                        tree.resolve("target/sekimori.jar") + "");
        assertThat(start("image", Map.of(), "grant", "list").lines())
                .contains("-Dsekimori.base=/", "-Dsekimori.command=sekimori");
    }

    /** In place of Spring Boot's tools: writes the jar with its libraries in files of their own. */
    private void aJavaThatUnpacks() throws IOException {
        Path java = folder.resolve("bin/java");
        Files.writeString(java, Files.readString(java).replace("for word", """
                if [ "$3" = -Djarmode=tools ]; then mkdir -p "$8" && touch "$8/sekimori.jar"; exit; fi
                for word"""));
    }

    private List<Path> unpacked() throws IOException {
        try (Stream<Path> files = Files.list(tree.resolve("target"))) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void aTreeRunsFromUnpackedLibrariesAndUnpacksEachBuildOnce() throws Exception {
        aJavaThatUnpacks();
        Path old = Files.createDirectories(tree.resolve("target/app-20200101000000-1"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        List<String> first = start("tree", Map.of(), "grant", "list").lines();

        assertThat(unpacked())
                .as("the one of an older build is gone")
                .hasSize(1)
                .doesNotContain(old);
        Path jar = unpacked().get(0).resolve("sekimori.jar");
        assertThat(first).contains(jar.toString()).noneMatch(word -> word.startsWith("-XX:SharedArchiveFile"));
        assertThat(start("tree", Map.of(), "grant", "list").lines()).contains(jar.toString());

        FileTime later =
                FileTime.from(Files.getLastModifiedTime(jar).toInstant().plusSeconds(5));
        Files.setLastModifiedTime(tree.resolve("target/sekimori.jar"), later);
        assertThat(start("tree", Map.of(), "grant", "list").lines())
                .as("not from the files of the build before")
                .doesNotContain(jar.toString());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void anArchiveOfClassesBesideTheJarIsUsed(String script) throws Exception {
        for (String name : List.of("sekimori", "sekimori-lab")) {
            Files.createFile(tree.resolve("target/" + name + ".jsa"));
        }
        String jar = script.equals("tree") ? "sekimori" : "sekimori-lab";

        for (String command : List.of("up", "why")) {
            assertThat(start(script, Map.of(), command).lines())
                    .contains(
                            "-XX:SharedArchiveFile=" + tree.resolve("target/" + jar + ".jsa"),
                            tree.resolve("target/" + jar + ".jar").toString());
        }
    }

    /** With the words that the script hands to Java, in a Java that really runs out of memory. */
    @ParameterizedTest
    @MethodSource("scripts")
    void aProcessWhoseMemoryIsUsedUpSaysWhatToDo(String script) throws Exception {
        for (String command : List.of("up", "why")) {
            List<String> called = start(script, Map.of(), command).lines();
            List<String> java = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx16m"));
            called.stream().filter(word -> word.contains("OutOfMemoryError")).forEach(java::add);
            java.addAll(List.of("-cp", System.getProperty("java.class.path"), Glutton.class.getName()));
            ProcessBuilder builder = new ProcessBuilder(java);
            String variable = called.get(called.size() - 1);
            builder.environment().put("OUT_OF_MEMORY", variable.substring("OUT_OF_MEMORY=".length()));

            Ended ended = ended(builder);

            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.said())
                    .contains(
                            "sekimori: the memory of this process is used up, so it ends; start it with more, such as "
                                    + (command.equals("up") ? "SEKIMORI_HEAP=1g" : "SEKIMORI_JAVA_OPTS=-Xmx1g"));
        }
    }

    /** Takes all memory. */
    static final class Glutton {
        public static void main(String[] arguments) {
            List<byte[]> all = new ArrayList<>();
            while (all.size() < 1_000) {
                all.add(new byte[1 << 20]);
            }
        }
    }

    @Test
    void aJarThatIsStartedByHandWithTooLittleSaysTheSame() {
        assertThatThrownBy(() -> HeapCheck.require(64L << 20))
                .isInstanceOf(UserFacingException.class)
                .hasMessageContaining("a heap of 64 MB is too small for the service")
                .hasMessageContaining("160 MB");
        assertThatCode(() -> HeapCheck.require(160L << 20)).doesNotThrowAnyException();
    }
}
