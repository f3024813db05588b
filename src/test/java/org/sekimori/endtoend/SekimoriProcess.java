package org.sekimori.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running {@code sekimori up}, as an operator has it, and the other commands against it. */
public final class SekimoriProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    /**
     * Answers come from the log however busy the machine is: a fallback is one because something is away. What was decided is there for
     * others to read sooner than they need it.
     */
    private static final Map<String, String> PATIENT =
            Map.of("SEKIMORI_POSTFIX_DEADLINE", "5s", "SEKIMORI_KAFKA_COMMITINTERVAL", "250ms");

    private static final Path RUNNING = Path.of(
                    "target", "running", Long.toString(ProcessHandle.current().pid()))
            .toAbsolutePath();

    private final Path data;
    private final Process process;
    private final Properties run;
    private final @Nullable Path classes;

    private SekimoriProcess(Path data, Process process, Properties run, @Nullable Path classes) {
        this.data = data;
        this.process = process;
        this.run = run;
        this.classes = classes;
    }

    /** Starts over a data folder, on free ports unless told otherwise, and waits until it says that it is up. */
    public static SekimoriProcess start(Path data, Path rules, String... more) {
        return start(Map.of(), data, rules, more);
    }

    /** Gives a data folder the keys that the instances on a log share, as an operator copies them. */
    static Path withKeysOf(SekimoriProcess first, Path data) {
        try {
            Files.createDirectories(data.resolve("keys"));
            for (String key : List.of("recipients.key", "questions.key")) {
                Files.copy(
                        first.data.resolve("keys").resolve(key),
                        data.resolve("keys").resolve(key));
            }
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with properties of its own as variables, such as {@code SEKIMORI_ELASTICSEARCH_URL}. */
    public static SekimoriProcess start(Map<String, String> variables, Path data, Path rules, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("up", "--data", data.toString(), "--rules", rules.toString(), "--port", "0"));
        if (!List.of(more).contains("--policy-port")) {
            arguments.addAll(List.of("--policy-port", "0"));
        }
        if (!List.of(more).contains("--kafka-port") && !List.of(more).contains("--kafka")) {
            arguments.addAll(List.of("--kafka-port", "0"));
        }
        arguments.addAll(List.of(more));
        try {
            Files.createDirectories(data);
            AcceptedRulebooks.give(data);
            Path output = data.resolve("output.txt");
            Path classes = SharedClassArchive.toList();
            List<String> command = command(arguments, "-Xmx448m");
            if (classes != null) {
                command.add(1, "-XX:DumpLoadedClassList=" + classes);
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(PATIENT);
            builder.environment().putAll(variables);
            Process process = builder.start();
            Properties run = awaitRun(data, process, output);
            AcceptedRulebooks.take(data);
            return new SekimoriProcess(data, process, run, classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties awaitRun(Path data, Process process, Path output) {
        Properties run = new Properties();
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Sekimori ended: " + Files.readString(output));
            }
            Path file = data.resolve("run.properties");
            if (Files.exists(file)) {
                try (Reader in = Files.newBufferedReader(file)) {
                    run.load(in);
                }
            }
            return run.getProperty("policy") != null
                    && run.getProperty("pid", "").equals(Long.toString(process.pid()));
        });
        return run;
    }

    static List<String> command(List<String> arguments, String heap) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Services of tests are not among those that the developer runs, nor among those of tests beside them.
                "-Dsekimori.running=" + RUNNING));
        command.addAll(SharedClassArchive.options());
        command.add("org.sekimori.cli.Sekimori");
        command.addAll(arguments);
        return command;
    }

    /** What a command printed. */
    public record Printed(int exitCode, String out, String err) {}

    /** Runs another command over the same data folder. */
    public Printed run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return runAlone(all);
    }

    /** Runs a command that needs no service. */
    public static Printed runAlone(List<String> arguments) {
        return run(new ProcessBuilder(command(arguments, "-Xmx256m")));
    }

    /** The same with properties of its own as variables. */
    static Printed runAlone(Map<String, String> variables, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(command(arguments, "-Xmx256m"));
        builder.environment().putAll(variables);
        return run(builder);
    }

    /** The same with a file as its standard input, in the plainest locale, where Java would print in ASCII. */
    static Printed feed(Path in, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(command(arguments, "-Xmx256m")).redirectInput(in.toFile());
        builder.environment().put("LC_ALL", "C");
        return run(builder);
    }

    private static Printed run(ProcessBuilder builder) {
        try {
            Path out = Files.createTempFile("sekimori", ".out");
            Path err = Files.createTempFile("sekimori", ".err");
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + builder.command());
            }
            Printed printed = new Printed(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public int policyPort() {
        return port(run.getProperty("policy"));
    }

    public String kafka() {
        return run.getProperty("kafka");
    }

    public int kafkaPort() {
        return port(kafka());
    }

    public String http() {
        return run.getProperty("http");
    }

    public String apiKey() {
        try {
            return Files.readString(data.resolve("keys").resolve("local.key"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Freezes it (SIGSTOP), or lets it go on (SIGCONT). */
    public void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the kernel kills it: no warning, nothing written any more. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
        if (classes != null) {
            SharedClassArchive.notListed(classes);
        }
    }

    /** An orderly stop. */
    @Override
    public void close() {
        boolean ended = !process.isAlive();
        process.destroy();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            } else if (classes != null && !ended) {
                SharedClassArchive.listed(classes);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
