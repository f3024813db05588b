package org.sekimori.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A policy server that answers what a test says and keeps what it was asked; proves the rig, not the product. */
public final class ScriptedPolicyServer implements AutoCloseable {

    /** As an answer: none at all. */
    static final String SILENCE = "";

    private final ServerSocket server;
    private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private volatile Function<Map<String, String>, String> script = request -> "DUNNO";

    /** Listens on a port of 127.0.0.1; 0 for any. */
    public ScriptedPolicyServer(int port) throws IOException {
        server = new ServerSocket(port, 200, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        inBackground(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Answers so from now on, and forgets what it was asked. */
    public void answer(Function<Map<String, String>, String> actionOf) {
        script = actionOf;
        requests.clear();
    }

    /** What it was asked since, in the order of arrival; attributes in wire order. */
    public List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket connection = server.accept();
            connections.add(connection);
            inBackground(() -> serve(connection));
        }
    }

    private void serve(Socket connection) throws IOException {
        try (connection;
                BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
            Map<String, String> request = new LinkedHashMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int sign = line.indexOf('=');
                if (sign > 0) {
                    request.put(line.substring(0, sign), line.substring(sign + 1));
                    continue;
                }
                requests.add(Collections.unmodifiableMap(new LinkedHashMap<>(request)));
                String action = script.apply(request);
                if (!action.equals(SILENCE)) {
                    connection.getOutputStream().write(("action=" + action + "\n\n").getBytes(UTF_8));
                }
                request.clear();
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
