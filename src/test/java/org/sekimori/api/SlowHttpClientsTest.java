package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send slowly or not at all keep nobody else from being answered. */
class SlowHttpClientsTest extends ApiTestBase {

    private final List<RawSocketClient> clients = new ArrayList<>();

    @AfterEach
    void hangUp() {
        clients.forEach(RawSocketClient::close);
    }

    private void open(int count, IntFunction<String> firstWords) {
        for (int i = 0; i < count; i++) {
            RawSocketClient client = RawSocketClient.connect(port());
            clients.add(client);
            client.write(firstWords.apply(i));
        }
    }

    private void everybodyElseIsAnswered() {
        nobody().get("/actuator/health/readiness").expect(200);
        nobody().get("/actuator/health/liveness").expect(200);
        management().get("/actuator/health/readiness").expect(200);
        local().post("/v1/decisions", DECISION).expect(200);
        local().get("/v1/grants").expect(200);
    }

    private static final String DECISION = "{\"kind\":\"attempt\",\"account\":\"alice@isp.example\","
            + "\"client_address\":\"133.11.93.10\",\"recipient_count\":1}";

    @Test
    void threeHundredFormsThatDripWithoutAKeyHoldNoThread() {
        open(
                300,
                i -> "PUT /asked/x HTTP/1.1\r\nHost: sekimori\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 10000\r\n\r\na");

        everybodyElseIsAnswered();
        // At once, whatever their bodies do: for want of a form, or of a thread for so many at a time.
        assertThat(clients.get(0).statusLine()).containsPattern("40[0-9]|503");
    }

    @Test
    void fourHundredSlowBodiesWithAKeyHoldNoThread() {
        String key = String.valueOf(local().key());
        open(
                400,
                i -> "POST /v1/decisions HTTP/1.1\r\nHost: sekimori\r\nAuthorization: Bearer " + key
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");

        everybodyElseIsAnswered();
    }

    @Test
    void chunksThatDripWithAKeyHoldNoThread() {
        String key = String.valueOf(local().key());
        open(
                300,
                i -> "PUT /v1/accounts/alice@isp.example/hold HTTP/1.1\r\nHost: sekimori\r\nAuthorization: Bearer "
                        + key + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");

        everybodyElseIsAnswered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /docs HTTP/1.1\r\nHost: sekimori\r\nX-Slow: ", "GET /do", "\r\n"})
    void headersThatDripHoldNoThreadAndAreNotWaitedForForEver(String beginning) {
        open(300, i -> beginning);
        everybodyElseIsAnswered();

        // The deadline of the tests is 1 s, of empty lines 10 s; each octet would begin a time-out of the socket's
        // anew.
        String drip = beginning.isBlank() ? "\r\n" : "a";
        RawSocketClient first = clients.get(0);
        await().atMost(Duration.ofSeconds(20)).until(() -> !first.write(drip) || first.ended(200));
    }

    @Test
    void aBodyThatIsNotHereInTimeIsRefusedHoweverSteadilyItDrips() {
        RawSocketClient client = RawSocketClient.connect(port());
        clients.add(client);
        client.write("POST /v1/decisions HTTP/1.1\r\nHost: sekimori\r\nAuthorization: Bearer " + local().key()
                + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{");
        Thread drip = new Thread(() -> {
            while (client.write(" ")) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        });
        drip.start();

        assertThat(client.statusLine()).isEqualTo("HTTP/1.1 408");
        String rest = client.rest();
        assertThat(rest).contains("Connection: close", "must come as a whole by then");
    }

    @Test
    void aBatchMayKeepItsReaderWaitingOnlySoLong() {
        RawSocketClient client = RawSocketClient.connect(port());
        clients.add(client);
        client.write("POST /v1/events HTTP/1.1\r\nHost: sekimori\r\nAuthorization: Bearer " + local().key()
                + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n{");
        Thread drip = new Thread(() -> {
            while (client.write(" ")) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        });
        drip.start();

        assertThat(client.statusLine()).isEqualTo("HTTP/1.1 400");
        assertThat(client.rest()).contains("could not be read to its end");
    }

    @Test
    void whoeverNeverReadsThePagesThatNeedNoKeyHoldsOnlyTheirThreads() {
        for (int i = 0; i < 100; i++) {
            RawSocketClient client = RawSocketClient.connect(port(), 2048);
            clients.add(client);
            client.write("GET /v1/openapi.yaml HTTP/1.1\r\nHost: sekimori\r\n\r\n".repeat(20));
        }

        everybodyElseIsAnswered();
    }

    @Test
    void withoutAKeyThereIsOneAnswerOnAConnection() {
        RawSocketClient client = RawSocketClient.connect(port());
        clients.add(client);
        client.write("GET /actuator/health HTTP/1.1\r\nHost: sekimori\r\n\r\n".repeat(1_000));

        String all = client.rest();
        assertThat(all.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(all).contains("HTTP/1.1 200", "Connection: close");
    }

    @Test
    void aKeyThatNeverReadsItsAnswersTakesNoMoreThanItsShare() {
        String key = String.valueOf(local().key());
        for (int i = 0; i < 150; i++) {
            RawSocketClient client = RawSocketClient.connect(port(), 2048);
            clients.add(client);
            client.write(("GET /v1/rulebook HTTP/1.1\r\nHost: sekimori\r\nAuthorization: Bearer " + key + "\r\n\r\n")
                    .repeat(200));
        }

        local().post("/v1/decisions", DECISION).expect(200);
        nobody().get("/actuator/health/readiness").expect(200);
        management().get("/actuator/health/readiness").expect(200);
    }

    @Test
    void largeBodiesToThePageForEverybodyAreNotGathered() {
        String large =
                "POST /asked/x HTTP/1.1\r\nHost: sekimori\r\nContent-Length: 2000000\r\n\r\n" + "a".repeat(64 * 1024);
        // The few threads of this page may still be busy with clients that have just hung up.
        await().untilAsserted(() -> {
            open(1, i -> large);
            assertThat(clients.get(clients.size() - 1).statusLine()).isEqualTo("HTTP/1.1 400");
        });
        open(100, i -> large);

        // At once, for want of a form, or of a thread for so many at a time.
        assertThat(clients.get(clients.size() - 1).statusLine()).containsPattern("400|503");
        everybodyElseIsAnswered();
    }
}
