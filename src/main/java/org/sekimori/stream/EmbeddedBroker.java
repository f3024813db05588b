package org.sekimori.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker (KRaft, broker and controller in one) inside this process, its log in a folder. It listens on loopback
 * only and is enough for a provider with one mail server; the same topics move to a cluster with Kafka's own tools.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final int NODE = 1;

    private final int port;
    private final KafkaRaftServer server;

    private EmbeddedBroker(int port, KafkaRaftServer server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Starts a broker, formatting the folder the first time.
     *
     * @param folder where the log is kept
     * @param port on 127.0.0.1; 0: any free one
     * @throws IllegalStateException if the port is taken or the broker does not start; the message says what to do
     */
    public static EmbeddedBroker start(Path folder, int port) {
        return start(folder, port, Map.of());
    }

    /** The same with further settings of the broker, such as other listeners. */
    static EmbeddedBroker start(Path folder, int port, Map<String, String> more) {
        int listener = port == 0 ? freePort() : requireFree(port);
        try {
            Files.createDirectories(folder);
            format(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + folder + " for the log; is it writable?", e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + folder + " for the log: " + e.getMessage(), e);
        }
        Properties properties = properties(folder, listener, freePort());
        properties.putAll(more);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(listener, server);
    }

    private static void format(Path folder) throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .setDirectories(List.of(folder.toString()))
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private static Properties properties(Path folder, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE));
        p.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("log.dirs", folder.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("group.initial.rebalance.delay.ms", "0");
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            p.put(internal + ".replication.factor", "1");
            p.put(internal + ".num.partitions", "4");
        }
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        // Defaults are sized for a machine that is a broker only.
        // Clients that come back all at once, or knock while this process is frozen, find room.
        p.put("socket.listen.backlog.size", "1024");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("background.threads", "2");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.segment.bytes", Integer.toString(64 << 20));
        p.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        p.put("log.flush.scheduler.interval.ms", "1000");
        p.put("log.message.timestamp.type", "LogAppendTime");
        return p;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }

    private static int requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port
                            + " for Kafka is in use; name another with --kafka-port, or use that broker with --kafka"
                            + " 127.0.0.1:" + port,
                    e);
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
