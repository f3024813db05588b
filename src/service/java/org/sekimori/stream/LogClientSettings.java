package org.sekimori.stream;

import java.util.HashMap;
import java.util.Map;

/**
 * Connection settings of Kafka clients outside of the stream: commands, and look-ups of the service. All such clients take them
 * from here, so that none lacks the settings that a secured cluster requires.
 *
 * @param bootstrapServers {@code host:port,…} of the brokers
 * @param prefix of its topics
 * @param client further settings of every Kafka client, such as TLS and SASL
 */
public record LogClientSettings(String bootstrapServers, String prefix, Map<String, String> client) {

    public LogClientSettings {
        client = Map.copyOf(client);
    }

    /** The client's basic settings, to which its own are added. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("metric.reporters", StreamSettings.NO_REPORTERS);
        properties.putAll(client);
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
