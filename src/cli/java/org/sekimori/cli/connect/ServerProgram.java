package org.sekimori.cli.connect;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sekimori.server.UserFacingException;

/** Runs a mail server's own program that prints its configuration. */
final class ServerProgram {

    private static final long PATIENCE_SECONDS = 30;
    private static final int MOST_OUTPUT = 4 * 1024 * 1024;

    private ServerProgram() {}

    /**
     * The lines that a program prints.
     *
     * @throws UserFacingException if it is not there, fails, or does not end
     */
    static List<String> lines(List<String> command) {
        Process process = start(command);
        try {
            CompletableFuture<String> out = output(process.getInputStream());
            CompletableFuture<String> err = output(process.getErrorStream());
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new UserFacingException(
                        "'" + String.join(" ", command) + "' has not ended after " + PATIENCE_SECONDS + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new UserFacingException("'" + String.join(" ", command) + "' failed: "
                        + err.get().strip());
            }
            return out.get().lines().toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserFacingException("interrupted while '" + command.get(0) + "' ran");
        } catch (ExecutionException e) {
            throw new UserFacingException("the output of '" + command.get(0) + "' cannot be read: " + e.getCause());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command) {
        try {
            List<String> found = new ArrayList<>(command);
            found.set(0, resolve(command.get(0)));
            return new ProcessBuilder(found).start();
        } catch (IOException e) {
            throw new UserFacingException("'" + command.get(0)
                    + "' cannot be run; run this command on the mail server, as a user who may read its configuration ("
                    + e.getMessage() + ")");
        }
    }

    /** Mail servers put their programs where only root looks by default. */
    private static String resolve(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "") + File.pathSeparator + "/usr/local/sbin"
                + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(program);
    }

    private static CompletableFuture<String> output(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
