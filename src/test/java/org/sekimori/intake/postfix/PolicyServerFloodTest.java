package org.sekimori.intake.postfix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.intake.connection.ConnectionMeters;
import org.sekimori.intake.limits.IncompleteRequestLimit;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** Clients that ask for ever, read nothing or send halves: each is bounded, and honest mail is decided meanwhile. */
@SuppressWarnings("NullAway.Init")
class PolicyServerFloodTest {

    private static final String TOKYO = "133.11.93.10";
    private static final long MIB = 1024 * 1024;
    private static Rulebook rulebook;

    private final List<Socket> sockets = new ArrayList<>();
    private PolicyServerFixture server;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
    }

    @BeforeEach
    void open() {
        server = PolicyServerFixture.over(rulebook, new Verdict.Defer(451, "4.3.0"));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect() {
        try {
            Socket socket = new Socket("127.0.0.1", server.port());
            sockets.add(socket);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] recipient(String instance, String recipient) {
        return ("request=smtpd_access_policy\nprotocol_state=RCPT\nsasl_username=mallory@isp.example\nclient_address="
                        + TOKYO + "\ninstance=" + instance + "\nrecipient=" + recipient + "\n\n")
                .getBytes(UTF_8);
    }

    private void honestMailIsDecided() {
        assertThat(server.mail(TOKYO)).isEqualTo("DUNNO");
        assertThat(server.mail("91.10.20.30")).startsWith("550 5.7.1");
    }

    @Test
    void anAccountThatNamesRecipientsForEverAndSendsNothingFillsNoMemory() {
        Socket thief = connect();
        Thread reads = new Thread(() -> {
            try {
                thief.getInputStream().skip(Long.MAX_VALUE);
            } catch (IOException e) {
                // The test is over.
            }
        });
        reads.start();
        for (int message = 0; message < 200; message++) {
            // In one piece, as a client that waits for no answer sends them.
            ByteArrayOutputStream recipients = new ByteArrayOutputStream();
            for (int i = 0; i < 1_000; i++) {
                recipients.writeBytes(recipient("loop." + message, "victim" + i + "@victims.test"));
            }
            write(thief, recipients.toByteArray());
        }

        honestMailIsDecided();
        double held = server.gauge("sekimori.postfix.recipients.bytes");
        double most = server.gauge("sekimori.postfix.recipients.bytes.max");
        System.out.printf("bound: %,.0f octets of %,.0f for recipients, after 200,000 RCPT%n", held, most);
        assertThat(held).isLessThan(most / 4 + MIB);
    }

    @Test
    void aClientThatNeverReadsIsReadNoMore() {
        Socket deaf = connect();
        byte[] some = "request=smtpd_access_policy\nprotocol_state=RCPT\n\n"
                .repeat(2_000)
                .getBytes(UTF_8);
        AtomicLong written = new AtomicLong();
        Thread writes = new Thread(() -> {
            while (written.get() < 512 * MIB && write(deaf, some)) {
                written.addAndGet(some.length);
            }
        });
        writes.start();

        long[] last = {-1};
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(25))
                .until(() -> {
                    long before = last[0];
                    last[0] = written.get();
                    return last[0] == before;
                });
        honestMailIsDecided();
        System.out.printf("bound: %,d octets taken from a client that never reads%n", written.get());
        assertThat(written.get()).isLessThan(256 * MIB);
    }

    @Test
    void halfRequestsTakeNoMoreThanTheirPart() {
        byte[] half = ("request=smtpd_access_policy\nx=" + "y".repeat(60_000)).getBytes(UTF_8);
        for (int i = 0; i < 600; i++) {
            write(connect(), half);
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> server.counter("sekimori.postfix.connections.refused") > 0);
        honestMailIsDecided();
        // What a connection holds is counted until it is closed, so for a moment there is more.
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        server.gauge("sekimori.postfix.incomplete.request.bytes") <= IncompleteRequestLimit.MOST + MIB);
        System.out.printf(
                "bound: %,.0f octets of %,d for half requests%n",
                server.gauge("sekimori.postfix.incomplete.request.bytes"), IncompleteRequestLimit.MOST);
    }

    @Test
    void connectionsBeyondTheBoundAreClosedAndTheOthersAreAnswered() {
        honestMailIsDecided();
        for (int i = 0; i < ConnectionMeters.MOST_CONNECTIONS + 100; i++) {
            connect();
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.counter("sekimori.postfix.connections.refused") >= 100);
        honestMailIsDecided();
        System.out.printf(
                "bound: %,.0f connections of %,d, %,.0f refused%n",
                server.gauge("sekimori.postfix.connections"),
                ConnectionMeters.MOST_CONNECTIONS,
                server.counter("sekimori.postfix.connections.refused"));
        assertThat(server.gauge("sekimori.postfix.connections")).isLessThanOrEqualTo(ConnectionMeters.MOST_CONNECTIONS);
    }

    @Test
    void veryManyAndVeryLongAttributesAreOneRequestAndNoReasonToRefuseARecipient() {
        String rcpt = "request=smtpd_access_policy\nprotocol_state=RCPT\n";
        for (String more : List.of(
                "a=b\n".repeat(100_000), "sasl_username=" + "a".repeat(1_000_000) + "\n", "a=b\n".repeat(10_000))) {
            assertThat(server.raw((rcpt + more + "\n").getBytes(UTF_8))).isEqualTo("DUNNO");
        }
        honestMailIsDecided();
    }
}
