package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.lab.load.LoadGenerator;
import org.sekimori.server.UserFacingException;

/** A policy server that a comparison starts: this service, or one that Debian packages. */
enum PolicyPeer {
    SEKIMORI("sekimori", "every decision with its reasons on the log, exactly once; nothing is lost by kill -9", true),
    POLICYD_RATE_LIMIT(
            "policyd-rate-limit",
            "counts of an account in SQLite, committed with each answer; no look-up of origins",
            false),
    MTPOLICYD("mtpolicyd", "counts of an account and a day in MariaDB (MyISAM), sessions in memcached", true),
    POSTFWD("postfwd", "counts in memory; kill -9 loses all of them", true);

    private static final String SERVICE_HEAP = "-Xmx448m";
    private static final Duration START = Duration.ofMinutes(3);
    private static final List<String> FILES =
            List.of("peer", "mtpolicyd.conf", "postfwd.cf", "postfwd.plugins", "policyd-rate-limit.yaml");

    private final String title;
    private final String keeps;
    private final boolean countsMessages;

    PolicyPeer(String title, String keeps, boolean countsMessages) {
        this.title = title;
        this.keeps = keeps;
        this.countsMessages = countsMessages;
    }

    String title() {
        return title;
    }

    /** What it keeps of its decisions, and what it loses when it is killed. */
    String keeps() {
        return keeps;
    }

    /** The load with the requests that it counts: at the end of a message, or for each recipient. */
    LoadGenerator.Settings counted(LoadGenerator.Settings load) {
        return countsMessages ? load : load.perRecipient();
    }

    /**
     * Installs it if it is missing.
     *
     * @return whether it is there
     */
    boolean install(Path scripts) throws IOException, InterruptedException {
        if (this == SEKIMORI) {
            return true;
        }
        return new ProcessBuilder(scripts.resolve("peer").toString(), "install", title)
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }

    /** Writes the scripts that start peers into a folder that their users may read. */
    static Path writeScripts(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : FILES) {
            Path file = folder.resolve(name);
            try (InputStream from = PolicyPeer.class.getResourceAsStream("peers/" + name)) {
                if (from == null) {
                    throw new IllegalStateException("no resource peers/" + name);
                }
                Files.copy(from, file, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return folder;
    }

    /**
     * Starts it over an empty folder, and waits until it answers.
     *
     * @param scripts as {@link #writeScripts} made it
     * @param folder its own
     */
    Running start(Path scripts, Path folder, Path rules) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return this == SEKIMORI ? service(folder, rules) : other(scripts, folder);
    }

    private static Running service(Path folder, Path rules) throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        BenchChildProcess process = BenchChildProcess.start(
                SERVICE_HEAP,
                folder.resolve("output.txt"),
                Map.of("SEKIMORI_RULEBOOKS_TRIAL_DEADLINE", "3m"),
                List.of(
                        "up",
                        "--data=" + data,
                        "--rules=" + rules,
                        "--home=JP",
                        "--port=0",
                        "--policy-port=0",
                        "--kafka-port=0"));
        process.await(() -> Files.exists(data.resolve("run.properties")));
        InetSocketAddress address =
                BenchPorts.address(ServiceEndpoints.find(data).policy());
        return new Running(address, new ProcessTree(List.of(process.pid())), data, process::close);
    }

    private Running other(Path scripts, Path folder) throws IOException, InterruptedException {
        int port = BenchPorts.freePair();
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        scripts.resolve("peer").toString(),
                        "run",
                        title,
                        folder.resolve("state").toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Thread hook = new Thread(process::destroy, "end-" + title);
        Runtime.getRuntime().addShutdownHook(hook);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Path ids = folder.resolve("state").resolve("processes");
        long deadline = System.nanoTime() + START.toNanos();
        while (!Files.exists(ids) || !listens(address)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroy();
                throw new UserFacingException(title + " did not start: " + Files.readString(output));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        List<Long> roots = Files.readAllLines(ids).stream().map(Long::parseLong).toList();
        return new Running(address, new ProcessTree(roots), null, () -> {
            process.destroy();
            process.onExit().join();
            Runtime.getRuntime().removeShutdownHook(hook);
        });
    }

    private static boolean listens(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1_000);
            return true;
        } catch (IOException e) {
            // Not yet; whoever waits has a deadline.
            return false;
        }
    }

    /**
     * One that runs.
     *
     * @param address of its policy port
     * @param processes all that work for it
     * @param data the service's data folder; null for a peer
     * @param end ends it
     */
    record Running(
            InetSocketAddress address,
            ProcessTree processes,
            @Nullable Path data,
            Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }
}
