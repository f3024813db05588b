package org.sekimori.trial;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A child that has got out of the rule language: it does what its word asks for with all that Java has, and says how that went. What
 * stops it is the limits of the process and nothing else.
 */
public final class HostileProcess {

    private HostileProcess() {}

    /**
     * Does one thing.
     *
     * @param args what to do, and with what
     */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "connect" -> say(() -> connect(Integer.parseInt(args[1])));
            case "read" -> say(() -> Files.readString(Path.of(args[1])));
            case "write" -> say(() -> write(Path.of(args[1])));
            case "delete" ->
                say(() -> {
                    Files.delete(Path.of(args[1]));
                    return "deleted";
                });
            case "environment" -> say(() -> System.getenv().keySet() + " " + System.getenv("HOME"));
            case "folder" ->
                say(() -> {
                    try (var list = Files.list(Path.of("."))) {
                        return list.map(Path::toString).sorted().toList().toString();
                    }
                });
            case "fork" -> fork(Integer.parseInt(args[1]));
            case "allocate" -> allocate();
            case "loop" -> loop();
            case "garbage" -> garbage();
            case "endless" -> endless();
            case "lines" -> lines();
            case "exit" -> System.exit(0);
            case "crash" -> throw new IllegalStateException("boom");
            case "deaf" -> Thread.sleep(Long.MAX_VALUE);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private interface Attempt {
        String make() throws Exception;
    }

    private static void say(Attempt attempt) {
        String outcome;
        try {
            outcome = "DONE " + attempt.make();
        } catch (Exception e) {
            outcome = "FAILED " + e.getClass().getSimpleName() + " " + e.getMessage();
        }
        byte[] bytes = (outcome + " ".repeat(200)).getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, 200);
        System.out.flush();
    }

    private static String connect(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            return "connected";
        }
    }

    private static String write(Path file) throws IOException {
        Files.writeString(file, "here");
        return "written";
    }

    /** A process that starts another one, which outlives it and holds its output open. */
    private static void fork(int seconds) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "sleep " + seconds + " & sleep " + seconds)
                .inheritIO()
                .start();
        System.exit(0);
    }

    private static void allocate() {
        List<byte[]> all = new ArrayList<>();
        while (all.size() < 1_000_000) {
            all.add(new byte[1 << 20]);
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void loop() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static void garbage() throws InterruptedException {
        System.out.println("Exception in thread main, and a great many other words that are no answer");
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void endless() throws IOException {
        byte[] much = new byte[1 << 16];
        try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
            while (true) {
                err.write(much);
            }
        }
    }

    /** Lines that are as they should be, without an end. */
    @SuppressWarnings("InfiniteLoopStatement")
    private static void lines() throws IOException {
        byte[] part = TrialProtocol.part(TrialProtocol.LINE, "x".repeat(60_000).getBytes(StandardCharsets.UTF_8));
        PrintStream out = System.out;
        while (true) {
            out.write(part);
        }
    }
}
