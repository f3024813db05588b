package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.rig.LongRun;

/** Strangers in numbers: connections, names of methods, paths. */
class ApiFloodTest extends ApiTestBase {

    /** More than may be open; the machine's limit on open files does not allow for many more on both sides in one process. */
    private static final int CONNECTIONS = LongRun.size(2_300, 3_000);

    private static final int INVENTED = LongRun.size(60, 200);

    @Test
    void moreConnectionsThanMayBeOpenLeaveRoomForWhoeverAsks() {
        List<RawSocketClient> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                strangers.add(RawSocketClient.connect(port()));
                if (i % 3 == 0) {
                    strangers.get(i).write("GET /docs HTTP/1.1\r\nX-Half: ");
                }
            }

            nobody().get("/actuator/health/readiness").expect(200);
            management().get("/actuator/health/readiness").expect(200);
            local().get("/v1/grants").expect(200);
            long open = strangers.stream().filter(client -> !client.ended(1)).count();
            System.out.printf(
                    "bound: %,d of %,d connections of strangers are still open, 2,000 may be%n", open, CONNECTIONS);
            assertThat(open).isLessThanOrEqualTo(CONNECTIONS);
        } finally {
            strangers.forEach(RawSocketClient::close);
        }
    }

    @Test
    void inventedMethodsPathsAndHostsMakeNoSeries() {
        // Whatever is counted for the first time has its series then.
        invented(0, 20);
        long before = series();
        invented(20, INVENTED);

        long after = series();
        System.out.printf(
                "bound: %,d series after %,d invented requests, %,d before%n", after, 5 * (INVENTED - 20), before);
        assertThat(after - before).isLessThan(60);
    }

    private void invented(int from, int until) {
        for (int i = from; i < until; i++) {
            try (RawSocketClient client = RawSocketClient.connect(port())) {
                client.write("INVENTED" + i + " /invented" + i + " HTTP/1.1\r\nHost: invented" + i + "\r\n\r\n");
                client.statusLine();
            }
            nobody().get("/invented" + i).problem(401);
            local().get("/v1/invented" + i + "?a=" + i).problem(404);
            local().get("/v1/accounts/invented" + i + "/grants").expect(200);
            nobody().get("/asked/invented" + i).expect(400);
        }
    }

    private long series() {
        return management()
                .get("/actuator/prometheus")
                .expect(200)
                .http()
                .body()
                .lines()
                .count();
    }
}
