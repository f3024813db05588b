package org.sekimori.stream.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.sekimori.stream.UnreachableLogException;
import org.sekimori.text.FileAccessDiagnosis;

/**
 * Checks that Kafka can be reached before anything waits for it. A Kafka client retries silently for minutes; this one gives up
 * within {@link #MOST} and reports the cause, whatever listens there instead of a broker.
 */
public final class BrokerConnectionCheck {

    /** How long {@link #check} takes at most. */
    public static final Duration MOST = Duration.ofSeconds(30);

    /** Time for Kafka's own client; the rest is for finding the cause. */
    private static final Duration CLIENT = Duration.ofSeconds(10);

    /** Addresses that are probed for the cause; further ones usually fail for the same. */
    private static final int LOOKED_AT = 3;

    private static final String SETTINGS = "sekimori.kafka.client.";
    private static final String NAME_ANOTHER = "; start it, or name another with --kafka HOST:PORT";

    private final String bootstrapServers;
    private final Map<String, String> client;

    private BrokerConnectionCheck(String bootstrapServers, Map<String, String> client) {
        this.bootstrapServers = bootstrapServers;
        this.client = client;
    }

    /**
     * Returns if a Kafka cluster answers at these addresses, and at those that it names itself.
     *
     * @param bootstrapServers {@code host:port,…}
     * @param client further settings, such as TLS and SASL
     * @throws UnreachableLogException with the reason and the way out
     */
    public static void check(String bootstrapServers, Map<String, String> client) throws InterruptedException {
        new BrokerConnectionCheck(bootstrapServers, client).check();
    }

    private void check() throws InterruptedException {
        requireReadable();
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("enable.metrics.push", "false");
        properties.put("request.timeout.ms", Long.toString(CLIENT.toMillis() / 2));
        properties.put("default.api.timeout.ms", Long.toString(CLIENT.toMillis()));
        properties.put("socket.connection.setup.timeout.ms", "3000");
        Collection<Node> nodes;
        try (Admin admin = Admin.create(properties)) {
            nodes = nodes(admin);
        } catch (KafkaException e) {
            // Nothing was sent yet: a name or a setting.
            List<BrokerProbe.ProbeResult> found = looked();
            throw new UnreachableLogException(
                    found.stream().noneMatch(BrokerProbe.ProbeResult::isPlace)
                            ? "cannot reach Kafka: " + reasons(found) + NAME_ANOTHER
                            : "the settings " + SETTINGS + "* cannot be used: "
                                    + deepest(e).getMessage(),
                    e);
        }
        advertised(nodes);
    }

    /** Checks key stores first: Kafka's own error for an unreadable one has only its name. */
    private void requireReadable() {
        client.forEach((setting, value) -> {
            if (setting.endsWith(".location") && FileAccessDiagnosis.isUnreadable(Path.of(value))) {
                throw new UnreachableLogException(
                        SETTINGS + setting + " names " + value + ", which "
                                + FileAccessDiagnosis.explain(Path.of(value)),
                        null);
            }
        });
    }

    private Collection<Node> nodes(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get(CLIENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            admin.close(Duration.ZERO);
            throw unreachable(e);
        }
    }

    private UnreachableLogException unreachable(Exception failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SslAuthenticationException) {
            return new UnreachableLogException(
                    "Kafka at " + bootstrapServers + " and this client cannot agree on TLS: "
                            + deepest(cause).getMessage() + "; check " + SETTINGS + "ssl.truststore.* and the name in"
                            + " the broker's certificate",
                    failure);
        }
        if (cause instanceof AuthenticationException) {
            return new UnreachableLogException(
                    "Kafka at " + bootstrapServers + " refuses the log-in: " + cause.getMessage() + "; check "
                            + SETTINGS + "sasl.mechanism and " + SETTINGS + "sasl.jaas.config",
                    failure);
        }
        return new UnreachableLogException("cannot reach Kafka: " + reasons(looked()) + NAME_ANOTHER, failure);
    }

    private List<BrokerProbe.ProbeResult> looked() {
        return Arrays.stream(bootstrapServers.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .limit(LOOKED_AT)
                .parallel()
                .map(BrokerProbe::look)
                .toList();
    }

    /** Why the addresses do not answer, each by itself. */
    private String reasons(List<BrokerProbe.ProbeResult> found) {
        return found.isEmpty()
                ? "'" + bootstrapServers + "' names no HOST:PORT"
                : found.stream().map(one -> one.in(protocol())).distinct().collect(Collectors.joining("; "));
    }

    private String protocol() {
        return client.getOrDefault("security.protocol", "PLAINTEXT").toUpperCase(Locale.ROOT);
    }

    /** A client only begins at the address that it is given; everything else goes to the ones that the brokers name. */
    private void advertised(Collection<Node> nodes) {
        List<String> deaf = new ArrayList<>();
        for (Node node : nodes.stream().limit(LOOKED_AT).toList()) {
            String address = node.host() + ":" + node.port();
            if (BrokerProbe.connects(address)) {
                return;
            }
            deaf.add(address);
        }
        if (!deaf.isEmpty()) {
            throw new UnreachableLogException(
                    "Kafka at " + bootstrapServers + " answers, but tells its clients to go to "
                            + String.join(", ", deaf)
                            + ", which this machine cannot reach; mend advertised.listeners of"
                            + " the broker, or name the listener that is meant for this machine",
                    new IllegalStateException("advertised: " + nodes));
        }
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
