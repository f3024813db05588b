package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RulebookApiTest extends ApiTestBase {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String YML = "volume/send-limit/rule.yml";

    private static RulebookFiles shipped() throws RulebookException {
        return rulebookFiles();
    }

    private static RulebookFiles sendLimitOff() throws RulebookException {
        return shipped().with(YML, shipped().files().getOrDefault(YML, "").replace("mode: enforce", "mode: off"));
    }

    private static String body(RulebookFiles files) {
        ObjectNode body = JSON.createObjectNode().put("by", "sato");
        ObjectNode texts = body.putObject("files");
        files.files().forEach(texts::put);
        return body.toString();
    }

    private static JsonNode rule(JsonNode rulebook, String id) {
        return StreamSupport.stream(rulebook.path("rules").spliterator(), false)
                .filter(rule -> rule.path("rule").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theRulebookInForceIsShownWithWhatItsRulesDid() throws Exception {
        rulebooks.hits = 7;

        JsonNode shown = local().get("/v1/rulebook").expect(200).json();

        assertThat(shown.path("rulebook").asString()).isEqualTo(shipped().id());
        assertThat(shown.path("by").asString()).isEqualTo("test");
        assertThat(shown.has("candidate")).isFalse();
        assertThat(shown.has("refused")).isFalse();
        JsonNode limit = rule(shown, "send-limit");
        assertThat(limit.path("mode").asString()).isEqualTo("enforce");
        assertThat(limit.path("hits")).isEqualTo(JsonMapper.shared().readTree("{\"hour\":7,\"day\":14}"));
        assertThat(limit.path("refused")).isEqualTo(JsonMapper.shared().readTree("{\"hour\":7,\"day\":14}"));
        assertThat(limit.path("shadow_hits")).isEqualTo(JsonMapper.shared().readTree("{\"hour\":0,\"day\":0}"));
    }

    @Test
    void aRulebookIsPublishedAndRolledBack() throws Exception {
        JsonNode published =
                local().put("/v1/rulebook", body(sendLimitOff())).expect(200).json();

        assertThat(published.path("rulebook").asString())
                .isEqualTo(sendLimitOff().id());
        assertThat(published.path("by").asString()).isEqualTo("sato via local");
        assertThat(rule(published, "send-limit").path("mode").asString()).isEqualTo("off");
        assertThat(published.path("past").get(0).path("rulebook").asString())
                .isEqualTo(shipped().id());
        assertThat(local().get("/v1/rulebooks/" + sendLimitOff().id())
                        .expect(200)
                        .json()
                        .path("files")
                        .path(YML)
                        .asString())
                .contains("mode: off");

        JsonNode back = local().post("/v1/rulebook/rollback", "{}").expect(200).json();
        assertThat(back.path("rulebook").asString()).isEqualTo(shipped().id());
        assertThat(back.path("past")).isEmpty();
        assertThat(local().post("/v1/rulebook/rollback", "{}").problem(409))
                .isEqualTo("no other rulebook was in force before this one");
    }

    @Test
    void aCandidateIsAskedBesideTheOneInForceUntilItIsDropped() throws Exception {
        JsonNode beside = local().put("/v1/rulebook/candidate", body(sendLimitOff()))
                .expect(200)
                .json();

        assertThat(beside.path("rulebook").asString()).isEqualTo(shipped().id());
        assertThat(beside.path("candidate").asString()).isEqualTo(sendLimitOff().id());
        assertThat(rule(beside, "send-limit").path("candidate_version").asInt()).isPositive();
        assertThat(local().delete("/v1/rulebook/candidate").expect(200).json().has("candidate"))
                .isFalse();
    }

    @Test
    void aRefusedRulebookLeavesTheOneInForceAndSaysWhyThereAndInHealth() throws Exception {
        RulebookFiles broken = shipped().with("policy.yml", "defaults:\n  hoem: [JP]\n");

        ApiTestReply reply = local().put("/v1/rulebook", body(broken));

        assertThat(reply.problem(422))
                .contains("the one in force stays", "policy.yml:2")
                .contains("hoem");
        assertThat(reply.json().path("problems").get(0).path("file").asString()).isEqualTo("policy.yml");
        assertThat(reply.json().path("problems").get(0).path("line").asInt()).isEqualTo(2);
        JsonNode shown = local().get("/v1/rulebook").json();
        assertThat(shown.path("rulebook").asString()).isEqualTo(shipped().id());
        assertThat(shown.path("refused").path("by").asString()).isEqualTo("sato via local");
        JsonNode health = local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("rulebook");
        assertThat(health.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(health.path("details").path("refused_because").toString()).contains("hoem");

        local().put("/v1/rulebook", body(sendLimitOff())).expect(200);
        assertThat(local().get("/v1/rulebook").json().has("refused")).isFalse();
    }

    @Test
    void whatIsNoRulebookIsRefusedWithTheFieldAtFault() {
        assertThat(local().put("/v1/rulebook", "{}").problem(400)).startsWith("files: must be an object");
        assertThat(local().put("/v1/rulebook", "{\"files\":{\"a\":1}}").problem(400))
                .startsWith("files: a must be");
        assertThat(local().put("/v1/rulebook", "{\"files\":{\"a\":\"x\"},\"mode\":\"y\"}")
                        .problem(400))
                .startsWith("mode: there is no such field here");
        String large = "{\"files\":{\"a\":\"" + "x".repeat(RulebookFiles.MAX_BYTES + 1) + "\"}}";
        assertThat(local().put("/v1/rulebook", large).problem(400)).contains("700000 characters");
        assertThat(local().put("/v1/rulebook", "x".repeat(4 * RulebookFiles.MAX_BYTES + 1))
                        .problem(413))
                .contains("larger than");
        assertThat(local().get("/v1/rulebooks/0000000000000000").problem(404)).contains("0000000000000000");
    }

    @Test
    void aSilentLogIsSaid() throws Exception {
        rulebooks.silent = true;

        assertThat(local().put("/v1/rulebook", body(sendLimitOff())).problem(503))
                .contains("was not read");
    }

    @Test
    void whileOthersAreTriedTheCallerIsAskedToComeBack() throws Exception {
        rulebooks.busy = true;

        ApiTestReply reply = local().put("/v1/rulebook/candidate", body(sendLimitOff()));

        assertThat(reply.problem(503))
                .contains("other rulebooks are being tried")
                .contains("nothing was changed");
        assertThat(reply.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void theLargestRulebookAndTheDeepestBodyAreAnswered() {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode files = body.putObject("files");
        for (int i = 0; i < 2_000; i++) {
            files.put("volume/rule-" + i + "/rule.yml", "#".repeat(300));
        }
        long began = System.nanoTime();
        assertThat(local().put("/v1/rulebook", body.toString()).problem(422)).contains("the one in force stays");
        String deep = "{\"files\":" + "[".repeat(1_000_000);
        assertThat(local().put("/v1/rulebook", deep).problem(400)).startsWith("body: is not valid JSON");
        String objects = "{\"files\":" + "{\"a\":".repeat(400_000);
        assertThat(local().put("/v1/rulebook", objects).problem(400)).startsWith("body: is not valid JSON");
        System.out.printf(
                "bound: 2,000 files, 1,000,000 brackets and 400,000 objects answered in %d ms%n",
                (System.nanoTime() - began) / 1_000_000);
    }
}
