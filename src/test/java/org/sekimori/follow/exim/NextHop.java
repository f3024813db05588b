package org.sekimori.follow.exim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The server that mail goes to: it refuses recipients whose name begins with {@code hard}, and puts off those with {@code soft}. */
final class NextHop implements AutoCloseable {

    private final ServerSocket socket;

    NextHop() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "next hop");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException e) {
                // The client or this server hung up.
                continue;
            }
        }
    }

    private static void talk(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = client.getOutputStream();
        say(out, "220 sink.example");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String word = line.toUpperCase(Locale.ROOT);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(out, "250 2.0.0 taken");
                }
            } else if (word.startsWith("RCPT TO:<HARD")) {
                say(out, "550 5.1.1 no such mailbox");
            } else if (word.startsWith("RCPT TO:<SOFT")) {
                say(out, "450 4.2.0 greylisted");
            } else if (word.startsWith("DATA")) {
                data = true;
                say(out, "354 go on");
            } else {
                say(out, word.startsWith("QUIT") ? "221 bye" : "250 fine");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
