package org.sekimori.stream.broker;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.EscapedText;

/**
 * Identifies what listens at a broker's address: by Kafka's first request, ApiVersions in version 0
 * (https://kafka.apache.org/protocol), which every broker answers before any log-in, and by a TLS handshake.
 */
final class BrokerProbe {

    private static final int MILLIS = 3_000;
    private static final int ANSWER_SHOWN = 40;

    /** A client redirected to an unreachable address cannot be distinguished from one without access. */
    private static final String OR_ASTRAY =
            ", or its advertised.listeners name an address that this machine cannot reach";

    /** Length, API key 18, version 0, a number to know the answer by, no client id. */
    private static final byte[] REQUEST = {0, 0, 0, 10, 0, 18, 0, 0, 'S', 'e', 'k', 'i', (byte) 0xff, (byte) 0xff};

    private BrokerProbe() {}

    /**
     * Result of the probe.
     *
     * @param address {@code host:port} as given
     * @param kind kind of the server
     * @param detail its output, for another program
     */
    record ProbeResult(String address, Kind kind, String detail) {

        /** Whether it is an address that a client can go to. */
        boolean isPlace() {
            return kind != Kind.MALFORMED && kind != Kind.UNRESOLVED;
        }

        /** A clause on the problem, for a client with this {@code security.protocol}. */
        String in(String protocol) {
            return switch (kind) {
                case MALFORMED -> "'" + address + "' is not of the form HOST:PORT";
                case UNRESOLVED -> "the name of " + address + " does not resolve";
                case CLOSED -> "nothing listens at " + address;
                case UNREACHABLE ->
                    address + " does not take the connection within " + MILLIS / 1000
                            + " s (a firewall, or a machine that is off)";
                case SILENT -> address + " takes connections and does not answer (it hangs, or is no Kafka broker)";
                case HANGS_UP ->
                    address + " closes the connection at Kafka's first request (it is no Kafka broker, or a"
                            + " proxy without one behind it)";
                case OTHER -> address + " is no Kafka broker, it answers '" + detail + "'";
                case TLS ->
                    protocol.endsWith("SSL")
                            ? address + " speaks TLS and does not answer this client"
                            : address
                                    + " speaks TLS and this client does not; set sekimori.kafka.client.security.protocol to"
                                    + " SSL or SASL_SSL";
                case KAFKA -> kafka(protocol);
            };
        }

        private String kafka(String protocol) {
            if (protocol.endsWith("SSL")) {
                return address + " speaks Kafka without TLS and this client wants TLS (sekimori.kafka.client"
                        + ".security.protocol is " + protocol + "); name the broker's TLS port, or set it to "
                        + protocol.replace("SSL", "PLAINTEXT");
            }
            return protocol.startsWith("SASL")
                    ? address + " is a Kafka broker that does not finish the log-in" + OR_ASTRAY
                    : address + " is a Kafka broker that answers nobody without a log-in (set sekimori.kafka.client"
                            + ".security.protocol, sasl.mechanism and sasl.jaas.config)" + OR_ASTRAY;
        }
    }

    enum Kind {
        MALFORMED,
        UNRESOLVED,
        CLOSED,
        UNREACHABLE,
        SILENT,
        HANGS_UP,
        OTHER,
        TLS,
        KAFKA
    }

    /** Looks for some seconds. */
    static ProbeResult look(String address) {
        InetSocketAddress place = place(address);
        if (place == null) {
            return new ProbeResult(address, Kind.MALFORMED, "");
        }
        if (place.isUnresolved()) {
            return new ProbeResult(address, Kind.UNRESOLVED, "");
        }
        try (Socket socket = connected(place)) {
            return asked(address, place, socket);
        } catch (ConnectException e) {
            return new ProbeResult(address, Kind.CLOSED, "");
        } catch (IOException e) {
            return new ProbeResult(address, Kind.UNREACHABLE, "");
        }
    }

    /** Whether anything takes a connection there. */
    static boolean connects(String address) {
        InetSocketAddress place = place(address);
        if (place == null || place.isUnresolved()) {
            return false;
        }
        try (Socket socket = connected(place)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable InetSocketAddress place(String address) {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            return null;
        }
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(port));
    }

    private static Socket connected(InetSocketAddress place) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(place, MILLIS);
            socket.setSoTimeout(MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static ProbeResult asked(String address, InetSocketAddress place, Socket socket) {
        byte[] answer;
        Kind without = Kind.HANGS_UP;
        try {
            socket.getOutputStream().write(REQUEST);
            answer = socket.getInputStream().readNBytes(8);
        } catch (SocketTimeoutException e) {
            answer = new byte[0];
            without = Kind.SILENT;
        } catch (IOException e) {
            // It was reset: the same as closed.
            answer = new byte[0];
        }
        if (answer.length == 8
                && Arrays.equals(answer, 4, 8, REQUEST, 8, 12)
                && ByteBuffer.wrap(answer).getInt() > 0) {
            return new ProbeResult(address, Kind.KAFKA, "");
        }
        // A TLS alert has the type 21; many listeners close without one.
        if (answer.length == 0 || answer[0] == 21) {
            if (speaksTls(place)) {
                return new ProbeResult(address, Kind.TLS, "");
            }
            // Web servers wait for the end of the line that they take Kafka's octets for.
            String page = without == Kind.SILENT ? page(place) : "";
            return new ProbeResult(address, page.isEmpty() ? without : Kind.OTHER, page);
        }
        return new ProbeResult(address, Kind.OTHER, text(answer, socket));
    }

    /** First line of a web server's answer; empty without one. */
    private static String page(InetSocketAddress place) {
        try (Socket socket = connected(place)) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] beginning = socket.getInputStream().readNBytes(8);
            return beginning.length == 0 ? "" : text(beginning, socket);
        } catch (IOException e) {
            // Silent towards everybody.
            return "";
        }
    }

    private static String text(byte[] beginning, Socket socket) {
        byte[] more;
        try {
            more = socket.getInputStream().readNBytes(ANSWER_SHOWN - beginning.length);
        } catch (IOException e) {
            // It sent no more in time; the octets so far suffice.
            more = new byte[0];
        }
        String text =
                new String(beginning, StandardCharsets.ISO_8859_1) + new String(more, StandardCharsets.ISO_8859_1);
        return EscapedText.of(text.lines().findFirst().orElse("").strip(), ANSWER_SHOWN);
    }

    /** A certificate that Java does not trust is enough of an answer: nothing is sent over this connection. */
    private static boolean speaksTls(InetSocketAddress place) {
        try (Socket plain = connected(place);
                SSLSocket tls = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(plain, place.getHostString().toLowerCase(Locale.ROOT), place.getPort(), true)) {
            tls.startHandshake();
            return true;
        } catch (SSLHandshakeException e) {
            return !(e.getCause() instanceof EOFException);
        } catch (IOException e) {
            // Whatever it was, it was not a handshake.
            return false;
        }
    }
}
