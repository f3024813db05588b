package org.sekimori.server.warmup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A mail server that asks a policy server about messages of invented accounts, over some connections with one open request each. Not
 * thread-safe.
 *
 * @see <a href="https://www.postfix.org/SMTPD_POLICY_README.html">SMTPD_POLICY_README</a>
 */
final class WarmUpClient implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final int PATIENCE_MILLIS = 10_000;

    /** So few that most have a past after some hundred requests. */
    private static final int ACCOUNTS = 200;

    /** From a network that is never anybody's (RFC 5737). */
    private static final String REQUEST = """
            request=smtpd_access_policy
            protocol_state=%1$s
            protocol_name=ESMTP
            helo_name=client.isp.example
            queue_id=%2$s
            sender=a%3$d@isp.example
            recipient=r%4$d@example.net
            recipient_count=%5$d
            client_address=198.51.100.%6$d
            client_name=unknown
            reverse_client_name=unknown
            instance=warm-up.%7$d
            sasl_method=PLAIN
            sasl_username=a%3$d@isp.example
            size=%8$d
            encryption_protocol=TLSv1.3
            encryption_cipher=TLS_AES_256_GCM_SHA384
            encryption_keysize=256
            server_address=127.0.0.1
            server_port=587

            """;

    private final List<Connection> connections = new ArrayList<>();

    private record Connection(Socket socket, BufferedReader answers) {

        void send(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }

        /** Reads {@code action=…} and the empty line. */
        void receive() throws IOException {
            for (String line = answers.readLine(); line == null || !line.isEmpty(); line = answers.readLine()) {
                if (line == null) {
                    throw new IOException("the policy server of the warm-up closed a connection");
                }
            }
        }
    }

    private WarmUpClient() {}

    /** Connects to a policy server on this machine. */
    static WarmUpClient connect(InetSocketAddress address) throws IOException {
        WarmUpClient client = new WarmUpClient();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket();
                socket.connect(address, PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.setTcpNoDelay(true);
                client.connections.add(new Connection(
                        socket,
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))));
            }
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /**
     * Asks about so many messages, each with its recipient first, unless it is told to end.
     *
     * @return the number of answers about messages
     */
    int ask(int messages, BooleanSupplier end) throws IOException {
        int asked = 0;
        while (asked < messages && !end.getAsBoolean()) {
            for (String state : List.of("RCPT", "END-OF-MESSAGE")) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    connections.get(i).send(request(state, asked + i));
                }
                for (Connection connection : connections) {
                    connection.receive();
                }
            }
            asked += CONNECTIONS;
        }
        return asked;
    }

    private static String request(String state, int message) {
        boolean end = state.equals("END-OF-MESSAGE");
        int account = message % ACCOUNTS;
        return REQUEST.formatted(
                state,
                end ? "WARM" + message : "",
                account,
                message % 1_000,
                end ? 1 : 0,
                1 + account % 250,
                message,
                end ? 2_000 + message : 0);
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.socket().close();
        }
    }
}
