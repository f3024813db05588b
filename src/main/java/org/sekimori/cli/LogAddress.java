package org.sekimori.cli;

import org.jspecify.annotations.Nullable;
import org.sekimori.stream.EmbeddedBroker;
import org.sekimori.stream.LogConnection;
import org.sekimori.stream.UnreachableLogException;

/** Where the log is: brokers that the operator named, or the one in this process, which stops with it. */
final class LogAddress implements AutoCloseable {

    private final String bootstrapServers;
    private final @Nullable EmbeddedBroker broker;

    private LogAddress(String bootstrapServers, @Nullable EmbeddedBroker broker) {
        this.bootstrapServers = bootstrapServers;
        this.broker = broker;
    }

    /** @throws UnreachableLogException if the brokers that are named do not answer, after at most {@link LogConnection#MOST} */
    static LogAddress of(Settings settings) throws InterruptedException {
        String named = settings.kafka().bootstrapServers();
        if (!named.isBlank()) {
            Starting.says("  log        connecting to Kafka at " + named);
            LogConnection.check(named, settings.kafka().client());
            return new LogAddress(named, null);
        }
        Starting.says(
                "  log        starting a Kafka broker over " + settings.data().resolve("kafka"));
        EmbeddedBroker broker = EmbeddedBroker.start(
                settings.data().resolve("kafka"), settings.kafka().port());
        return new LogAddress(broker.bootstrapServers(), broker);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** The broker in this process, null if there is none. */
    @Nullable
    EmbeddedBroker broker() {
        return broker;
    }

    boolean embedded() {
        return broker != null;
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
    }
}
