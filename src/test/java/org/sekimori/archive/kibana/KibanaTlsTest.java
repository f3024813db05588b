package org.sekimori.archive.kibana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificates are trusted. */
class KibanaTlsTest {

    private static final char[] PASSWORD = "password".toCharArray();

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "kibana", "-keystore", store.toString(), "-storepass", "password"));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static HttpServer server(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    @Test
    void aCertificateCountsIfItIsInTheFile(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("kibana.p12");
        Path pem = folder.resolve("ca.pem");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=kibana", "-ext", "san=ip:127.0.0.1");
        keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
        try (FakeKibana kibana = new FakeKibana(server(store))) {
            kibana.answer("GET", "/api/status", 200, "{\"version\":{\"number\":\"9.5.3\"}}")
                    .answer("POST", "/api/saved_objects/_import", 200, "{\"success\":true}");
            KibanaAddress address = KibanaAddress.of(kibana.url().replace("http:", "https:"), "default");
            KibanaCredentials trusting = KibanaCredentials.anonymous().trusting(pem);
            assertThat(new KibanaInstaller(address, trusting, Duration.ZERO)
                            .install(List.of(), false)
                            .version())
                    .isEqualTo("9.5.3");
            assertThatThrownBy(() -> new KibanaInstaller(address, KibanaCredentials.anonymous(), Duration.ZERO)
                            .install(List.of(), false))
                    .isInstanceOf(KibanaException.class)
                    .hasMessageContaining("no answer from Kibana");
        }
    }

    @Test
    void aFileThatHoldsNoCertificatesIsNamed(@TempDir Path folder) throws IOException {
        Path other = Files.writeString(folder.resolve("other.pem"), "-----BEGIN CERTIFICATE-----\nnone\n");
        assertThatThrownBy(() -> KibanaCredentials.anonymous().trusting(other))
                .isInstanceOf(KibanaException.class)
                .hasMessageContaining("other.pem");
    }
}
