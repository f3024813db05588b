package org.sekimori.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker without a service, which can be frozen, and killed and started again with its data. */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String SAYS = "Kafka 127.0.0.1:";

    private final Path data;
    private final Path output;
    private final int port;
    private Process process;

    private BrokerProcess(Path data, Path output, int port, Process process) {
        this.data = data;
        this.output = output;
        this.port = port;
        this.process = process;
    }

    public static BrokerProcess start(Path data) {
        try {
            Files.createDirectories(data);
            Path output = data.resolve("output.txt");
            Process process = run(data, output, 0);
            await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> port(output) > 0);
            return new BrokerProcess(data, output, port(output), process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process run(Path data, Path output, int port) throws IOException {
        List<String> arguments =
                List.of("broker", "--data", data.resolve("kafka").toString(), "--kafka-port", Integer.toString(port));
        return new ProcessBuilder(SekimoriProcess.command(arguments, "-Xmx256m"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private static int port(Path output) throws IOException {
        String said = Files.readString(output);
        int at = said.indexOf(SAYS);
        int end = at < 0 ? -1 : said.indexOf('\n', at);
        return end < 0
                ? 0
                : Integer.parseInt(said.substring(at + SAYS.length(), end).strip());
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** As a machine that hangs: connections stay, and nothing comes. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
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

    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again over its data, at its port. */
    public void restart() {
        try {
            process = run(data, output, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thaw();
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
