package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HoldsApiTest extends ApiTest {

    private static final String HOLD = "/v1/accounts/alice@isp.example/hold";

    @Test
    void aHoldIsPlacedShownListedAndReleased() {
        assertThat(local().get(HOLD).expect(200).json().path("held").asBoolean())
                .isFalse();
        Reply placed = local().put(HOLD, "{\"reason\":\"phishing report\",\"by\":\"sato\"}")
                .expect(200);
        assertThat(placed.json().path("held").asBoolean()).isTrue();

        JsonNode shown = local().get(HOLD).expect(200).json();
        assertThat(shown.path("by").asString()).isEqualTo("sato via local");
        assertThat(shown.path("since").asString()).isEqualTo("2026-11-25T09:00:00Z");
        assertThat(shown.path("reason").asString()).isEqualTo("phishing report");
        assertThat(local().get("/v1/holds").expect(200).json().path("holds").get(0))
                .isEqualTo(shown);

        Reply released =
                local().delete(HOLD + "?reason=password%20changed&by=sato").expect(200);
        assertThat(released.json().path("held").asBoolean()).isFalse();
        assertThat(local().get("/v1/holds").json().path("holds")).isEmpty();
    }

    @Test
    void anAccountOnHoldKeepsItsFirstHold() {
        local().put(HOLD, "{\"reason\":\"first\"}").expect(200);
        local().put(HOLD, "{\"reason\":\"second\"}").expect(200);

        assertThat(local().get(HOLD).text("reason")).isEqualTo("first");
    }

    @Test
    void anAccountThatIsNotOnHoldCannotBeReleased() {
        assertThat(local().delete(HOLD).problem(409)).isEqualTo("the account is not on hold");
    }

    @Test
    void aSilentLogIsSaid() {
        log.silent = true;

        assertThat(local().put(HOLD, "{}").problem(503)).contains("may still be carried out");
    }
}
