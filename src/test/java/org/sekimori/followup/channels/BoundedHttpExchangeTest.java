package org.sekimori.followup.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.followup.contacts.ContactSource;
import org.sekimori.followup.contacts.HttpContactSource;
import org.sekimori.mail.Account;

/** Systems that a notice depends on may answer slowly, without an end, or with far too much. */
class BoundedHttpExchangeTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/small", exchange -> {
            byte[] body = "{\"address\":\"alice@home.example\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/unfinished", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(over);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (byte[] some = new byte[65_536]; over.getCount() > 0; ) {
                    out.write(some);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aSmallAnswerIsReadWhole() throws Exception {
        assertThat(BoundedHttpExchange.send(HttpClient.newHttpClient(), get("/small"), LONG, 1000)
                        .body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"address\":\"alice@home.example\"}");
    }

    @Test
    void anAnswerWhoseBodyNeverEndsIsGivenUp() {
        assertThatThrownBy(() -> BoundedHttpExchange.send(
                        HttpClient.newHttpClient(), get("/unfinished"), Duration.ofMillis(500), 1000))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessage("no complete answer within 500 ms");
    }

    @Test
    void ofAnEndlessAnswerOneByteMoreThanTheBoundIsRead() throws Exception {
        assertThat(BoundedHttpExchange.send(HttpClient.newHttpClient(), get("/endless"), LONG, 1000)
                        .body())
                .hasSize(1001);
        assertThat(BoundedHttpExchange.send(HttpClient.newHttpClient(), get("/endless"), LONG, 0)
                        .body())
                .hasSize(1);
    }

    @Test
    void aSystemOfContactsThatAnswersWithoutAnEndIsUnavailable() {
        HttpContactSource lookup = new HttpContactSource(address("/endless?account={account}"), null);

        assertThatThrownBy(() -> lookup.find(Account.of("alice@isp.example")))
                .isInstanceOf(ContactSource.UnavailableException.class)
                .hasMessageContaining("more than 16384 bytes");
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create(address(path))).build();
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
