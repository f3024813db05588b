package org.sekimori.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.stream.Topics;
import org.sekimori.stream.UnreachableLogException;

/** What is said of a Kafka that cannot be used, held to real brokers and to what else may listen at its address. */
@SuppressWarnings("NullAway.Init")
class BrokerConnectionCheckIT {

    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;";
    private static final Map<String, String> TLS = Map.of("security.protocol", "SSL");

    private static int plain;
    private static int sasl;
    private static int tls;
    private static int astray;
    private static int silent;
    private static int other;
    private static EmbeddedBroker broker;
    private static ServerSocket hanging;
    private static HttpServer http;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        plain = port();
        sasl = port();
        tls = port();
        astray = port();
        Path keys = folder.resolve("broker.p12");
        keytool(keys);
        Map<String, String> more = new HashMap<>();
        more.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,USERS://127.0.0.1:%d,TLS://127.0.0.1:%d,ASTRAY://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(plain, sasl, tls, astray, port()));
        // Port 9 (discard) of a host that is this one: nothing listens there.
        more.put(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:%d,USERS://127.0.0.1:%d,TLS://127.0.0.1:%d,ASTRAY://127.0.0.1:9"
                        .formatted(plain, sasl, tls));
        more.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,USERS:SASL_PLAINTEXT,TLS:SSL,ASTRAY:PLAINTEXT");
        String controller = more.get("listeners").replaceAll(".*CONTROLLER://", "");
        more.put("controller.quorum.voters", "1@" + controller);
        more.put("sasl.enabled.mechanisms", "PLAIN");
        more.put(
                "listener.name.users.plain.sasl.jaas.config",
                JAAS.formatted("root", "root", " user_root=\"root\" user_sekimori=\"right\""));
        more.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        more.put("super.users", "User:ANONYMOUS");
        for (String store : List.of("keystore", "truststore")) {
            more.put("listener.name.tls.ssl." + store + ".location", keys.toString());
            more.put("listener.name.tls.ssl." + store + ".password", "secret");
            more.put("listener.name.tls.ssl." + store + ".type", "PKCS12");
        }
        more.put("listener.name.tls.ssl.key.password", "secret");
        broker = EmbeddedBroker.start(folder.resolve("kafka"), plain, more);
        hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        silent = hanging.getLocalPort();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // One thread for each: a web server does not wait for one client while another speaks.
        http.setExecutor(Executors.newCachedThreadPool());
        http.start();
        other = http.getAddress().getPort();
    }

    private static void keytool(Path keys) throws IOException, InterruptedException {
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "broker",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        keys.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keypass",
                        "secret")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        http.stop(0);
        hanging.close();
        broker.close();
    }

    private static int port() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> user(String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                JAAS.formatted("sekimori", password, ""));
    }

    private static String at(int port) {
        return "127.0.0.1:" + port;
    }

    private static CompletableFuture<String> said(String address, Map<String, String> client) {
        return CompletableFuture.supplyAsync(
                () -> {
                    UnreachableLogException refused = catchThrowableOfType(
                            UnreachableLogException.class, () -> BrokerConnectionCheck.check(address, client));
                    assertThat(refused).as("%s was not refused", address).isNotNull();
                    return String.valueOf(refused.getMessage());
                },
                runnable -> new Thread(runnable, "check " + address).start());
    }

    @Test
    void aBrokerThatAnswersIsTakenAndOneOfThreeIsEnough() {
        assertThatCode(() -> BrokerConnectionCheck.check(at(plain), Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> BrokerConnectionCheck.check(at(sasl), user("right")))
                .doesNotThrowAnyException();
        assertThatCode(() -> BrokerConnectionCheck.check(at(port()) + "," + at(plain), Map.of()))
                .doesNotThrowAnyException();
    }

    /** All at once, since most of them take ten seconds. */
    @Test
    void whateverIsWrongIsNamedWithTheWayOut() {
        int nobody = port();
        CompletableFuture<String> closed = said(at(nobody), Map.of());
        CompletableFuture<String> hangs = said(at(silent), Map.of());
        CompletableFuture<String> web = said(at(other), Map.of());
        CompletableFuture<String> unknown = said("kafka.invalid:9092", Map.of());
        CompletableFuture<String> mixed = said("kafka.invalid:9092," + at(nobody), Map.of());
        CompletableFuture<String> malformed = said("127.0.0.1", Map.of());
        CompletableFuture<String> plainToTls = said(at(tls), Map.of());
        CompletableFuture<String> tlsToPlain = said(at(plain), TLS);
        CompletableFuture<String> untrusted = said(at(tls), TLS);
        CompletableFuture<String> wrongPassword = said(at(sasl), user("wrong"));
        CompletableFuture<String> noLogIn = said(at(sasl), Map.of());
        CompletableFuture<String> otherMechanism = said(
                at(sasl),
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "SCRAM-SHA-256",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\" password=\"b\";"));
        CompletableFuture<String> nonsense = said(at(plain), Map.of("security.protocol", "TLS"));
        CompletableFuture<String> lost = said(at(astray), Map.of());

        assertThat(closed.join()).contains("nothing listens at " + at(nobody), "--kafka HOST:PORT");
        assertThat(hangs.join()).contains(at(silent) + " takes connections and does not answer");
        assertThat(web.join()).contains(at(other) + " is no Kafka broker", "HTTP/1.");
        assertThat(unknown.join()).contains("the name of kafka.invalid:9092 does not resolve");
        assertThat(mixed.join()).contains("does not resolve; nothing listens at " + at(nobody));
        assertThat(malformed.join()).contains("HOST:PORT");
        assertThat(plainToTls.join()).contains("speaks TLS", "sekimori.kafka.client.security.protocol");
        assertThat(tlsToPlain.join()).contains("speaks Kafka without TLS", "PLAINTEXT");
        assertThat(untrusted.join()).contains("cannot agree on TLS", "ssl.truststore");
        assertThat(wrongPassword.join())
                .contains("refuses the log-in", "sasl.jaas.config")
                .doesNotContain("wrong");
        assertThat(noLogIn.join()).contains("answers nobody without a log-in", "sasl.mechanism");
        assertThat(otherMechanism.join()).contains("refuses the log-in", "sasl.mechanism");
        assertThat(nonsense.join()).contains("sekimori.kafka.client.", "security.protocol");
        assertThat(lost.join()).contains(at(astray), "advertised.listeners");
    }

    @Test
    void topicsThatMayNotBeMadeAreToldWithTheRightsThatAreMissing() {
        Map<String, Object> client = new HashMap<>(user("right"));
        client.put("bootstrap.servers", at(sasl));
        try (Admin admin = Admin.create(client)) {
            assertThatThrownBy(() -> new Topics("sekimori.").create(admin, 1, (short) 1))
                    .isInstanceOf(UnreachableLogException.class)
                    .hasMessageContainingAll("topics of the log cannot be made", "ACLs", "docs/production.md");
        }
    }

    @Test
    void moreReplicasThanBrokersAreNamedWithTheProperty() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", at(plain)))) {
            assertThatThrownBy(() -> new Topics("many.").create(admin, 1, (short) 3))
                    .isInstanceOf(UnreachableLogException.class)
                    .hasMessageContainingAll("sekimori.kafka.replicas is 3", "1 broker");
        }
    }
}
