package org.sekimori.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Talks to a policy port as Postfix does, or as Postfix never would: one connection, any number of requests, raw bytes if
 * wanted. For one thread.
 *
 * <p>Input and output errors, and a server that hangs up, surface as {@link UncheckedIOException}.
 */
public final class PolicyClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String ACTION = "action=";

    private final Socket socket;
    private final BufferedReader in;

    private PolicyClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** Connects; a read waits ten seconds at most. */
    public static PolicyClient connect(String host, int port) {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(TIMEOUT.toMillis()));
            return new PolicyClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks and waits for the answer.
     *
     * @param changes to the attributes of {@link PostfixRequestAttributes#attributes}
     * @return the action, such as {@code DUNNO} or {@code 550 5.7.1 text}
     */
    public String ask(Map<String, String> changes) {
        send(PostfixRequestAttributes.wire(PostfixRequestAttributes.attributes(changes)));
        return readAction();
    }

    /** Sends all requests in one write before it reads the first answer; returns the actions in order. */
    public List<String> pipeline(List<Map<String, String>> requests) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        requests.forEach(changes ->
                wire.writeBytes(PostfixRequestAttributes.wire(PostfixRequestAttributes.attributes(changes))));
        send(wire.toByteArray());
        List<String> actions = new ArrayList<>();
        requests.forEach(request -> actions.add(readAction()));
        return actions;
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one answer: {@code action=...}, then an empty line.
     *
     * @throws IllegalStateException if it is anything else
     */
    public String readAction() {
        try {
            String action = line();
            String end = line();
            if (!action.startsWith(ACTION) || !end.isEmpty()) {
                throw new IllegalStateException("not an answer to a policy request: " + action + ", " + end);
            }
            return action.substring(ACTION.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server hangs up within the time, without another byte. */
    public boolean closedByServerWithin(Duration limit) {
        try {
            socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
            boolean end = in.read() == -1;
            socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            return end;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes our direction only: the server sees the end of the stream and may still answer. */
    public void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the policy server hung up");
        }
        return line;
    }
}
