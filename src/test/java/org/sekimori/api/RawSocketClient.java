package org.sekimori.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection on which a stranger writes what it likes, octet by octet, and reads or does not. */
final class RawSocketClient implements AutoCloseable {

    private static final int CONNECT_MILLIS = 60_000;
    private static final int READ_MILLIS = 15_000;

    private final Socket socket;

    private RawSocketClient(Socket socket) {
        this.socket = socket;
    }

    static RawSocketClient connect(int port) {
        return connect(port, 0);
    }

    /**
     * A connection with a small window, so that the other side cannot write far ahead.
     *
     * @param receiveBuffer octets, 0: as the system likes
     */
    static RawSocketClient connect(int port, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            socket.setTcpNoDelay(true);
            return new RawSocketClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes; false if the other side has closed. */
    boolean write(String text) {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean write(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The status line of the next answer, empty if the connection ended without one. */
    String statusLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.write(next);
            }
        } catch (IOException e) {
            return line.toString(StandardCharsets.ISO_8859_1);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /** Everything up to the end of the connection. */
    String rest() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (IOException e) {
            // What came before the end counts.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Whether the other side has ended the connection; what it wrote before is read over. */
    boolean ended(int patienceMillis) {
        try {
            socket.setSoTimeout(patienceMillis);
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // An answer, or a part of one.
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
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
}
