package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the abuse desk does with a case, from the flag to the verdict. */
class CaseCommandsApiTest extends ApiTestBase {

    private static final String HOLD = "/v1/accounts/alice@isp.example/hold";

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

    private ApiTestReply ask(String id, String what, String fields) {
        return local().post("/v1/cases/" + id + "/" + what, fields);
    }

    private JsonNode shown(String id) {
        return local().get("/v1/cases/" + id).expect(200).json();
    }

    @Test
    void aCaseIsFollowedFromItsFlagToItsVerdict() {
        String id = flag("alice@isp.example");
        local().put(HOLD, "{\"reason\":\"phishing\",\"by\":\"sato\"}").expect(200);
        assertThat(ask(id, "assign", "{\"assignee\":\"sato\",\"version\":2}")
                        .expect(200)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(3);
        ask(id, "comment", "{\"text\":\"called at noon\"}").expect(200);
        assertThat(ask(id, "release", "{\"version\":4}").problem(409))
                .isEqualTo("a release needs proof: the device was not cleaned yet, and the password not changed after"
                        + " that; or a named person with a reason");
        assertThat(shown(id).path("checklist").path("release").path("allowed").asBoolean())
                .isFalse();
        assertThat(ask(id, "move", "{\"to\":\"password_changed\",\"version\":4}")
                        .problem(409))
                .contains("the device is cleaned before the password is changed");

        clock.advance(Duration.ofHours(1));
        ask(id, "move", "{\"to\":\"cleaned\",\"reason\":\"scanner\",\"version\":4}")
                .expect(200);
        JsonNode steps = shown(id).path("checklist").path("steps");
        assertThat(steps.get(0).path("done_at").asString()).isEqualTo("2026-11-25T10:00:00Z");
        assertThat(steps.get(1).path("to_do").asString()).contains("have the password changed");
        assertThat(steps.get(2).has("to_do")).isFalse();
        ask(id, "move", "{\"to\":\"password_changed\",\"version\":5}").expect(200);
        assertThat(shown(id).path("checklist").path("release").path("allowed").asBoolean())
                .isTrue();
        ApiTestReply released = ask(id, "release", "{\"version\":6}").expect(200);
        assertThat(released.text("state")).isEqualTo("released");
        assertThat(released.header("ETag")).isEqualTo("\"7\"");
        assertThat(local().get(HOLD).json().path("held").asBoolean()).isFalse();

        ask(id, "close", "{\"outcome\":\"confirmed\",\"reason\":\"phished\",\"version\":7}")
                .expect(200);
        assertThat(shown(id).path("history").findValuesAsString("what"))
                .containsExactly(
                        "opened", "held", "assigned", "comment", "cleaned", "password_changed", "released", "closed");
        assertThat(ask(id, "reopen", "{\"reason\":\"again\",\"version\":8}")
                        .expect(200)
                        .text("state"))
                .isEqualTo("flagged");
        assertThat(shown(id).path("reopened").asInt()).isEqualTo(1);
    }

    @Test
    void whatTheDeskDidWithTheMailInQuarantineStandsInTheHistory() {
        String id = flag("alice@isp.example");
        assertThat(shown(id).path("quarantined").asInt(-1)).isZero();
        assertThat(shown(id).path("doubt").asBoolean(true)).isFalse();

        ask(id, "quarantine", "{\"action\":\"released\",\"messages\":2,\"by\":\"sato\"}")
                .expect(200);
        ask(id, "quarantine", "{\"action\":\"deleted\",\"references\":[\"k7qx-3m2p\"],\"by\":\"sato\"}")
                .expect(200);

        assertThat(shown(id).path("history").findValuesAsString("what"))
                .containsExactly("opened", "quarantine_released", "quarantine_deleted");
        assertThat(shown(id).path("history").findValuesAsString("text")).contains("2 messages", "1 message");
        assertThat(ask(id, "quarantine", "{\"action\":\"burnt\",\"messages\":1}")
                        .problem(400))
                .contains("must be released or deleted");
        assertThat(ask(id, "quarantine", "{\"action\":\"released\"}").problem(400))
                .contains("messages: is missing");
        assertThat(ask(id, "quarantine", "{\"action\":\"released\",\"messages\":2,\"references\":[\"K7QX-3M2P\"]}")
                        .problem(400))
                .contains("messages: must be the number of the references, 1");
        assertThat(ask(id, "quarantine", "{\"action\":\"released\",\"references\":[\"ALL\"]}")
                        .problem(400))
                .contains("references: 'ALL' is no code");
        assertThat(ask(id, "quarantine", "{\"action\":\"released\",\"messages\":0}")
                        .problem(400))
                .contains("1 to 1000000");
    }

    @Test
    void theSecondOfTwoWhoDecideUponTheSameVersionIsTold() {
        String id = flag("alice@isp.example");
        ask(id, "assign", "{\"assignee\":\"sato\",\"version\":1,\"by\":\"sato\"}")
                .expect(200);

        ApiTestReply late = local().with("If-Match", "\"1\"")
                .post("/v1/cases/" + id + "/assign", "{\"assignee\":\"suzuki\",\"by\":\"suzuki\"}");

        assertThat(late.problem(409))
                .startsWith("case " + id + " has changed: it is at version 2 now, flagged, last changed at")
                .contains("by sato via local (assigned)")
                .endsWith("read it again before you decide");
        assertThat(late.json().path("current_version").asInt()).isEqualTo(2);
        assertThat(late.header("ETag")).isEqualTo("\"2\"");
        assertThat(shown(id).path("assignee").asString()).isEqualTo("sato");
        local().with("If-Match", "\"2\"")
                .post("/v1/cases/" + id + "/assign", "{\"assignee\":null}")
                .expect(200);
        assertThat(shown(id).has("assignee")).isFalse();
    }

    @Test
    void aDecisionWithoutTheVersionThatWasReadIsNotTaken() {
        String id = flag("alice@isp.example");

        for (String what : new String[] {
            "assign {\"assignee\":\"sato\"}",
            "move {\"to\":\"cleaned\"}",
            "release {}",
            "close {\"outcome\":\"confirmed\",\"reason\":\"x\"}",
            "reopen {\"reason\":\"x\"}"
        }) {
            String[] parts = what.split(" ", 2);
            assertThat(ask(id, parts[0], parts[1]).problem(428)).startsWith("version: is missing; read the case with");
        }
        assertThat(shown(id).path("version").asInt()).isEqualTo(1);
        assertThat(local().get("/v1/cases/" + id).header("ETag")).isEqualTo("\"1\"");
        assertThat(local().with("If-Match", "*")
                        .post("/v1/cases/" + id + "/release", "{}")
                        .problem(400))
                .startsWith("If-Match: must be the ETag");
        assertThat(local().with("If-Match", "\"1\"")
                        .post("/v1/cases/" + id + "/release", "{\"version\":2}")
                        .problem(400))
                .startsWith("version: is 2, but If-Match says 1");
        assertThat(ask(id, "assign", "{\"version\":1}").problem(400)).startsWith("assignee: is missing");
        assertThat(ask(id, "move", "{\"to\":\"released\",\"version\":1}").problem(400))
                .startsWith("to: must be notified, cleaned or password_changed");
    }

    @Test
    void onlyAPersonWhoSaysWhyReleasesWithoutProof() {
        String id = flag("alice@isp.example");
        local().put(HOLD, "{}").expect(200);

        assertThat(local().delete(HOLD).problem(409)).startsWith("a release needs proof");
        assertThat(local().delete(HOLD + "?by=sato").problem(409)).startsWith("a release needs proof");
        assertThat(local().delete(HOLD + "?by=local&reason=sure").problem(409))
                .as("the key is no person")
                .startsWith("a release needs proof");
        assertThat(ask(id, "release", "{\"version\":2,\"by\":\"Local\",\"reason\":\"sure\"}")
                        .problem(409))
                .startsWith("a release needs proof");
        ask(id, "release", "{\"version\":2,\"by\":\"sato\",\"reason\":\"owner was here\"}")
                .expect(200);
        assertThat(local().get(HOLD).json().path("held").asBoolean()).isFalse();
    }

    @Test
    void aWordOpensACaseAndASecondOneIsAddedToIt() {
        ApiTestReply opened = local().post(
                        "/v1/cases", "{\"account\":\"Bob\",\"reason\":\"blocklist\",\"reference\":\"k7qx3m2p\"}")
                .expect(201);
        assertThat(opened.text("account")).isEqualTo("bob@isp.example");
        JsonNode one = shown(opened.text("id"));
        assertThat(one.path("reference").asString()).isEqualTo("K7QX-3M2P");
        assertThat(one.path("rules").get(0).path("rule").asString()).isEqualTo("reported");

        ApiTestReply again = local().post("/v1/cases", "{\"account\":\"bob\",\"reason\":\"once more\"}")
                .expect(200);
        assertThat(again.text("id")).isEqualTo(opened.text("id"));
        assertThat(again.json().path("version").asInt()).isEqualTo(2);
    }

    @Test
    void listsAreSortedByWhatIsMostUrgentAndBounded() {
        String waiting = flag("alice@isp.example");
        clock.advance(Duration.ofHours(2));
        String fresh = flag("bob@isp.example");
        ask(fresh, "assign", "{\"assignee\":\"Sato\",\"version\":1}").expect(200);

        assertThat(ids("/v1/cases?sort=newest")).containsExactly(fresh, waiting);
        assertThat(ids("/v1/cases?sort=priority")).containsExactly(waiting, fresh);
        assertThat(ids("/v1/cases?assignee=sato")).containsExactly(fresh);
        assertThat(ids("/v1/cases?account=Alice&severity=high&state=flagged")).containsExactly(waiting);
        assertThat(ids("/v1/cases?severity=low")).isEmpty();
        JsonNode bounded = local().get("/v1/cases?limit=1").expect(200).json();
        assertThat(bounded.path("cases")).hasSize(1);
        assertThat(bounded.path("total").asInt()).isEqualTo(2);
        JsonNode priority = shown(waiting).path("priority");
        assertThat(priority.path("level").asString()).isEqualTo("high");
        assertThat(priority.path("because").toString()).contains("mail can still leave", "nobody has taken it for 2 h");
        assertThat(local().get("/v1/cases?limit=0").problem(400)).startsWith("limit: must be 1 to 10000");
        assertThat(local().get("/v1/cases?sort=oldest").problem(400)).startsWith("sort: must be newest or priority");
        assertThat(local().get("/v1/cases?severity=dire").problem(400)).startsWith("severity: must be low");
    }

    private List<String> ids(String path) {
        return StreamSupport.stream(
                        local().get(path).expect(200).json().path("cases").spliterator(), false)
                .map(one -> one.path("id").asString())
                .toList();
    }

    @Test
    void anExportIsATableWithoutFormulasOrAJsonObjectALine() {
        String id = flag("alice@isp.example");
        ask(id, "close", "{\"outcome\":\"confirmed\",\"reason\":\"=HYPERLINK(\\\"x\\\"), \",\"version\":1}")
                .expect(200);
        flag("bob@isp.example");

        ApiTestReply table = local().get("/v1/cases/export?format=csv").expect(200);
        assertThat(table.header("Content-Type")).startsWith("text/csv");
        String[] lines = table.http().body().split("\r\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).startsWith("account,id,version,state,outcome,severity,priority,");
        assertThat(lines[1])
                .startsWith("alice@isp.example," + id + ",2,closed,confirmed,high,low,")
                .endsWith(",\"'=HYPERLINK(\"\"x\"\"),\",0");
        assertThat(lines[2]).startsWith("bob@isp.example,");

        ApiTestReply objects =
                local().get("/v1/cases/export?format=ndjson&state=closed").expect(200);
        assertThat(objects.http().body().strip().lines()).hasSize(1);
        assertThat(objects.json()).isEqualTo(shown(id));
        assertThat(local().get("/v1/cases/export?since=2026-11-26T00:00:00Z")
                        .http()
                        .body()
                        .lines())
                .hasSize(1);
        assertThat(local().get("/v1/cases/export?format=xls").problem(400)).startsWith("format: must be csv or ndjson");
        assertThat(local().get("/v1/cases/export?since=today").problem(400)).startsWith("since: must be an RFC 3339");
    }

    @Test
    void rulesShowHowOftenTheyWereRight() {
        for (int i = 0; i < 10; i++) {
            String outcome = i < 4 ? "confirmed" : "false_positive";
            ask(
                            flag("user" + i + "@isp.example"),
                            "close",
                            "{\"outcome\":\"" + outcome + "\",\"reason\":\"x\",\"version\":1}")
                    .expect(200);
        }
        flag("open@isp.example");

        JsonNode answer = local().get("/v1/rules/precision").expect(200).json();
        assertThat(answer.path("cases").asInt()).isEqualTo(10);
        JsonNode row = answer.path("rules").get(0);
        assertThat(row.path("rule").asString()).isEqualTo("first-send-at-limit");
        assertThat(row.path("confirmed").asInt()).isEqualTo(4);
        assertThat(row.path("false_positives").asInt()).isEqualTo(6);
        assertThat(row.path("open").asInt()).isEqualTo(1);
        assertThat(row.path("precision").asDouble()).isEqualTo(0.4);
        assertThat(row.path("below").asBoolean()).isTrue();
    }

    @Test
    void queueIdsCannotBeLookedUpWhereNothingIsSearched() {
        String id = flag("alice@isp.example");

        assertThat(local().get("/v1/cases/" + id + "/queue").problem(503)).contains("nothing is archived here");
    }
}
