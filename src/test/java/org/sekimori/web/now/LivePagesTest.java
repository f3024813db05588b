package org.sekimori.web.now;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekimori.web.ConsoleTestBase;
import org.sekimori.web.PageClient;
import org.springframework.beans.factory.annotation.Autowired;

/** Live pages over real sockets: those that stop reading hold up no other, and one session has not too many. */
class LivePagesTest extends ConsoleTestBase {

    /** Some of these fill what the kernel keeps for a socket. */
    private static final String LONG = "a".repeat(200_000);

    @Autowired
    LivePublisher live;

    @Autowired
    TrafficWindow window;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await().until(() -> {
            live.turn();
            return live.open() == 0;
        });
    }

    /** Asks for the live page; whoever calls reads the answer, or does not. */
    private Socket open(PageClient reader) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(
                "127.0.0.1", Integer.parseInt(Objects.requireNonNull(environment.getProperty("local.server.port")))));
        socket.getOutputStream()
                .write(("GET /console/now/live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: "
                                + reader.cookieHeader() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        sockets.add(socket);
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private void decide(String account) {
        window.add(LiveDecisions.of(clock.instant(), account, "reject", "DE"));
    }

    @Test
    void twoReadersThatStopReadingAreEndedAndAThirdReadsOn() throws IOException {
        PageClient ito = loggedIn("ito");
        open(ito);
        open(ito);
        BufferedReader third = reader(open(ito));
        await().until(() -> live.open() == 3);

        String last = "";
        for (int turn = 0; live.open() > 1; turn++) {
            assertThat(turn).as("turns until both are ended").isLessThan(10 * LivePublisher.MOST_WAITING);
            clock.advance(Duration.ofSeconds(1));
            last = "alice" + turn + "@isp.example";
            decide(LONG + last);
            live.turn();
            String line = third.readLine();
            while (!line.contains(last)) {
                live.turn();
                line = third.readLine();
            }
        }

        assertThat(live.open()).as("the one that reads").isEqualTo(1);
    }

    @Test
    void aSessionHasTenLivePagesAndNoMore() throws IOException {
        PageClient ito = loggedIn("ito");
        for (int i = 0; i < LivePublisher.MOST_OF_ONE; i++) {
            open(ito);
        }
        await().until(() -> live.open() == LivePublisher.MOST_OF_ONE);

        BufferedReader refused = reader(open(ito));
        assertThat(refused.readLine()).contains(" 503");
        assertThat(refused.lines().limit(200).anyMatch(line -> line.contains("too many live pages are open")))
                .isTrue();
        open(loggedIn("sato"));
        await().untilAsserted(() ->
                assertThat(live.open()).as("another session has its own").isEqualTo(11));
    }

    @Test
    void theStreamEndsWithTheSession() throws IOException {
        PageClient ito = loggedIn("ito");
        BufferedReader stream = reader(open(ito));
        await().until(() -> live.open() == 1);
        ito.post("/console/log-out", PageClient.token(ito.get("/console/")));
        live.turn();

        assertThat(stream.lines().anyMatch("event: over"::equals)).isTrue();
    }
}
