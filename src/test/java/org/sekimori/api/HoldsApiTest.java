package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HoldsApiTest extends ApiTestBase {

    private static final String HOLD = "/v1/accounts/alice@isp.example/hold";

    @Test
    void aHoldIsPlacedShownListedAndReleased() {
        assertThat(local().get(HOLD).expect(200).json().path("held").asBoolean())
                .isFalse();
        ApiTestReply placed = local().put(HOLD, "{\"reason\":\"phishing report\",\"by\":\"sato\"}")
                .expect(200);
        assertThat(placed.json().path("held").asBoolean()).isTrue();

        JsonNode shown = local().get(HOLD).expect(200).json();
        assertThat(shown.path("by").asString()).isEqualTo("sato via local");
        assertThat(shown.path("since").asString()).isEqualTo("2026-11-25T09:00:00Z");
        assertThat(shown.path("reason").asString()).isEqualTo("phishing report");
        assertThat(local().get("/v1/holds").expect(200).json().path("holds").get(0))
                .isEqualTo(shown);

        ApiTestReply released =
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

    @Test
    void aHoldEndsByTheClockAndIsRenewedButNotShortened() {
        local().put(HOLD, "{\"until\":\"2026-11-25T10:00:00Z\"}").expect(200);
        assertThat(local().get(HOLD).text("until")).isEqualTo("2026-11-25T10:00:00Z");
        local().put(HOLD, "{\"until\":\"2026-11-25T11:00:00Z\"}").expect(200);
        assertThat(local().put(HOLD, "{\"until\":\"2026-11-25T09:30:00Z\"}").problem(409))
                .contains("a hold is renewed, not shortened");
        assertThat(local().put(HOLD, "{\"until\":\"2026-11-24T09:30:00Z\"}").problem(409))
                .contains("is in the past");
        assertThat(local().get("/v1/holds").json().path("holds")).hasSize(1);

        clock.advance(Duration.ofHours(2));

        assertThat(local().get("/v1/holds").json().path("holds")).isEmpty();
        assertThat(local().get(HOLD).json().path("held").asBoolean()).isFalse();
    }

    @Test
    void manyAreReleasedEachForItself() {
        for (int i = 0; i < 40; i++) {
            local().put("/v1/accounts/user" + i + "@isp.example/hold", "{}").expect(200);
        }
        StringBuilder accounts = new StringBuilder("\"nobody\",\"user0\",\"USER0@isp.example\",\"@\"");
        for (int i = 1; i < 40; i++) {
            accounts.append(",\"user").append(i).append('"');
        }
        String body = "{\"accounts\":[" + accounts + "],\"reason\":\"false alarm\",\"by\":\"sato\"}";

        JsonNode answer = local().with("Idempotency-Key", "monday")
                .post("/v1/holds/release", body)
                .expect(200)
                .json();

        assertThat(answer.path("released").asInt()).isEqualTo(40);
        assertThat(answer.path("refused").asInt()).isEqualTo(2);
        assertThat(answer.path("accounts").get(0).path("problem").asString()).isEqualTo("the account is not on hold");
        assertThat(answer.path("accounts").get(1).path("account").asString()).isEqualTo("user0@isp.example");
        assertThat(answer.path("accounts").get(1).path("released").asBoolean()).isTrue();
        assertThat(answer.path("accounts").get(2).path("problem").asString()).startsWith("account:");
        assertThat(local().get("/v1/holds").json().path("holds")).isEmpty();
    }

    @Test
    void aBulkReleaseNeedsAPersonOrTheProofToo() {
        local().put(HOLD, "{}").expect(200);

        JsonNode answer = local().post("/v1/holds/release", "{\"accounts\":[\"alice\"]}")
                .expect(200)
                .json();

        assertThat(answer.path("accounts").get(0).path("problem").asString()).startsWith("a release needs proof");
        assertThat(local().get(HOLD).json().path("held").asBoolean()).isTrue();
        assertThat(local().post("/v1/holds/release", "{\"accounts\":[]}").problem(400))
                .isEqualTo("accounts: must be a list of 1 to 1000 texts");
        log.silent = true;
        assertThat(local().post("/v1/holds/release", "{\"accounts\":[\"alice\"]}")
                        .expect(200)
                        .json()
                        .path("accounts")
                        .get(0)
                        .path("problem")
                        .asString())
                .contains("did not answer");
    }
}
