package org.sekimori.lab.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A policy server of a few lines, a thread per connection, that answers what the test says. */
final class StubPolicyServer implements Closeable {

    /** What to say to a request; nothing means: hang up without an answer. */
    @FunctionalInterface
    interface Behaviour {
        Optional<String> answer(Map<String, String> request) throws InterruptedException;
    }

    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private StubPolicyServer(ServerSocket listener, Behaviour behaviour) {
        this.listener = listener;
        this.behaviour = behaviour;
    }

    static StubPolicyServer start(Behaviour behaviour) throws IOException {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), behaviour);
    }

    static StubPolicyServer start(InetSocketAddress address, Behaviour behaviour) throws IOException {
        ServerSocket listener = new ServerSocket(address.getPort(), 50, address.getAddress());
        StubPolicyServer server = new StubPolicyServer(listener, behaviour);
        daemon(server::accept);
        return server;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
            sockets.clear();
        }
    }

    private void serve(Socket socket) {
        try (socket;
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (Map<String, String> request = read(in); !request.isEmpty(); request = read(in)) {
                Optional<String> answer = behaviour.answer(request);
                if (answer.isEmpty()) {
                    return;
                }
                out.write(answer.get().getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The client is gone.
            sockets.remove(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The attributes of the next request; none at the end of the connection. */
    private static Map<String, String> read(BufferedReader in) throws IOException {
        Map<String, String> request = new LinkedHashMap<>();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            int equals = line.indexOf('=');
            request.put(line.substring(0, equals), line.substring(equals + 1));
            line = in.readLine();
        }
        return line == null ? Map.of() : request;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tiny-policy-server");
        thread.setDaemon(true);
        thread.start();
    }
}
