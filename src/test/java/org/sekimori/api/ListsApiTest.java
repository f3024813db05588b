package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListsApiTest extends ApiTestBase {

    private static final String SPAM = "/v1/lists/spam-hosts";

    private static String body(String kind, String values) {
        return "{\"kind\":\"" + kind + "\",\"values\":[" + values
                + "],\"days\":3,\"reason\":\"probes\",\"by\":\"sato\"}";
    }

    private ApiTestReply delete(String path) {
        return local().send("DELETE", path, null);
    }

    @Test
    void aNetworkIsListedShownExportedAndTakenOffAndTheHistoryKeepsBoth() {
        JsonNode done = local().post(SPAM + "/entries", body("network", "\"203.0.113.0/24\",\"2001:db8::/32\""))
                .expect(200)
                .json();
        assertThat(done.path("values").asInt()).isEqualTo(2);
        assertThat(done.path("until").asString()).isNotEmpty();

        JsonNode shown = local().get(SPAM).expect(200).json();
        assertThat(shown.path("total").asLong()).isEqualTo(2);
        assertThat(shown.path("entries").get(0).path("value").asString()).isEqualTo("203.0.113.0/24");
        assertThat(shown.path("entries").get(0).path("by").asString()).startsWith("sato via local");
        assertThat(local().get(SPAM + "/export").expect(200).http().body().lines())
                .hasSize(2);

        delete(SPAM + "/entries?kind=network&value=203.0.113.0/24&reason=cleaned&by=sato")
                .expect(200);
        delete(SPAM + "/entries?kind=network&value=203.0.113.0/24&reason=cleaned&by=sato")
                .expect(404);
        JsonNode history =
                local().get(SPAM + "/history?value=203.0.113.0/24").expect(200).json();
        assertThat(history.path("changes").valueStream().map(one -> one.path("action")
                        .asString()))
                .containsExactly("add", "remove");
        assertThat(delete(SPAM + "?reason=over")
                        .expect(200)
                        .json()
                        .path("removed")
                        .asLong())
                .isEqualTo(1);
        local().get(SPAM).expect(404);
    }

    @Test
    void whatIsWrongIsNamedAndNothingIsTaken() {
        assertThat(local().post("/v1/lists/wrong/entries", body("network", "\"192.0.2.0/24\",\"192.0.2.1/24\""))
                        .expect(400)
                        .http()
                        .body())
                .contains("192.0.2.1/24");
        local().post("/v1/lists/wrong/entries", body("network", "\"0.0.0.0/0\""))
                .expect(400);
        local().post("/v1/lists/wrong/entries", body("colour", "\"red\"")).expect(400);
        local().post("/v1/lists/Wrong!/entries", body("country", "\"KP\"")).expect(400);
        local().post("/v1/lists/wrong/entries", "{\"kind\":\"country\",\"values\":[\"KP\"]}")
                .expect(400);
        local().get("/v1/lists/wrong").expect(404);
    }
}
