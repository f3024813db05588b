package org.sekimori.server;

import org.jspecify.annotations.Nullable;
import org.sekimori.stream.UnreachableLogException;
import org.sekimori.stream.broker.BrokerConnectionCheck;
import org.sekimori.stream.broker.EmbeddedBroker;

/** Address of the log: the operator's brokers, or the embedded one, which stops with this process. */
public final class BrokerEndpoint implements AutoCloseable {

    private final String bootstrapServers;
    private final @Nullable EmbeddedBroker broker;

    private BrokerEndpoint(String bootstrapServers, @Nullable EmbeddedBroker broker) {
        this.bootstrapServers = bootstrapServers;
        this.broker = broker;
    }

    /** @throws UnreachableLogException if the brokers that are named do not answer, after at most {@link BrokerConnectionCheck#MOST} */
    static BrokerEndpoint of(SekimoriProperties settings) throws InterruptedException {
        String named = settings.kafka().bootstrapServers();
        if (!named.isBlank()) {
            StartupMessages.print("  log        connecting to Kafka at " + named);
            BrokerConnectionCheck.check(named, settings.kafka().client());
            return new BrokerEndpoint(named, null);
        }
        StartupMessages.print(
                "  log        starting a Kafka broker over " + settings.data().resolve("kafka"));
        EmbeddedBroker broker = EmbeddedBroker.start(
                settings.data().resolve("kafka"), settings.kafka().port());
        return new BrokerEndpoint(broker.bootstrapServers(), broker);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The embedded broker; null without one. */
    @Nullable
    EmbeddedBroker broker() {
        return broker;
    }

    public boolean embedded() {
        return broker != null;
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
    }
}
