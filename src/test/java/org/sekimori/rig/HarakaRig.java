package org.sekimori.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A throw-away Haraka with the plugin of {@code docs/connect/haraka}, in a folder and on a port of its own. It throws away what it
 * takes, refuses after the end of the data what has {@code Subject: unwanted}, bounces what has {@code Subject: bounce}, and delays what has
 * {@code Subject: delay}, three times. The
 * user is alice@isp.example with {@link PostfixRig#PASSWORD}.
 */
public final class HarakaRig implements AutoCloseable {

    /** Where {@code ./sekimori test} installs it. */
    private static final Path INSTALLED = Path.of("target/haraka/node_modules/Haraka");

    /** Stands in for the plugins of an operator that queue, refuse, and deliver. */
    private static final String OTHER_PLUGIN = """
            // The rig has no TLS, and Haraka lets only clients in private networks log in without.
            exports.hook_capabilities = function (next, connection) {
                if (!connection.notes.allowed_auth_methods) {
                    connection.notes.allowed_auth_methods = ['PLAIN']
                    connection.capabilities.push('AUTH PLAIN')
                }
                next()
            }
            exports.hook_queue_outbound = function (next, connection) {
                const subject = connection.transaction.header.get('subject').trim()
                if (subject === 'unwanted') return next(DENY, 'Unwanted')
                const hmail = Object.assign({ filename: 'x' + connection.transaction.uuid, todo: connection.transaction }, {
                    logdebug() {}, loginfo() {}, logerror() {}, lognotice() {}, logprotocol() {}, logwarn() {}, logcrit() {},
                    bounce_respond() {}, deferred_respond() {}, hooks_to_run: [], results: connection.results,
                })
                if (subject === 'bounce') {
                    const back = { address: 'bob@example.net', dsn_status: '5.1.1' }
                    server.plugins.run_hooks('bounce', hmail, { bounced_rcpt: [back, back] })
                }
                if (subject === 'delay') {
                    for (hmail.num_failures = 1; hmail.num_failures < 4; hmail.num_failures++) {
                        server.plugins.run_hooks('deferred', hmail, { delay: 64, err: 'Upstream error: 451 4.3.2 later' })
                    }
                }
                next(OK)
            }
            """;

    private final Path folder;
    private final int port;
    private final Process process;

    private HarakaRig(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    private static Optional<Path> program() {
        String named = System.getenv("SEKIMORI_HARAKA");
        return Stream.of(Optional.ofNullable(named).map(Path::of), Optional.of(INSTALLED.toAbsolutePath()))
                .flatMap(Optional::stream)
                .map(home -> home.resolve("bin/haraka"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** What this machine lacks; empty if it has everything. */
    public static String missing() {
        return program().isEmpty() || ExternalCommand.find("node").isEmpty() ? "Haraka or Node.js is not here" : "";
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param url of Sekimori
     * @param key of its API
     * @param onFailure {@code pass} or {@code defer}
     * @param quarantine whether the plugin is listed that holds messages
     */
    public static HarakaRig start(Path folder, String url, String key, String onFailure, boolean quarantine)
            throws IOException {
        return start(folder, url, key, onFailure, quarantine, "");
    }

    /** Whether the client of Kafka is here that the plugin uses. */
    static boolean hasKafkaClient() {
        return program()
                .map(home -> home.resolveSibling("../../kafkajs").normalize())
                .filter(Files::isDirectory)
                .isPresent();
    }

    /**
     * The same with more settings.
     *
     * @param settings lines behind those of sekimori.ini
     */
    static HarakaRig start(Path folder, String url, String key, String onFailure, boolean quarantine, String settings)
            throws IOException {
        int port = FreePorts.free(1).get(0);
        Path config = Files.createDirectories(folder.resolve("config"));
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.createDirectories(folder.resolve("queue"));
        Files.copy(Path.of("docs/connect/haraka/sekimori.js"), plugins.resolve("sekimori.js"));
        Files.writeString(plugins.resolve("other.js"), OTHER_PLUGIN);
        Path shipped = program().orElseThrow().resolveSibling("../config").normalize();
        Files.writeString(
                config.resolve("connection.ini"),
                Files.readString(shipped.resolve("connection.ini"))
                        .replace("\nhosts[] =\n", "\nhosts[] = " + SmtpClient.PROXY + "\n"));
        Files.writeString(
                config.resolve("plugins"),
                "auth/flat_file\nsekimori\n" + (quarantine ? "queue/quarantine\n" : "") + "other\n");
        Files.writeString(config.resolve("smtp.ini"), "listen=127.0.0.1:" + port + "\nnodes=0\n");
        Files.writeString(config.resolve("me"), "mx3.isp.example\n");
        Files.writeString(config.resolve("host_list"), "isp.example\n");
        Files.writeString(config.resolve("log.ini"), "[main]\nlevel=INFO\n");
        Files.writeString(
                config.resolve("auth_flat_file.ini"),
                "[core]\nmethods=PLAIN,LOGIN\nconstrain_sender=false\n[users]\nalice@isp.example=" + PostfixRig.PASSWORD
                        + "\n");
        Files.writeString(config.resolve("quarantine.ini"), "quarantine_path=" + folder.resolve("held") + "\n");
        String ini = Files.readString(Path.of("docs/connect/haraka/sekimori.ini"))
                        .replace("url=http://127.0.0.1:8080", "url=" + url)
                        .replace("key=", "key=" + key)
                        .replace("timeout=2000", "timeout=500")
                        .replace("on_failure=pass", "on_failure=" + onFailure)
                + settings;
        Files.writeString(config.resolve("sekimori.ini"), ini);
        Process process = new ProcessBuilder(
                        ExternalCommand.find("node").orElseThrow().toString(),
                        program().orElseThrow().toString(),
                        "-c",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haraka.log").toFile())
                .start();
        HarakaRig rig = new HarakaRig(folder, port, process);
        try {
            await("Haraka")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("Haraka has ended", () -> !process.isAlive())
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> {
                        rig.client().close();
                        return true;
                    });
            return rig;
        } catch (RuntimeException e) {
            rig.close();
            throw new IllegalStateException("Haraka did not start: " + rig.log(), e);
        }
    }

    /** A client that has said EHLO. */
    SmtpClient client() {
        return SmtpClient.connect("127.0.0.1", port);
    }

    /** A client at any address, behind a proxy. */
    public SmtpClient behindProxy(String address) {
        return SmtpClient.connectAsProxy(port, address);
    }

    String log() {
        try {
            return Files.readString(folder.resolve("haraka.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages that it holds in quarantine. */
    List<Path> held() {
        try (Stream<Path> files = Files.walk(folder.resolve("held/sekimori"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
