package org.sekimori.lab.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads the answers of all connections in one thread, passes idle connections to the pacer, and reopens closed ones. */
final class ResponseLoop implements Closeable {

    /** How often a server that is away is tried again. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long SELECT_MILLIS = 20;

    /** A connection that is to be opened, or used, again, not before a given time. */
    private record Lost(LoadConnection connection, long notBeforeNanos) {}

    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Deque<Lost> lost = new ArrayDeque<>();
    /** Connections whose requests are sent again. */
    private final Deque<Lost> later = new ArrayDeque<>();

    private ResponseLoop(Selector selector) {
        this.selector = selector;
    }

    /**
     * Opens all connections.
     *
     * @throws IOException if the port is closed
     */
    static ResponseLoop open(InetSocketAddress server, LoadProtocol protocol, int connections) throws IOException {
        ResponseLoop loop = new ResponseLoop(Selector.open());
        try {
            for (int i = 0; i < connections; i++) {
                loop.connections.add(LoadConnection.open(server, protocol, loop.selector));
            }
            return loop;
        } catch (IOException e) {
            loop.close();
            throw new IOException("no server at " + server + ": " + e.getMessage(), e);
        }
    }

    /** Runs until the pace has finished and everything is answered, at most until the deadline. */
    void run(RequestPacer pace, LoadMeasurement measurement, long deadlineNanos)
            throws IOException, InterruptedException {
        connections.forEach(pace::idle);
        while (!(pace.finished() && unansweredRequests() == 0) && System.nanoTime() - deadlineNanos < 0) {
            selector.select(SELECT_MILLIS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                advance((LoadConnection) key.attachment(), pace, measurement);
            }
            selector.selectedKeys().clear();
            reopenLost();
            while (!later.isEmpty() && System.nanoTime() - later.element().notBeforeNanos() >= 0) {
                later.remove().connection().again();
            }
        }
    }

    /** Number of requests that are out. */
    long unansweredRequests() {
        return connections.stream().filter(LoadConnection::busy).count();
    }

    @Override
    public void close() throws IOException {
        connections.forEach(LoadConnection::close);
        selector.close();
    }

    private void advance(LoadConnection connection, RequestPacer pace, LoadMeasurement measurement) {
        switch (connection.advance()) {
            case NOTHING -> {}
            case ANSWERED -> {
                measurement.answered(connection, System.nanoTime());
                pace.idle(connection);
            }
            case ANSWERED_LAST -> {
                measurement.answered(connection, System.nanoTime());
                openLater(connection, 0);
                pace.idle(connection);
            }
            case REPEAT -> {
                measurement.repeated();
                later.add(new Lost(connection, System.nanoTime() + RETRY_NANOS));
            }
            case UNSOLICITED -> measurement.unsolicited();
            case CLOSED -> {
                measurement.closed();
                // A server that hangs up before its first answer is given time to recover.
                openLater(connection, connection.answeredSinceOpened() ? 0 : RETRY_NANOS);
            }
            case REFUSED -> openLater(connection, RETRY_NANOS);
        }
    }

    private void openLater(LoadConnection connection, long delayNanos) {
        lost.add(new Lost(connection, System.nanoTime() + delayNanos));
    }

    private void reopenLost() throws IOException {
        for (int left = lost.size(); left > 0; left--) {
            Lost next = lost.remove();
            boolean due = System.nanoTime() - next.notBeforeNanos() >= 0;
            if (!due) {
                lost.add(next);
            } else if (!next.connection().reopen()) {
                openLater(next.connection(), RETRY_NANOS);
            }
        }
    }
}
