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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.up.UpCommand;

/**
 * A running {@code sekimori up}, as an operator has it, and the other commands against it. Services and commands run in processes, most of
 * them in {@link ReusableJvm}s, where a second one starts in a fifth of the time.
 */
public final class SekimoriProcess implements AutoCloseable {

    private static final String SERVICE_HEAP = "-Xmx448m";
    /** What the services before left behind, such as compiled rulebooks that nothing uses any more, has its place. */
    private static final String SERVICES_HEAP = "-Xmx640m";

    private static final String COMMAND_HEAP = "-Xmx256m";
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final int COMMAND_MINUTES = 3;
    /**
     * Answers come from the log however busy the machine is: a fallback is one because something is away. What was decided is there for
     * others to read sooner than they need it.
     */
    private static final Map<String, String> PATIENT = Map.of(
            "SEKIMORI_POSTFIX_DEADLINE", "5s",
            "SEKIMORI_KAFKA_COMMITINTERVAL", "250ms",
            // One for each thread. Each more is opened and closed with every service, with its stores.
            "SEKIMORI_KAFKA_PARTITIONS", "2",
            // A test asks too few requests for a warm-up to pay.
            "SEKIMORI_WARMUP", "0s");

    /** For tests in which it matters that there are as many partitions as an operator has. */
    public static final Map<String, String> SHIPPED_PARTITIONS = Map.of("SEKIMORI_KAFKA_PARTITIONS", "8");

    static final Path RUNNING = Path.of(
                    "target", "running", Long.toString(ProcessHandle.current().pid()))
            .toAbsolutePath();

    private final Path data;
    private final Process process;
    private final @Nullable ReusableJvm reusable;
    private final Properties run;
    private boolean closed;

    private SekimoriProcess(Path data, Process process, @Nullable ReusableJvm reusable, Properties run) {
        this.data = data;
        this.process = process;
        this.reusable = reusable;
        this.run = run;
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
        Path output = prepare(data);
        ReusableJvm jvm = ReusableJvm.take(SERVICES_HEAP);
        CompletableFuture<Integer> up = jvm.run(patient(variables), up(data, rules, more), output, output);
        Properties run = awaitRun(data, jvm.process(), output, up::isDone);
        if (!up.join().equals(UpCommand.STAYS_UP)) {
            jvm.release();
            throw ended(output);
        }
        AcceptedRulebooks.take(data);
        return new SekimoriProcess(data, jvm.process(), jvm, run);
    }

    /** The same in a process that nothing ran in before, and nothing runs in afterwards: it ends as an operator sees it end. */
    public static SekimoriProcess startAlone(Map<String, String> variables, Path data, Path rules, String... more) {
        return startAlone(command(up(data, rules, more), SERVICE_HEAP), variables, data);
    }

    /** The same with options of Java, and without the archive of classes. */
    static SekimoriProcess startAlone(List<String> options, Path data, Path rules) {
        List<String> command = new ArrayList<>(java(SERVICE_HEAP));
        command.addAll(options);
        command.addAll(program(up(data, rules)));
        return startAlone(command, Map.of(), data);
    }

    private static SekimoriProcess startAlone(List<String> command, Map<String, String> variables, Path data) {
        Path output = prepare(data);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(patient(variables));
        try {
            Process process = builder.start();
            Properties run = awaitRun(data, process, output, () -> false);
            AcceptedRulebooks.take(data);
            return new SekimoriProcess(data, process, null, run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path prepare(Path data) {
        try {
            Files.createDirectories(data);
            AcceptedRulebooks.give(data);
            return data.resolve("output.txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> up(Path data, Path rules, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("up", "--data", data.toString(), "--rules", rules.toString(), "--port", "0"));
        if (!List.of(more).contains("--policy-port")) {
            arguments.addAll(List.of("--policy-port", "0"));
        }
        if (!List.of(more).contains("--kafka-port") && !List.of(more).contains("--kafka")) {
            arguments.addAll(List.of("--kafka-port", "0"));
        }
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static Map<String, String> patient(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(PATIENT);
        all.putAll(variables);
        return all;
    }

    private static Properties awaitRun(Path data, Process process, Path output, BooleanSupplier answered) {
        Properties run = new Properties();
        Callable<Boolean> ready = () -> {
            boolean done = answered.getAsBoolean();
            Path file = data.resolve("run.properties");
            if (Files.exists(file)) {
                try (Reader in = Files.newBufferedReader(file)) {
                    run.load(in);
                }
            }
            boolean up = run.getProperty("policy") != null
                    && run.getProperty("pid", "").equals(Long.toString(process.pid()));
            if (!up && (done || !process.isAlive())) {
                throw ended(output);
            }
            return up;
        };
        try {
            await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(50)).until(ready);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("Sekimori is not up: " + text(output), e);
        }
        return run;
    }

    private static IllegalStateException ended(Path output) {
        return new IllegalStateException("Sekimori ended: " + text(output));
    }

    private static String text(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java with the options of all processes of tests, without a class path. */
    static List<String> java(String heap) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Services of tests are not among those that the developer runs, nor among those of tests beside them.
                "-Dsekimori.running=" + RUNNING);
    }

    static List<String> command(List<String> arguments, String heap) {
        List<String> command = new ArrayList<>(java(heap));
        command.addAll(ClassDataArchive.options());
        command.addAll(program(arguments));
        return command;
    }

    private static List<String> program(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("-cp", ProgramClassPath.TEXT, "org.sekimori.cli.Sekimori"));
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

    /** The same with variables of its own. */
    public Printed run(Map<String, String> variables, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return runAlone(variables, all);
    }

    /** The same again and again until it succeeds: what has been decided is found and listed a commit later. */
    public Printed runUntilFound(String... arguments) {
        return await().atMost(START_LIMIT).until(() -> run(arguments), printed -> printed.exitCode() == 0);
    }

    /** Runs a command that needs no service. */
    public static Printed runAlone(List<String> arguments) {
        return runAlone(Map.of(), arguments);
    }

    /** The same with properties of its own as variables. */
    static Printed runAlone(Map<String, String> variables, List<String> arguments) {
        return captured((out, err) -> {
            ReusableJvm jvm = ReusableJvm.take(COMMAND_HEAP);
            try {
                int code = jvm.run(variables, arguments, out, err).get(COMMAND_MINUTES, TimeUnit.MINUTES);
                jvm.release();
                return code;
            } catch (ExecutionException | TimeoutException e) {
                jvm.process().destroyForcibly();
                throw new IllegalStateException("did not end: " + arguments, e);
            }
        });
    }

    /** Runs a command in a process that nothing else runs in, as an operator does. */
    public static Printed runInOwnProcess(List<String> arguments) {
        return run(new ProcessBuilder(command(arguments, COMMAND_HEAP)));
    }

    /** The same with a file as its standard input, in the plainest locale, where Java would print in ASCII. */
    static Printed feed(Path in, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(command(arguments, COMMAND_HEAP)).redirectInput(in.toFile());
        builder.environment().put("LC_ALL", "C");
        return run(builder);
    }

    private static Printed run(ProcessBuilder builder) {
        return captured((out, err) -> {
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(COMMAND_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + builder.command());
            }
            return process.exitValue();
        });
    }

    /** Something that prints to two files and ends with an exit code. */
    private interface Command {
        int run(Path out, Path err) throws IOException, InterruptedException;
    }

    private static Printed captured(Command command) {
        try {
            Path out = Files.createTempFile("sekimori", ".out");
            Path err = Files.createTempFile("sekimori", ".err");
            int code = command.run(out, err);
            Printed printed = new Printed(code, Files.readString(out), Files.readString(err));
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
    }

    /** An orderly stop; of one that was stopped already, nothing. */
    @Override
    public void close() {
        if (closed || !process.isAlive()) {
            return;
        }
        closed = true;
        try {
            if (reusable == null) {
                process.destroy();
            } else if (reusable.stop(STOP_LIMIT)) {
                reusable.release();
                return;
            }
            if (reusable != null || !process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
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
