package org.sekimori.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In processes of their own, with each Java that is there: what is printed into a file or a pipe has no bars and no colours. */
class TerminalTest {

    /** What such a process does. */
    static final class Asked {
        public static void main(String[] args) {
            System.out.println("out=" + Terminal.out() + " err=" + Terminal.err());
        }
    }

    static List<Path> javas() throws IOException {
        Path others = Path.of("/usr/lib/jvm");
        try (Stream<Path> found = Files.isDirectory(others) ? Files.list(others) : Stream.empty()) {
            return Stream.concat(Stream.of(Path.of(System.getProperty("java.home"))), found)
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(TerminalTest::isRecent)
                    .map(home -> home.resolve("bin/java"))
                    .map(TerminalTest::real)
                    .distinct()
                    .toList();
        }
    }

    private static boolean isRecent(Path home) {
        try {
            return Files.readString(home.resolve("release")).matches("(?s).*JAVA_VERSION=\"(1[7-9]|[2-9]\\d)[.\"].*");
        } catch (IOException e) {
            return false;
        }
    }

    private static Path real(Path java) {
        try {
            return java.toRealPath();
        } catch (IOException e) {
            return java;
        }
    }

    private static List<String> command(Path java) {
        return List.of(java.toString(), "-cp", System.getProperty("java.class.path"), Asked.class.getName());
    }

    private static String output(ProcessBuilder process) throws IOException {
        Process started = process.redirectErrorStream(true).start();
        started.getOutputStream().close();
        return new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void aPipeIsNoTerminal(Path java) throws IOException {
        assertThat(output(new ProcessBuilder(command(java)))).contains("out=false err=false");
    }

    /** {@code script} (util-linux) gives a process a terminal of its own. */
    @ParameterizedTest
    @MethodSource("javas")
    void aTerminalIsOneUnlessWhatIsPrintedGoesElsewhere(Path java) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script of util-linux");
        Path classPath = Files.writeString(
                Files.createTempFile("class-path", ".args"), "-cp " + System.getProperty("java.class.path") + "\n");
        String run = java + " @" + classPath + " '" + Asked.class.getName() + "'";
        try {
            assertThat(inTerminal(run)).contains("out=true err=true");
            assertThat(inTerminal(run + " | cat")).contains("out=false err=false");
            assertThat(inTerminal(run + " 2>/dev/null")).contains("out=true err=false");
        } finally {
            Files.delete(classPath);
        }
    }

    private static String inTerminal(String run) throws IOException {
        return output(new ProcessBuilder("/usr/bin/script", "-qec", run, "/dev/null"));
    }
}
