package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CasesApiTest extends ApiTestBase {

    private static final String OF_ALICE = "/v1/accounts/alice@isp.example/cases";

    /** The first message of the day goes beyond the limit: flagged, and deferred. */
    private String flag(String account) {
        local().post("/v1/decisions", "{\"account\":\"" + account + "\",\"recipient_count\":501}")
                .expect(200);
        return local().get("/v1/accounts/" + account + "/cases")
                .json()
                .path("cases")
                .get(0)
                .path("id")
                .asString("");
    }

    @Test
    void aFlagOpensACaseThatIsListedAndClosed() {
        String id = flag("alice@isp.example");

        JsonNode listed = local().get("/v1/cases?state=open").expect(200).json().path("cases");
        assertThat(listed).hasSize(1);
        JsonNode one = listed.get(0);
        assertThat(one.path("account").asString()).isEqualTo("alice@isp.example");
        assertThat(one.path("state").asString()).isEqualTo("flagged");
        assertThat(one.path("severity").asString()).isEqualTo("high");
        assertThat(one.path("opened_at").asString()).isEqualTo("2026-11-25T09:00:00Z");
        assertThat(one.path("since").asString()).isEqualTo("2026-11-25T09:00:00Z");
        assertThat(one.path("rules").get(0).path("rule").asString()).isEqualTo("first-send-at-limit");
        assertThat(one.path("messages_out").asInt()).isZero();
        assertThat(one.has("outcome")).isFalse();
        assertThat(one.has("held_at")).isFalse();

        ApiTestReply closed = local().post(
                        "/v1/cases/" + id.toLowerCase(java.util.Locale.ROOT) + "/close",
                        "{\"outcome\":\"confirmed\",\"reason\":\"phished\",\"by\":\"sato\",\"version\":1}")
                .expect(200);
        assertThat(closed.text("account")).isEqualTo("alice@isp.example");
        assertThat(closed.text("id")).isEqualTo(id);
        assertThat(closed.text("state")).isEqualTo("closed");
        assertThat(closed.text("outcome")).isEqualTo("confirmed");

        assertThat(local().get("/v1/cases?state=open").json().path("cases")).isEmpty();
        JsonNode shown =
                local().get("/v1/cases?state=closed").json().path("cases").get(0);
        assertThat(shown.path("closed_by").asString()).isEqualTo("sato via local");
        assertThat(shown.path("reason").asString()).isEqualTo("phished");
        assertThat(shown.path("closed_at").asString()).isEqualTo("2026-11-25T09:00:00Z");
        assertThat(local().get(OF_ALICE).expect(200).json().path("cases").get(0))
                .isEqualTo(shown);
    }

    @Test
    void aHoldShowsInTheCase() {
        flag("alice@isp.example");
        local().put("/v1/accounts/alice@isp.example/hold", "{}").expect(200);

        assertThat(local().get(OF_ALICE)
                        .json()
                        .path("cases")
                        .get(0)
                        .path("state")
                        .asString())
                .isEqualTo("held");
    }

    @Test
    void whatIsWrongWithAClosingIsSaid() {
        String id = flag("alice@isp.example");
        String path = "/v1/cases/" + id + "/close";

        assertThat(local().post(path, "{\"reason\":\"x\"}").problem(400)).startsWith("outcome: is missing");
        assertThat(local().post(path, "{\"outcome\":\"maybe\",\"reason\":\"x\"}")
                        .problem(400))
                .isEqualTo("outcome: must be confirmed or false_positive, not 'maybe'");
        assertThat(local().post(path, "{\"outcome\":\"confirmed\"}").problem(400))
                .startsWith("reason: is missing");
        String confirmed = "{\"outcome\":\"confirmed\",\"reason\":\"x\",\"version\":1}";
        assertThat(local().post("/v1/cases/AAAA-BBBB/close", confirmed).problem(404))
                .contains("there is no case AAAA-BBBB");
        assertThat(local().post("/v1/cases/none/close", confirmed).problem(400)).startsWith("id: 'none' is no code");
        assertThat(local().get("/v1/cases?state=new").problem(400)).startsWith("state: must be open, closed or all");

        local().post(path, confirmed).expect(200);
        assertThat(local().post(path, confirmed).status()).as("a repetition").isEqualTo(200);
        assertThat(local().post(
                                path,
                                confirmed.replace("confirmed", "false_positive").replace("1}", "2}"))
                        .problem(409))
                .contains("was closed as confirmed");
        assertThat(local().post(path, confirmed.replace("{", "{\"account\":\"bob\","))
                        .problem(409))
                .contains("the account has no case");
    }

    @Test
    void aMisjudgedOriginIsNotRecordedWithoutWhatTheDatabaseSaid() {
        String problem = local().post(
                        "/v1/misjudgements",
                        "{\"account\":\"Alice\",\"reference\":\"k7qx3m2p\",\"country\":\"JP\",\"by\":\"sato\"}")
                .problem(409);

        assertThat(problem)
                .startsWith(
                        "not recorded: the decision K7QX-3M2P is not among the last 64 of 24 hours of alice@isp.example");
        assertThat(log.audited()).isEmpty();
    }

    @Test
    void whatIsWrongWithAReportIsSaid() throws IOException {
        String path = "/v1/misjudgements";
        assertThat(local().post(path, "{\"account\":\"alice\"}").problem(400)).startsWith("reference: is missing");
        assertThat(local().post(path, "{\"reference\":\"K7QX-3M2P\"}").problem(400))
                .startsWith("account: is missing");
        assertThat(local().post(path, "{\"account\":\"a\",\"reference\":\"K7QX-3M2P\",\"country\":\"Japan\"}")
                        .problem(400))
                .startsWith("country: must be an ISO 3166 country code");
        assertThat(local().post(path, "{\"account\":\"a\",\"reference\":\"what\"}")
                        .problem(400))
                .startsWith("reference: 'what' is no code");
    }
}
