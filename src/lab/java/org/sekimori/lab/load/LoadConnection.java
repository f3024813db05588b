package org.sekimori.lab.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the service, used as a mail server uses it: at most one request is pending, and a request whose connection the
 * server closed is repeated on a new one.
 *
 * <p>Requests may come from a thread of their own, everything else from the thread that selects. The lock is held for the moments
 * at which the two meet: a request is written, or the connection under it is replaced.
 */
final class LoadConnection {

    private static final int MAX_ANSWER_BYTES = 4096;

    /** State of a connection after processing its events. */
    enum Progress {
        NOTHING,
        /** The answer is complete and the connection idle; see {@link #action()}. */
        ANSWERED,
        /** The answer is complete, and the connection was closed behind it; see {@link #reopen()}. */
        ANSWERED_LAST,
        /** The server asks for the same request again; see {@link #again()}. */
        REPEAT,
        /** Octets arrived without a pending request. */
        UNSOLICITED,
        /** The server closed the connection, or its answer does not end; see {@link #reopen()}. */
        CLOSED,
        /** A new connection was not accepted; see {@link #reopen()}. */
        REFUSED
    }

    private final InetSocketAddress server;
    private final LoadProtocol protocol;
    private final Selector selector;
    private final ByteBuffer greeting = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
    private final ByteBuffer request = ByteBuffer.allocateDirect(LoadSubmission.MAX_BYTES);
    private final ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER_BYTES);
    private SocketChannel channel;
    private boolean connected;
    private boolean answeredSinceOpened;
    private boolean busy;
    /** Whether the pending request is to be sent again on this connection. */
    private boolean askedAgain;

    private long intendedNanos;
    private long sentNanos;
    private String action = "";

    private LoadConnection(InetSocketAddress server, LoadProtocol protocol, Selector selector, SocketChannel channel) {
        this.server = server;
        this.protocol = protocol;
        this.selector = selector;
        this.channel = channel;
    }

    /**
     * Connects and waits for it.
     *
     * @throws IOException if the port is closed
     */
    static LoadConnection open(InetSocketAddress server, LoadProtocol protocol, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        LoadConnection connection = new LoadConnection(server, protocol, selector, channel);
        connection.prepare(channel);
        connection.connected = true;
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /**
     * Sends the next request, or keeps it until the connection is there again. The connection must be idle.
     *
     * @param intendedNanos when it should have been sent, by {@link System#nanoTime()}
     */
    synchronized void send(RequestSource source, long intendedNanos) {
        request.clear();
        source.writeNext(request);
        request.flip();
        this.intendedNanos = intendedNanos;
        this.sentNanos = System.nanoTime();
        this.busy = true;
        if (connected) {
            flush();
        }
    }

    /** Sends the pending request again, unless it has been meanwhile, on a new connection. */
    synchronized void again() {
        if (askedAgain) {
            repeat();
        }
    }

    /** Processes the selected events of this connection. */
    synchronized Progress advance() {
        try {
            return connected ? read() : finishConnecting();
        } catch (IOException e) {
            Progress progress = connected ? Progress.CLOSED : Progress.REFUSED;
            close();
            return progress;
        }
    }

    /**
     * Starts a new connection in place of a closed one, without waiting.
     *
     * @return false if the server cannot be reached at the moment
     */
    synchronized boolean reopen() throws IOException {
        answer.clear();
        answeredSinceOpened = false;
        askedAgain = false;
        channel = SocketChannel.open();
        prepare(channel);
        try {
            connected = channel.connect(server);
        } catch (IOException e) {
            close();
            return false;
        }
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
            repeat();
        }
        return true;
    }

    /** Closes the connection; a request that is out stays out. */
    synchronized void close() {
        connected = false;
        try {
            channel.close();
        } catch (IOException e) {
            // The kernel releases the socket all the same.
            answer.clear();
        }
    }

    /** Whether a request is out that has no answer yet. */
    synchronized boolean busy() {
        return busy;
    }

    /** Whether the server has answered on this connection before it closed it. */
    synchronized boolean answeredSinceOpened() {
        return answeredSinceOpened;
    }

    synchronized long intendedNanos() {
        return intendedNanos;
    }

    /** When the request was first written, repetitions aside. */
    synchronized long sentNanos() {
        return sentNanos;
    }

    /** The first word of the last answer's action, such as {@code DUNNO}; empty if it was no proper answer. */
    synchronized String action() {
        return action;
    }

    private void prepare(SocketChannel fresh) throws IOException {
        greeting.clear();
        protocol.writeGreeting(greeting);
        greeting.flip();
        fresh.configureBlocking(false);
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private Progress finishConnecting() throws IOException {
        if (channel.finishConnect()) {
            connected = true;
            channel.register(selector, SelectionKey.OP_READ, this);
            repeat();
        }
        return Progress.NOTHING;
    }

    private void repeat() {
        askedAgain = false;
        if (busy) {
            request.rewind();
            flush();
        }
    }

    private void flush() {
        try {
            // A single request always fits into an empty send buffer, so this does not spin.
            while (greeting.hasRemaining() || request.hasRemaining()) {
                channel.write(greeting.hasRemaining() ? greeting : request);
            }
        } catch (IOException e) {
            // The selecting thread is about to read the end of this connection and will repeat the request.
            request.rewind();
        }
    }

    private Progress read() throws IOException {
        if (channel.read(answer) < 0) {
            close();
            return Progress.CLOSED;
        }
        if (!busy) {
            answer.clear();
            return Progress.UNSOLICITED;
        }
        @Nullable String word = protocol.answer(answer);
        if (word == null) {
            return incomplete();
        }
        boolean ends = protocol.endsConnection(answer);
        answer.clear();
        answeredSinceOpened = true;
        if (ends) {
            close();
        }
        if (word.equals(LoadProtocol.AGAIN)) {
            askedAgain = !ends;
            return ends ? Progress.CLOSED : Progress.REPEAT;
        }
        action = word;
        busy = false;
        return ends ? Progress.ANSWERED_LAST : Progress.ANSWERED;
    }

    private Progress incomplete() {
        if (answer.hasRemaining()) {
            return Progress.NOTHING;
        }
        close();
        return Progress.CLOSED;
    }
}
