package org.sekimori.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of this instance's use of the log.
 *
 * @param bootstrapServers {@code host:port,…} of the brokers
 * @param prefix of every topic, group and application, so that several installations can share a cluster
 * @param folder folder of data that can be rebuilt from the log
 * @param instance name of this instance, unique among those on one log and the same after a restart
 * @param partitions of {@code events}; fixed for life once the topic exists
 * @param replicas of every topic, 1 to the number of brokers
 * @param threads stream threads
 * @param standbys copies of the state on other instances
 * @param commitInterval between two commits of state, decisions and positions
 * @param cacheBytes cache of accounts, for all threads together
 * @param neighbours whether accounts are told of others that share something with them, if a rule asks
 * @param alone whether no other instance takes part in this log, as with the embedded broker
 * @param client further settings for every Kafka client, such as TLS and SASL
 */
public record StreamSettings(
        String bootstrapServers,
        String prefix,
        Path folder,
        String instance,
        int partitions,
        short replicas,
        int threads,
        int standbys,
        Duration commitInterval,
        long cacheBytes,
        boolean neighbours,
        boolean alone,
        Map<String, String> client) {

    /** Kafka's own metrics, thousands for a service, would each be registered with JMX; a setting of the operator's brings them back. */
    public static final String NO_REPORTERS = "";

    public StreamSettings {
        client = Map.copyOf(client);
    }

    /** Starts the settings of a single instance with one thread, one partition and no replica. */
    public static StreamSettingsBuilder builder(String bootstrapServers, String prefix, Path folder, String instance) {
        return new StreamSettingsBuilder(bootstrapServers, prefix, folder, instance);
    }

    /** The same log for a client that takes no part in it. */
    public LogClientSettings logClientSettings() {
        return new LogClientSettings(bootstrapServers, prefix, client);
    }

    /**
     * The settings of every producer outside the step. One request at a time: with more, a new producer whose first batch is
     * refused for want of a leader while the second is taken can never write the first (out of order), and would try for ever.
     */
    public Map<String, Object> producerProperties(String role) {
        Map<String, Object> properties = clientProperties(role);
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("max.in.flight.requests.per.connection", "1");
        return properties;
    }

    /** The settings that every Kafka client of this instance shares. */
    public Map<String, Object> clientProperties(String role) {
        Map<String, Object> properties = new HashMap<>();
        // A connection to a frozen broker hangs; a new one is better, since the kernel retries ever more seldom.
        properties.put("socket.connection.setup.timeout.ms", "3000");
        properties.put("socket.connection.setup.timeout.max.ms", "5000");
        properties.put("metric.reporters", NO_REPORTERS);
        properties.putAll(client);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", instance + "-" + role);
        properties.put("enable.metrics.push", "false");
        return properties;
    }
}
