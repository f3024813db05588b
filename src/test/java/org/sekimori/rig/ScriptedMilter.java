package org.sekimori.rig;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A milter that says one thing to every message, at its end: the protocol of Sendmail's libmilter, version 6, with all steps but
 * the last one left out.
 */
public final class ScriptedMilter implements AutoCloseable {

    /** What is said at the end of a message. */
    public enum Reply {
        CONTINUE('c'),
        /** 550 5.7.1. */
        REJECT('r'),
        /** 451 4.7.1. */
        TEMPFAIL('t');

        private final char code;

        Reply(char code) {
            this.code = code;
        }
    }

    private static final int VERSION = 6;

    /** No connect, HELO, MAIL, RCPT, body, headers, end of headers, unknown commands or DATA (SMFIP_NO…). */
    private static final int LEFT_OUT = 0x01 | 0x02 | 0x04 | 0x08 | 0x10 | 0x20 | 0x40 | 0x100 | 0x200;

    private final ServerSocket server;
    private volatile Reply reply = Reply.CONTINUE;

    /** Listens on any port of 127.0.0.1. */
    public ScriptedMilter() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Says so from now on. */
    public void reply(Reply to) {
        reply = to;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                daemon(() -> serve(connection));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            while (true) {
                byte[] rest = new byte[in.readInt() - 1];
                char command = (char) in.readByte();
                in.readFully(rest);
                if (command == 'O') {
                    out.writeInt(13);
                    out.writeByte('O');
                    out.writeInt(VERSION);
                    out.writeInt(0);
                    out.writeInt(LEFT_OUT);
                } else if (command == 'E') {
                    answer(out, reply);
                } else if (command == 'Q') {
                    return;
                } else if (command != 'D' && command != 'A') {
                    answer(out, Reply.CONTINUE);
                }
                out.flush();
            }
        } catch (EOFException e) {
            // Postfix has closed the connection.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(DataOutputStream out, Reply reply) throws IOException {
        out.writeInt(1);
        out.writeByte(reply.code);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
