package org.sekimori.stream.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.RootCause;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.files.FolderLock;
import org.sekimori.stream.files.UnusableFolderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, broker and controller in one) inside this process, its log in a folder. It listens on loopback
 * only and is enough for a provider with one mail server; the same topics move to a cluster with Kafka's own tools.
 */
public final class EmbeddedBroker implements DiskSpaceMonitor.PausableLog, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final int NODE = 1;
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final AtomicBoolean HALTED = new AtomicBoolean();

    private final Path folder;
    private final int port;
    private final Properties properties;
    private final FolderLock lock;
    private @Nullable KafkaRaftServer server;
    private volatile boolean stuck;

    private EmbeddedBroker(Path folder, int port, Properties properties, FolderLock lock) {
        this.folder = folder;
        this.port = port;
        this.properties = properties;
        this.lock = lock;
    }

    /**
     * Starts a broker; formats the folder the first time.
     *
     * @param folder folder of the log
     * @param port on 127.0.0.1; 0: any free one
     * @throws IllegalStateException if the port is taken or the broker does not start, with the remedy
     * @throws UnusableFolderException if the folder is in use, not accessible, or does not hold a log
     */
    public static EmbeddedBroker start(Path folder, int port) {
        return start(folder, port, Map.of());
    }

    /** The same with further settings of the broker, such as other listeners. */
    public static EmbeddedBroker start(Path folder, int port, Map<String, String> more) {
        FolderLock lock = FolderLock.takeLog(folder);
        try {
            int listener = port == 0 ? freePort() : requireFree(port);
            BrokerLogFolder.prepare(folder, NODE);
            Properties properties = properties(folder, listener, freePort());
            properties.putAll(more);
            EmbeddedBroker broker = new EmbeddedBroker(folder, listener, properties, lock);
            haltNoProcess();
            broker.startFirst();
            return broker;
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Starts; after a failure rebuilds derived files and retries, unless segments themselves are damaged, since the broker would
     * truncate them there.
     */
    private void startFirst() {
        BrokerLogFolder.checkDerived(folder);
        try {
            resume();
        } catch (RuntimeException e) {
            BrokerLogFolder.requireWholeSegments(folder);
            if (BrokerLogFolder.dropDerived(folder) == 0) {
                throw unusable(e);
            }
            logger.warn(
                    "The log in {} could not be opened ({}); its indexes and checkpoints are made anew from its segments",
                    folder,
                    RootCause.root(e));
            try {
                resume();
            } catch (RuntimeException again) {
                throw unusable(again);
            }
        }
        BrokerLogFolder.started(folder);
    }

    private UnusableFolderException unusable(Throwable e) {
        return new UnusableFolderException(
                "the log in " + folder + " cannot be opened: " + RootCause.root(e)
                        + "; put the folder back from a backup (docs/production.md), or start anew with another --data DIR",
                e);
    }

    /**
     * Starts it again on the same port; does nothing if it runs.
     *
     * @throws RuntimeException if it does not start
     */
    @Override
    public synchronized void resume() {
        if (server != null) {
            return;
        }
        if (stuck) {
            throw new IllegalStateException(
                    "the broker that met a full disk has not stopped, and two must not write one log");
        }
        HALTED.set(false);
        GroupOffsetsRepair.repair(folder);
        KafkaRaftServer fresh = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        try {
            fresh.startup();
            if (HALTED.get()) {
                throw new IllegalStateException("the broker has stopped; the log of this process says why");
            }
        } catch (RuntimeException e) {
            stop(fresh);
            throw e;
        } catch (BrokerHaltedError e) {
            stop(fresh);
            throw new IllegalStateException("the broker has stopped; the log of this process says why", e);
        }
        server = fresh;
        HangingTransactionRepair.repair(port);
    }

    /** Stops it in good order and keeps the folder: to clients it is a broker that is away. Does nothing if it does not run. */
    @Override
    public synchronized void pause() {
        KafkaRaftServer raftServer = server;
        if (raftServer != null) {
            server = null;
            stop(raftServer);
        }
    }

    @Override
    public boolean stopped() {
        return stuck || HALTED.get();
    }

    /** Ends the process as Kafka intended; its supervisor restarts it. */
    @Override
    public void giveUp() {
        Runtime.getRuntime().halt(1);
    }

    /** One that met a full disk may wait for itself for minutes. */
    private void stop(KafkaRaftServer server) {
        Thread stopping = new Thread(
                () -> {
                    server.shutdown();
                    server.awaitShutdown();
                },
                "sekimori-broker-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOPPING.toMillis());
            if (stopping.isAlive()) {
                stuck = true;
                logger.warn("The broker did not stop within {} s", STOPPING.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Keeps the process alive when the broker cannot write its log: only the broker's threads end, and {@link DiskSpaceMonitor}
     * notices. Kafka would end the process, with every endpoint.
     */
    private static void haltNoProcess() {
        Exit.Procedure procedure = (code, message) -> {
            HALTED.set(true);
            logger.error("The broker has stopped ({})", message == null ? "code " + code : message);
            throw new BrokerHaltedError();
        };
        Exit.setHaltProcedure(procedure);
        Exit.setExitProcedure(procedure);
    }

    /** Ends the thread that wanted to end the process. */
    private static final class BrokerHaltedError extends Error {
        private static final long serialVersionUID = 1L;

        BrokerHaltedError() {
            super("the broker has stopped");
        }
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
        // Defaults are sized for a dedicated machine. Clients that reconnect all at once, or while this process is
        // frozen, need a backlog.
        p.put("socket.listen.backlog.size", "1024");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("background.threads", "2");
        p.put("metric.reporters", StreamSettings.NO_REPORTERS);
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
        pause();
        lock.close();
    }
}
