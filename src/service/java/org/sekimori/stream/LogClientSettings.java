package org.sekimori.stream;

import java.util.HashMap;
import java.util.Map;

/**
 * How a log is reached by whoever reads or writes it from outside of the belt: commands, and look-ups of the service. There is no way to
 * such a client without it, so that none forgets the settings without which a cluster lets nobody in.
 *
 * @param bootstrapServers {@code host:port,…} of the brokers
 * @param prefix of its topics
 * @param client further settings of every Kafka client, such as TLS and SASL
 */
public record LogClientSettings(String bootstrapServers, String prefix, Map<String, String> client) {

    public LogClientSettings {
        client = Map.copyOf(client);
    }

    /** The settings of a client; what it needs for its work is put upon them. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("enable.metrics.push", "false");
        return properties;
    }

    /** Without the settings, which hold passwords. */
    @Override
    public String toString() {
        return "log " + prefix + " at " + bootstrapServers;
    }
}
