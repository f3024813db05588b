package org.sekimori.cli;

import org.jspecify.annotations.Nullable;
import org.sekimori.stream.EmbeddedBroker;

/** Where the log is: brokers that the operator named, or the one in this process, which stops with it. */
final class LogAddress implements AutoCloseable {

    private final String bootstrapServers;
    private final @Nullable EmbeddedBroker broker;

    private LogAddress(String bootstrapServers, @Nullable EmbeddedBroker broker) {
        this.bootstrapServers = bootstrapServers;
        this.broker = broker;
    }

    static LogAddress of(Settings settings) {
        String named = settings.kafka().bootstrapServers();
        if (!named.isEmpty()) {
            return new LogAddress(named, null);
        }
        EmbeddedBroker broker = EmbeddedBroker.start(
                settings.data().resolve("kafka"), settings.kafka().port());
        return new LogAddress(broker.bootstrapServers(), broker);
    }

    String bootstrapServers() {
        return bootstrapServers;
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
