package org.sekimori.api.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's endpoint with limits on clients that only hold connections: a number of connections per client, a deadline for all
 * headers of a request (Tomcat's own time-out restarts with each octet), and a reserve when nearly all connections are in use.
 * Headers are read without a thread, so such clients only occupy connections.
 */
final class LimitedNioEndpoint extends NioEndpoint {

    /** How long an answer may find no reader. It holds a thread meanwhile. */
    static final long WRITE_MILLIS = 5_000;

    /** Above this share of all connections, those that have not sent a whole request for a moment are closed. */
    private static final double CROWDED = 0.9;

    /** Body deadlines that a batch may take, since it waits for the log in between. */
    private static final int BODIES = 4;

    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Logger logger = LoggerFactory.getLogger(LimitedNioEndpoint.class);

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private @Nullable ClientConnectionLimit clients;
    private long headerNanos = TimeUnit.SECONDS.toNanos(10);
    private long bodyNanos = TimeUnit.SECONDS.toNanos(30);
    private @Nullable ScheduledExecutorService sweeper;

    /** Sets the limits; before it starts. */
    void limit(HttpServerSettings settings) {
        clients = new ClientConnectionLimit(settings.connectionsPerClient(), settings.proxies());
        headerNanos = settings.headerDeadline().toNanos();
        bodyNanos = settings.bodyDeadline().toNanos();
        setMaxConnections(settings.connections());
    }

    /** Connections that were closed at once because their client had too many. */
    AtomicLong refused() {
        return refused;
    }

    /** Connections that were closed because their headers did not come to an end. */
    AtomicLong ended() {
        return ended;
    }

    @Override
    public void startInternal() throws Exception {
        super.startInternal();
        sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, getName() + "-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        sweeper.scheduleWithFixedDelay(this::sweepSafely, 500, 500, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stopInternal() {
        if (sweeper != null) {
            sweeper.shutdownNow();
        }
        super.stopInternal();
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (clients != null && !admitted(socket, clients)) {
            refused.incrementAndGet();
            destroySocket(socket);
            return false;
        }
        boolean taken = super.setSocketOptions(socket);
        @Nullable SocketWrapperBase<NioChannel> wrapper = connections.get(socket);
        if (taken && wrapper != null) {
            wrapper.setWriteTimeout(WRITE_MILLIS);
        }
        return taken;
    }

    private static boolean admitted(SocketChannel socket, ClientConnectionLimit clients) {
        try {
            InetAddress from = ((InetSocketAddress) Objects.requireNonNull(socket.getRemoteAddress())).getAddress();
            return clients.admit(from, socket);
        } catch (IOException e) {
            return false; // It is gone already.
        }
    }

    private void sweepSafely() {
        try {
            sweep();
        } catch (RuntimeException e) {
            logger.error("Connections were not looked through", e);
        }
    }

    private void sweep() {
        if (clients != null) {
            clients.sweep();
        }
        boolean crowded = getConnectionCount() > CROWDED * getMaxConnections();
        long limit = crowded ? Math.min(headerNanos, MOMENT_NANOS) : headerNanos;
        for (SocketWrapperBase<NioChannel> connection : getConnections()) {
            if (inHeaders(connection, limit) || idle(connection, crowded ? MOMENT_NANOS : idleNanos())) {
                ended.incrementAndGet();
                connection.close();
            }
        }
    }

    /** Its own time-out ends an idle connection sooner, unless it is fed with empty lines. A batch that is read looks the same. */
    private long idleNanos() {
        return TimeUnit.MILLISECONDS.toNanos(getKeepAliveTimeout()) + BODIES * bodyNanos;
    }

    /**
     * Whether a connection has been sending one request's headers for longer. A connection that a thread is at shows no processor, one
     * whose request is answered later is asynchronous.
     */
    private static boolean inHeaders(SocketWrapperBase<NioChannel> connection, long nanos) {
        if (!(connection.getCurrentProcessor() instanceof Processor processor) || processor.isAsync()) {
            return false;
        }
        @Nullable Request request = processor.getRequest();
        return request != null
                && request.getStartTimeNanos() > 0
                && System.nanoTime() - request.getStartTimeNanos() > nanos;
    }

    /** Whether it is waited for since its last answer, or since it was opened, and has not begun a request. */
    private static boolean idle(SocketWrapperBase<NioChannel> connection, long nanos) {
        return connection.getCurrentProcessor() == null
                && connection instanceof NioSocketWrapper socket
                && socket.interestOpsHas(SelectionKey.OP_READ)
                && System.currentTimeMillis() - socket.getLastWrite() > TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
