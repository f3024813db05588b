package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.LongRun;
import tools.jackson.databind.JsonNode;

/** Elasticsearch is named and does not answer: single decisions are found all the same, by the index of the log. */
@SuppressWarnings("NullAway.Init")
class DecisionLookupIT {

    private static final String POLICY = """
            defaults:
              home: [JP]
            """;

    private static SekimoriProcess sekimori;
    private static TopicReader log;

    @BeforeAll
    static void start(@TempDir Path folder) {
        sekimori = SekimoriProcess.start(
                Map.of("SEKIMORI_ELASTICSEARCH_URL", "http://127.0.0.1:9"),
                folder.resolve("data"),
                TestRulebook.in(folder, POLICY));
        log = new TopicReader(sekimori.kafka());
        awaitIndex();
    }

    /** A moment after the start the index is there. */
    private static void awaitIndex() {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> get("/v1/decisions?reference=0000-0000").has("decisions"));
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    private static JsonNode decide(String account, String address, String id) {
        String body = "{\"id\":\"" + id + "\",\"account\":\"" + account + "\",\"client_address\":\"" + address
                + "\",\"recipient_count\":1,\"queue_id\":\"4j" + id + "\",\"server\":\"mx1\"}";
        return TopicReader.JSON.readTree(
                TestHttpClient.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(UTF_8))
                        .body());
    }

    private static String run(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed.out();
    }

    private static JsonNode get(String path) {
        return TopicReader.JSON.readTree(TestHttpClient.get(sekimori.http() + path, sekimori.apiKey()));
    }

    /** Committed reads lag behind the answer by a commit interval. */
    private static String refused(String account, String id) {
        String reference = decide(account, "91.10.20.30", id).path("reference").asString();
        log.awaitRecord("sekimori.decisions", line -> line.contains(reference));
        return reference;
    }

    @Test
    void theMessagesOfACaseAreListedOffTheLog() {
        String opened = run("case", "open", "loot@isp.example", "--reason", "complaint", "--json");
        String id = TopicReader.JSON.readTree(opened).path("id").asString();
        for (int i = 0; i < 40; i++) {
            decide("loot@isp.example", "133.11.93.10", "q" + i);
        }
        decide("other@isp.example", "133.11.93.10", "q99");
        log.awaitRecord("sekimori.decisions", line -> line.contains("\"q39\""));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> sekimori.run("case", "queue", id).out().lines().count() == 40);

        assertThat(run("case", "queue", id).lines()).contains("4jq0", "4jq39").doesNotContain("4jq99");
        assertThat(get("/v1/cases/" + id + "/queue").path("searched").asString())
                .isEqualTo("log");
    }

    @Test
    void aDecisionIsFoundOverHttpByEachOfItsNames() {
        String reference = refused("hanako@isp.example", "named-1");
        String id = get("/v1/decisions/" + reference).path("id").asString();

        for (String name :
                List.of(reference, reference.toLowerCase(java.util.Locale.ROOT).replace("-", ""), id, "named-1")) {
            JsonNode found = get("/v1/decisions/" + name);
            assertThat(found.path("account").asString()).as(name).isEqualTo("hanako@isp.example");
            assertThat(found.path("searched").asString()).isEqualTo("log");
            assertThat(found.path("told").path("verdict").asString()).isEqualTo("reject");
            assertThat(found.path("findings")).isNotEmpty();
        }
        JsonNode page = get("/v1/decisions?account=hanako@isp.example&verdict=reject&limit=5");
        assertThat(page.path("searched").asString()).isEqualTo("log");
        assertThat(page.path("decisions")).hasSize(1);
        assertThat(run("search", "--reference", reference, "--json"))
                .contains("hanako@isp.example", "\"searched\":\"log\"");
        assertThat(run("why", "named-1")).startsWith("Rejected (550 5.7.1), decided by overseas-without-grant: ");
    }

    /** So many that some carry the state of the account: from there it is decided again as it was. */
    @Test
    void everyDecisionIsExplainedAsTheWholeLogExplainsIt() {
        List<String> references = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String address = i % 7 == 0 ? "91.10.20.30" : "133.11.93.10";
            references.add(decide("busy@isp.example", address, "b" + i)
                    .path("reference")
                    .asString());
        }
        log.awaitRecord("sekimori.decisions", line -> line.contains("\"b59\""));
        assertThat(log.records("sekimori.decisions").stream()
                        .filter(one -> one.value().contains("busy@isp.example")
                                && one.headers().lastHeader("state") != null))
                .isNotEmpty();

        // In the short run some that carry the state, some right behind them, and some further on.
        for (int i = 0; i < references.size(); i += LongRun.size(3, 1)) {
            String reference = references.get(i);
            JsonNode why = get("/v1/decisions/" + reference + "/explanation").path("decisions");
            assertThat(why).as(reference).hasSize(1);
            assertThat(why.path(0).path("reproduced").asBoolean()).as(reference).isTrue();
        }
        String last = references.get(59);
        assertThat(TopicReader.JSON.readTree(run("why", last, "--json")))
                .isEqualTo(TopicReader.JSON.readTree(run("why", last, "--json", "--log")));
    }

    @Test
    void aMisjudgedOriginIsRecordedOnceAndForItsOwnAccountOnly() {
        String reference = refused("athome@isp.example", "mis-1");

        Printed other = sekimori.run("misjudged", reference, "--account", "mallory@isp.example", "--country", "JP");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("is not about mallory@isp.example").doesNotContain("athome");
        assertThat(sekimori.run("misjudged", "0000-0000", "--account", "athome@isp.example")
                        .err())
                .contains("no decision of the last 35 days is 0000-0000");
        assertThat(sekimori.run("misjudged", reference, "--account", "athome@isp.example", "--country", "DE")
                        .err())
                .contains("has the client in DE, as the report says");
        assertThat(run("misjudged", reference, "--account", "athome@isp.example", "--country", "JP"))
                .startsWith("recorded, with the network");
        log.awaitRecord("sekimori.audit", line -> line.contains(reference));
        assertThat(run("misjudged", reference, "--account", "athome@isp.example", "--country", "KR"))
                .contains("was recorded before");
        assertThat(log.all("sekimori.audit").stream().filter(line -> line.contains(reference)))
                .singleElement()
                .asString()
                .contains("\"network\":\"91.10.20.0/24\"", "\"country\":\"DE\"", "\"actual_country\":\"JP\"");
    }
}
