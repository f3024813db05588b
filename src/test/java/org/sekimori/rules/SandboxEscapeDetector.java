package org.sekimori.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sings when a rule got out: a file that appears, a socket that is connected to, a thread that runs, a system property that is set
 * (by itself, or from the environment). That the process ended is for its parent to see.
 */
final class SandboxEscapeDetector implements AutoCloseable {

    static final String PROPERTY = "sekimori.canary";
    static final String VARIABLE = "SEKIMORI_CANARY";
    static final int EXIT = 42;

    private static final String THREAD = "sekimori-canary";

    private final Path file;
    private final ServerSocket server;
    private final AtomicInteger connected = new AtomicInteger();
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    SandboxEscapeDetector(Path file) throws IOException {
        this.file = file;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        System.clearProperty(PROPERTY);
        Thread listener = new Thread(this::listen, "canary-listener");
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket accepted = server.accept();
                connected.incrementAndGet();
                accepted.close();
            } catch (IOException e) {
                return;
            }
        }
    }

    /** The rule with its canary's file and port. */
    String arm(String rule) {
        return rule.replace("@CANARY_FILE@", file.toString())
                .replace("@CANARY_PORT@", Integer.toString(server.getLocalPort()));
    }

    /** Connections are accepted in the order in which they were made, so all are counted once one of our own is through. */
    private int connections() {
        try (Socket own = new Socket(server.getInetAddress(), server.getLocalPort())) {
            while (own.getInputStream().read() >= 0) {
                // The listener sends nothing, it only closes.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connected.get() - 1;
    }

    /** What happened; empty if nothing. Asked once. */
    List<String> song() {
        List<String> song = new ArrayList<>();
        if (Files.exists(file)) {
            song.add("file");
        }
        if (System.getProperty(PROPERTY) != null) {
            song.add("property");
        }
        if (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(THREAD) && !before.contains(t))) {
            song.add("thread");
        }
        if (connections() > 0) {
            song.add("socket");
        }
        return song;
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.clearProperty(PROPERTY);
    }
}
