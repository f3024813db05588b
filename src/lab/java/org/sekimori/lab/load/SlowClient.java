package org.sekimori.lab.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client that sends one octet of a request five times a second, half of the request at most: what a submission ends with is never sent, so
 * it is not counted.
 */
final class SlowClient implements Closeable {

    private static final long PAUSE_MILLIS = 200;

    private final Socket socket;
    private final CountDownLatch end = new CountDownLatch(1);
    private final byte[] request;

    private SlowClient(Socket socket, byte[] request) {
        this.socket = socket;
        this.request = request;
    }

    /**
     * Connects, and sends on by itself until it is closed.
     *
     * @throws IOException if the port is closed
     */
    static SlowClient start(InetSocketAddress server, LoadProtocol protocol, LoadSubmission submission)
            throws IOException {
        ByteBuffer request = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
        protocol.writeGreeting(request);
        protocol.writeRequest(submission, request);
        byte[] octets = new byte[request.flip().remaining() / 2];
        request.get(octets);
        SlowClient client = new SlowClient(new Socket(server.getAddress(), server.getPort()), octets);
        // A thread of its own: the common pool may have fewer than there are slow clients.
        Thread sender = new Thread(client::drip, "slow-client");
        sender.setDaemon(true);
        sender.start();
        return client;
    }

    private void drip() {
        try {
            for (byte octet : request) {
                socket.getOutputStream().write(octet);
                if (end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (IOException e) {
            // The server has given it up, as it may after a while.
            end.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        // Ends a write to a server that does not read, too.
        socket.close();
    }
}
