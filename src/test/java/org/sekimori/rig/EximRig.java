package org.sekimori.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A throw-away Exim in a folder and on a port of its own. One with the files of {@code docs/connect/exim} keeps in its
 * queue what it takes. Every user has {@link PostfixRig#PASSWORD}.
 */
public final class EximRig implements AutoCloseable {

    /** Where {@code ./sekimori test} unpacks it: the package conflicts with Postfix's. */
    private static final Path UNPACKED = Path.of("target/exim/usr/sbin/exim4");

    private static final String USER = "Debian-exim";

    private final Path folder;
    private final int port;
    private final Process process;

    private EximRig(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** The program; empty if this machine has none. */
    public static Optional<Path> program() {
        String named = System.getenv("SEKIMORI_EXIM");
        return Stream.of(
                        Optional.ofNullable(named).map(Path::of),
                        ExternalCommand.find("exim4"),
                        Optional.of(UNPACKED.toAbsolutePath()))
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What this machine lacks; empty if it has everything. */
    public static String missing() {
        if (program().isEmpty()) {
            return "Exim is not here";
        }
        return "root".equals(System.getProperty("user.name")) ? "" : "Exim can be started only by root";
    }

    /** Starts one and returns when it answers; nothing need listen at the policy port. */
    public static EximRig start(Path folder, int policyPort) throws IOException {
        Map<String, String> words = Map.of(
                "docs", Path.of("docs/connect/exim").toAbsolutePath().toString(),
                "policyPort", Integer.toString(policyPort));
        return start(folder, "exim.conf", words);
    }

    /**
     * Starts one that asks nobody and delivers; returns when it answers.
     *
     * @param logSelector such as {@code +all}
     * @param nextHop port of the server on this machine that gets mail for other domains
     */
    public static EximRig delivering(Path folder, String logSelector, int nextHop) throws IOException {
        Map<String, String> words = Map.of("logSelector", logSelector, "nextHop", Integer.toString(nextHop));
        return start(folder, "exim-delivering.conf", words);
    }

    private static EximRig start(Path folder, String template, Map<String, String> words) throws IOException {
        Path exim = program().orElseThrow();
        int port = FreePorts.free(1).get(0);
        Path real = folder.toRealPath();
        PostfixConfigWriter.letOthersEnter(real);
        for (String name : new String[] {"spool", "log"}) {
            Path made = Files.createDirectories(real.resolve(name));
            Files.setOwner(
                    made, made.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        }
        Map<String, String> all = new HashMap<>(words);
        all.putAll(Map.of("exim", exim.toString(), "folder", real.toString(), "port", Integer.toString(port)));
        Path conf = real.resolve("exim.conf");
        Files.writeString(conf, filled(template, all));
        Process process = new ProcessBuilder(exim.toString(), "-C", conf.toString(), "-bdf", "-q1h")
                .redirectErrorStream(true)
                .redirectOutput(real.resolve("exim.out").toFile())
                .start();
        EximRig rig = new EximRig(real, port, process);
        try {
            await("Exim")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .failFast("Exim has ended", () -> !process.isAlive())
                    .until(() -> {
                        rig.from("127.0.0.1").close();
                        return true;
                    });
            return rig;
        } catch (RuntimeException e) {
            rig.close();
            throw new IllegalStateException(
                    "Exim did not start: " + Files.readString(real.resolve("exim.out")) + rig.log("panic"), e);
        }
    }

    private static String filled(String template, Map<String, String> words) throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(EximRig.class.getResourceAsStream(template))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("%" + word.getKey() + "%", word.getValue());
        }
        return text;
    }

    /** The port of its submission service, on this machine. */
    public int port() {
        return port;
    }

    /** A client at an address of 127.0.0.0/8, which has said EHLO. */
    SmtpClient from(String address) {
        return SmtpClient.connect("127.0.0.1", port, address);
    }

    /** A client at any address, behind a proxy. */
    public SmtpClient behindProxy(String address) {
        return SmtpClient.connectAsProxy(port, address);
    }

    /** All that it has logged of a kind: {@code main}, {@code reject} or {@code panic}. */
    public String log(String kind) {
        try {
            Path file = folder.resolve("log").resolve(kind + "log");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a message is in the queue and frozen there, as its envelope file says (Exim's specification, 'Format of spool files'). */
    boolean frozen(String id) {
        try (Stream<Path> files = Files.walk(folder.resolve("spool/input"))) {
            Path envelope =
                    files.filter(file -> file.endsWith(id + "-H")).findFirst().orElseThrow();
            return Files.readString(envelope).contains("\n-frozen ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
