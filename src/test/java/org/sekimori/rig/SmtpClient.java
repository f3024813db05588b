package org.sekimori.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A raw SMTP client: one command, one reply, all of it recorded. For what {@code swaks} cannot do or not fast: several
 * messages on a connection, hundreds of recipients, many clients at once. For one thread.
 *
 * <p>Input and output errors, and a server that hangs up, surface as {@link UncheckedIOException}.
 */
public final class SmtpClient implements AutoCloseable {

    /** The proxy that servers of tests believe. */
    static final String PROXY = "127.0.0.9";

    private static final int TIMEOUT_MILLIS = 60_000;

    /** A command as sent (of a message's content: its first line) and the reply to it. */
    public record Exchange(String command, SmtpReply reply) {}

    private final Socket socket;
    private final BufferedReader in;
    private final List<Exchange> exchanges = new ArrayList<>();

    private SmtpClient(Socket socket, BufferedReader in) {
        this.socket = socket;
        this.in = in;
    }

    /** Connects, reads the greeting and says EHLO. */
    public static SmtpClient connect(String host, int port) {
        return connect(host, port, null);
    }

    /** The same from an address of this machine, such as 127.0.0.7; null: from any. */
    static SmtpClient connect(String host, int port, @Nullable String from) {
        return connect(host, port, from, "");
    }

    /** The same as a proxy at 127.0.0.9, with a client of IPv4 at this address behind it (HAProxy's PROXY protocol, version 1). */
    static SmtpClient connectAsProxy(int port, String client) {
        return connect("127.0.0.1", port, PROXY, "PROXY TCP4 " + client + " 127.0.0.1 40000 " + port + "\r\n");
    }

    private static SmtpClient connect(String host, int port, @Nullable String from, String preface) {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            if (from != null) {
                socket.bind(new InetSocketAddress(from, 0));
            }
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.getOutputStream().write(preface.getBytes(UTF_8));
            SmtpClient client =
                    new SmtpClient(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)));
            client.exchanges.add(new Exchange("", client.read()));
            client.ehlo();
            return client;
        } catch (IOException e) {
            closeQuietly(socket, e);
            throw new UncheckedIOException(e);
        }
    }

    /** What was said so far; the first one is the greeting, with no command. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Sends one line and reads the reply. */
    public SmtpReply command(String line) {
        return exchange(line, line);
    }

    /** Plays a client at this address, IPv4 or IPv6, mapped IPv4 ({@code ::ffff:192.0.2.1}) included. */
    public SmtpReply from(String ip) {
        return xclient(Map.of("ADDR", XclientCommand.address(ip)));
    }

    /**
     * Plays another client, then says EHLO again, as Postfix starts afresh. A log-in before it is forgotten.
     *
     * @param attributes such as {@code ADDR, NAME, LOGIN, HELO, PROTO}; ADDR of IPv6 begins with {@code IPV6:}
     * @return the reply to XCLIENT
     */
    public SmtpReply xclient(Map<String, String> attributes) {
        SmtpReply reply = command(attributes.entrySet().stream()
                .map(attribute -> " " + attribute.getKey() + "=" + XclientCommand.xtext(attribute.getValue()))
                .collect(Collectors.joining("", "XCLIENT", "")));
        if (reply.accepted()) {
            ehlo();
        }
        return reply;
    }

    /** Logs in with {@link PostfixRig#PASSWORD}. */
    public SmtpReply auth(String user) {
        return auth(user, PostfixRig.PASSWORD);
    }

    /** Logs in (AUTH PLAIN, RFC 4616). */
    public SmtpReply auth(String user, String password) {
        byte[] response = ("\0" + user + "\0" + password).getBytes(UTF_8);
        return command("AUTH PLAIN " + Base64.getEncoder().encodeToString(response));
    }

    /** Sends a message with a short content; see {@link #send(String, List, String)}. */
    public SmtpReply send(String sender, String... recipients) {
        return send(sender, List.of(recipients), "Subject: test\n\nA test.");
    }

    /**
     * Sends a message. A refused recipient is left out, a refused sender or no recipient at all ends the attempt; then
     * the transaction is reset, so that another message may follow.
     *
     * @param sender empty for the null sender
     * @param content header, empty line and body, with newlines
     * @return the reply to the end of the data, or to the command that ended the attempt
     */
    public SmtpReply send(String sender, List<String> recipients, String content) {
        SmtpReply reply = command("MAIL FROM:<" + sender + ">");
        boolean anyRecipient = false;
        if (reply.accepted()) {
            for (String recipient : recipients) {
                reply = command("RCPT TO:<" + recipient + ">");
                anyRecipient |= reply.accepted();
            }
        }
        if (anyRecipient) {
            reply = command("DATA");
            if (reply.code() == 354) {
                reply = content(content);
            }
        }
        if (!reply.accepted()) {
            // Postfix keeps the transaction open after it has refused the end of the data.
            command("RSET");
        }
        return reply;
    }

    /** After a reply of 354 to DATA: sends the content and the dot that ends it. */
    public SmtpReply content(String content) {
        List<String> lines = content.lines().toList();
        String wire = lines.stream()
                .map(line -> (line.startsWith(".") ? "." : "") + line + "\r\n")
                .collect(Collectors.joining());
        return exchange(lines.isEmpty() ? "" : lines.get(0), wire + ".");
    }

    /** Says QUIT, if the connection still lives, and hangs up. */
    @Override
    public void close() {
        try (socket) {
            command("QUIT");
        } catch (IOException | UncheckedIOException e) {
            // The server had gone before us, which is for the test to notice at the command before.
        }
    }

    /** Hangs up without a word, as a lost connection does. */
    public void drop() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ehlo() {
        command("EHLO laptop.client.example");
    }

    private SmtpReply exchange(String name, String wire) {
        try {
            socket.getOutputStream().write((wire + "\r\n").getBytes(UTF_8));
            SmtpReply reply = read();
            exchanges.add(new Exchange(name, reply));
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SmtpReply read() throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            String line = in.readLine();
            if (line == null) {
                throw new EOFException("the server hung up after " + lines);
            }
            lines.add(line);
        } while (lines.get(lines.size() - 1).startsWith("-", 3));
        return new SmtpReply(lines);
    }

    private static void closeQuietly(Socket socket, IOException reason) {
        try {
            socket.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
