package org.sekimori.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.sekimori.stream.broker.EmbeddedBroker;

/**
 * A broker as somebody's cluster is: TLS with a certificate of its own authority, SASL with SCRAM, and the ACLs of docs/production.md, which
 * are read from its table. Beside it a listener without any of that for the test itself; its user may do everything.
 */
public final class SecuredBroker implements AutoCloseable {

    public static final String USER = "sekimori";

    private static final String JAAS =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";";

    private final EmbeddedBroker broker;
    private final int secured;
    private final Path authority;

    private SecuredBroker(EmbeddedBroker broker, int secured, Path authority) {
        this.broker = broker;
        this.secured = secured;
        this.authority = authority;
    }

    public static SecuredBroker start(Path folder, String password) throws Exception {
        int plain = port();
        int secured = port();
        int controller = port();
        Path keys = folder.resolve("broker.p12");
        Path authority = folder.resolve("kafka-ca.pem");
        certificate(keys, authority);
        Map<String, String> more = new HashMap<>();
        String clients = "PLAINTEXT://127.0.0.1:%d,SECURED://127.0.0.1:%d".formatted(plain, secured);
        more.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controller);
        more.put("advertised.listeners", clients);
        more.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL");
        more.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        more.put("inter.broker.listener.name", "PLAINTEXT");
        more.put("listener.name.secured.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        more.put(
                "listener.name.secured.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        more.put("listener.name.secured.ssl.keystore.location", keys.toString());
        more.put("listener.name.secured.ssl.keystore.password", "secret");
        more.put("listener.name.secured.ssl.keystore.type", "PKCS12");
        more.put("listener.name.secured.ssl.key.password", "secret");
        more.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        more.put("super.users", "User:ANONYMOUS");
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), plain, more);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                    .all()
                    .get();
            admin.createAcls(Files.readAllLines(Path.of("docs/production.md")).stream()
                            .filter(line -> line.matches("\\| (topics|groups|transactional ids) \\| `sekimori\\.`.*"))
                            .flatMap(line -> acls(line).stream())
                            .toList())
                    .all()
                    .get();
        }
        return new SecuredBroker(broker, secured, authority);
    }

    /** The rights of a line of the table: resource, prefix, operations. */
    private static List<AclBinding> acls(String line) {
        String[] cells = line.split("\\|");
        ResourceType type =
                switch (cells[1].strip()) {
                    case "topics" -> ResourceType.TOPIC;
                    case "groups" -> ResourceType.GROUP;
                    default -> ResourceType.TRANSACTIONAL_ID;
                };
        ResourcePattern all = new ResourcePattern(type, "sekimori.", PatternType.PREFIXED);
        return List.of(cells[3].split(",")).stream()
                .map(operation -> operation.strip().replaceAll("([a-z])([A-Z])", "$1_$2"))
                .map(operation -> AclOperation.fromString(operation.toUpperCase(java.util.Locale.ROOT)))
                .map(operation -> new AclBinding(
                        all, new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    /** A key with a certificate that it signed itself, and that certificate as PEM. */
    public static void certificate(Path keys, Path pem) throws IOException, InterruptedException {
        keytool("-genkeypair -keyalg EC -alias broker -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -storetype PKCS12"
                + " -storepass secret -keypass secret -keystore " + keys);
        keytool("-exportcert -rfc -alias broker -storepass secret -keystore " + keys + " -file " + pem);
    }

    private static void keytool(String arguments) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder((tool + " " + arguments).split(" "))
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    private static int port() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients with TLS and a log-in are let in. */
    public String secured() {
        return "127.0.0.1:" + secured;
    }

    /** For the test itself. */
    public String open() {
        return broker.bootstrapServers();
    }

    /** What a client needs, in Kafka's own words. */
    public Map<String, String> client(String password) {
        return client(password, authority);
    }

    /** The same with another authority. */
    public Map<String, String> client(String password, Path authority) {
        Map<String, String> client = new LinkedHashMap<>();
        client.put("security.protocol", "SASL_SSL");
        client.put("sasl.mechanism", "SCRAM-SHA-512");
        client.put("sasl.jaas.config", JAAS.formatted(USER, password));
        client.put("ssl.truststore.type", "PEM");
        client.put("ssl.truststore.location", authority.toString());
        return client;
    }

    @Override
    public void close() {
        broker.close();
    }
}
