package org.sekimori.rig;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program of the machine to its end. */
final class ExternalCommand {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Places where distributions keep what only root uses; often not in the path of a build. */
    private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

    private ExternalCommand() {}

    /** What a program wrote, both streams in order, and how it ended. */
    record Result(int exitCode, String output) {}

    /** Where a program is. */
    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), MORE_FOLDERS.stream())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs a program. Its output goes through a file, not a pipe: a daemon that it leaves behind would keep the pipe
     * open and us waiting.
     *
     * @param folder where that file may be made
     * @throws IllegalStateException if there is no such program or it takes more than a minute
     */
    static Result run(Path folder, String program, List<String> arguments) {
        return run(folder, program, arguments, "");
    }

    /** The same with something to read from its standard input. */
    static Result run(Path folder, String program, List<String> arguments, String input) {
        Path executable = find(program).orElseThrow(() -> new IllegalStateException("there is no " + program));
        try {
            Path output = Files.createTempFile(folder, program, ".out");
            Path read = Files.writeString(Files.createTempFile(folder, program, ".in"), input);
            Process process = new ProcessBuilder(Stream.concat(Stream.of(executable.toString()), arguments.stream())
                            .toList())
                    .redirectErrorStream(true)
                    .redirectInput(read.toFile())
                    .redirectOutput(output.toFile())
                    .start();
            int exitCode = waitFor(process, program);
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            Files.delete(output);
            Files.delete(read);
            return new Result(exitCode, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int waitFor(Process process, String program) {
        try {
            if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IllegalStateException(program + " did not end within " + LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + program, e);
        } finally {
            process.destroyForcibly();
        }
    }
}
