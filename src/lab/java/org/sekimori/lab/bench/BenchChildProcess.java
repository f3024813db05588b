package org.sekimori.lab.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sekimori.cli.Sekimori;
import org.sekimori.cli.support.LocalServiceRegistry;
import org.sekimori.server.UserFacingException;

/** A child process, a service or a broker, that a benchmark freezes and kills. */
final class BenchChildProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(8);
    private static final long LOOK_MILLIS = 100;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final int LAST_LINES = 20;

    /** The metric of answers, and its label for those of the fallback. */
    static final String ANSWERS = "sekimori_endpoint_answers_seconds_count";

    static final String BY_FALLBACK = "source=\"fallback\"";

    private final Process process;
    private final Path output;

    /** A benchmark that is ended from outside leaves none behind. */
    private final Thread withThisProcess;

    private BenchChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.withThisProcess = new Thread(process::destroyForcibly, "end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(withThisProcess);
    }

    /**
     * Starts a process with the Java and the classes of this one.
     *
     * @param heap such as {@code -Xmx448m}
     * @param output file that its output is appended to
     * @param variables additional environment variables
     */
    static BenchChildProcess start(String heap, Path output, Map<String, String> variables, List<String> arguments)
            throws IOException {
        String classes = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseG1GC",
                "-XX:MaxDirectMemorySize=128m",
                "-XX:+ExitOnOutOfMemoryError",
                // Commands must not find a service under measurement.
                "-D" + LocalServiceRegistry.FOLDER + "=" + output.resolveSibling("running")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:SharedArchiveFile="))
                .forEach(command::add);
        if (classes.endsWith(".jar") && !classes.contains(System.getProperty("path.separator"))) {
            command.addAll(List.of("-jar", classes));
        } else {
            command.addAll(List.of("-cp", classes, Sekimori.class.getName()));
        }
        command.addAll(arguments);
        Files.createDirectories(output.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(variables);
        return new BenchChildProcess(builder.start(), output);
    }

    /** Waits until it is as it should be; fails if it ends before. */
    void await(BooleanSupplier up) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!up.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new UserFacingException(
                        "a process of the measurement did not start: " + Files.readString(output));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * Checks that it still runs.
     *
     * @throws UserFacingException with its last lines, if it does not
     */
    void requireRunning() throws IOException {
        if (!process.isAlive()) {
            List<String> lines = Files.readAllLines(output);
            throw new UserFacingException(
                    "a process of the measurement ended with code " + process.exitValue() + "; its last lines:\n"
                            + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
        }
    }

    /** Freezes ({@code STOP}) or resumes ({@code CONT}) it. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new UserFacingException("the measurement needs 'kill -" + name + "', which failed");
        }
    }

    /** As the kernel kills it. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(withThisProcess);
        } catch (IllegalStateException e) {
            // This process is ending, so the hook runs.
            process.destroyForcibly();
        }
    }

    /** The key of the command line for a service over a data folder. */
    static String localKey(Path data) throws IOException {
        return Files.readString(data.resolve("keys").resolve("local.key")).strip();
    }

    /** Answers of a service's endpoints that were the fallback's. */
    static double fallbacks(String http, String key) throws IOException, InterruptedException {
        return metric(http, key, ANSWERS, BY_FALLBACK);
    }

    /** Value of a service's metric, optionally with a label. */
    static double metric(String http, String key, String name, String label) throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(http + "/actuator/prometheus?includedNames=" + name + ","
                                + name.replaceAll("_(count|total)$", "")))
                        .header("Authorization", "Bearer " + key)
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        forget();
    }
}
