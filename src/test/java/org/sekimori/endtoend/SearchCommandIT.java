package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.rig.ElasticsearchNode;
import org.sekimori.rig.NeedsElasticsearch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decisions looked up by command and over HTTP: first without an archive, then with one over the same log, then while it is away. */
@NeedsElasticsearch
class SearchCommandIT {

    private static final JsonMapper JSON = new JsonMapper();

    private static void ask(SekimoriProcess sekimori, String id, String account, String address) {
        String body = "{\"id\":\"" + id + "\",\"account\":\"" + account + "\",\"client_address\":\"" + address
                + "\",\"server\":\"mx1.isp.example\",\"queue_id\":\"4Q" + id + "\",\"message_id\":\"<m-" + id
                + "@isp.example>\",\"sender\":\"" + account + "\",\"recipients\":[\"bob@example.net\"],\"size\":2048}";
        assertThat(TestHttpClient.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> get(SekimoriProcess sekimori, String path) {
        return TestHttpClient.ask(sekimori.http() + path, sekimori.apiKey());
    }

    private static JsonNode decisions(SekimoriProcess.Printed printed, String searched) {
        assertThat(printed.exitCode()).as(printed.err()).isEqualTo(0);
        JsonNode answer = JSON.readTree(printed.out());
        assertThat(answer.path("searched").asString()).isEqualTo(searched);
        return answer.path("decisions");
    }

    @Test
    void aDecisionIsFoundWithAndWithoutAnArchiveAndAlikeInBoth(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path rules = TestRulebook.in(folder);
        JsonNode onLog;
        String[] everything = {"search", "--since", "1h", "--json"};
        try (SekimoriProcess sekimori = SekimoriProcess.start(data, rules)) {
            ask(sekimori, "tokyo", "alice@isp.example", "133.11.93.10");
            ask(sekimori, "berlin", "alice@isp.example", "91.10.20.30");
            ask(sekimori, "munich", "bob@isp.example", "91.10.20.31");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> decisions(sekimori.run(everything), "log").size() == 3
                            && decisions(sekimori.run(everything), "log")
                                    .valueStream()
                                    .allMatch(one -> one.has("told")));

            onLog = decisions(sekimori.run(everything), "log");
            SekimoriProcess.Printed table = sekimori.run("search", "--queue-id", "4Qberlin");
            assertThat(table.exitCode()).isEqualTo(0);
            assertThat(table.out())
                    .contains("reject   alice@isp.example  DE 91.10.20.30  overseas-without-grant")
                    .contains("1 decision, newest first. Explain one: ./sekimori why ");
            assertThat(table.out().lines()).allMatch(line -> line.length() <= 100);
            SekimoriProcess.Printed nothing = sekimori.run("search", "--message-id", "<nobody@isp.example>");
            assertThat(nothing.exitCode()).isEqualTo(0);
            assertThat(nothing.out())
                    .contains("No decision with message-id <nobody@isp.example>.")
                    .contains("Searched: the log, which keeps 35 days, until 20");
            assertThat(decisions(sekimori.run("search", "--account", " ALICE@isp.example", "--json"), "log"))
                    .hasSize(2);
            assertThat(get(sekimori, "/v1/decisions").statusCode()).isEqualTo(503);
        }
        try (ElasticsearchNode node = ElasticsearchNode.start(Files.createDirectories(folder.resolve("es")));
                SekimoriProcess sekimori = SekimoriProcess.start(
                        Map.of(
                                "SEKIMORI_ELASTICSEARCH_URL",
                                node.url().toString(),
                                "SEKIMORI_ELASTICSEARCH_REPLICAS",
                                "0"),
                        data,
                        rules)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                JsonNode page = JSON.readTree(get(sekimori, "/v1/decisions").body());
                return page.path("decisions").size() == 3
                        && page.path("behind").asLong(-1) == 0
                        && page.path("decisions").valueStream().allMatch(one -> one.has("told"));
            });

            assertThat(decisions(sekimori.run(everything), "archive")).isEqualTo(onLog);
            holdsOverHttp(sekimori, onLog.get(1));
            node.stop();
            JsonNode named = JSON.readTree(
                    get(sekimori, "/v1/decisions?account=alice%40isp.example").body());
            assertThat(named.path("searched").asString())
                    .as("an account, by the index of the log")
                    .isEqualTo("log");
            assertThat(named.path("decisions").size()).isEqualTo(2);
            HttpResponse<String> away = get(sekimori, "/v1/decisions?rule=overseas-without-grant");
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.headers().firstValue("Retry-After")).contains("5");
            assertThat(JSON.readTree(away.body()).path("detail").asString())
                    .contains("Elasticsearch at " + node.url() + " does not answer");
            SekimoriProcess.Printed failed = sekimori.run("search", "--rule", "overseas-without-grant");
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.err()).contains("does not answer", "--log");
            String[] anyway = {"search", "--since", "1h", "--json", "--log"};
            assertThat(decisions(sekimori.run(anyway), "log")).isEqualTo(onLog);
        }
    }

    /** @param berlin the refusal, as lists show it */
    private static void holdsOverHttp(SekimoriProcess sekimori, JsonNode berlin) {
        assertThat(berlin.path("event_id").asString()).isEqualTo("berlin");
        assertThat(berlin.path("told").path("verdict").asString()).isEqualTo("reject");
        String reference = berlin.path("reference").asString();
        JsonNode page = JSON.readTree(
                get(sekimori, "/v1/decisions?address=91.10.20.0%2F24&limit=1").body());
        assertThat(page.path("decisions").path(0).path("event_id").asString()).isEqualTo("munich");
        String next = URLEncoder.encode(page.path("next").asString(), UTF_8);
        page = JSON.readTree(get(sekimori, "/v1/decisions?address=91.10.20.0%2F24&limit=1&cursor=" + next)
                .body());
        assertThat(page.path("decisions").path(0)).isEqualTo(berlin);
        assertThat(page.has("next")).isFalse();

        for (String name : new String[] {reference, reference.replace("-", ""), "berlin"}) {
            JsonNode whole =
                    JSON.readTree(get(sekimori, "/v1/decisions/" + name).body());
            berlin.propertyNames()
                    .forEach(field -> assertThat(whole.get(field)).as(field).isEqualTo(berlin.get(field)));
            assertThat(whole.path("texts").path("customer").asString()).contains(reference);
            assertThat(whole.path("findings").path(0).path("reason").asString()).isNotBlank();
            assertThat(whole.path("rulebook").asString()).isNotBlank();
        }
        HttpResponse<String> missing = get(sekimori, "/v1/decisions/0000-0000");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(missing.body()).path("detail").asString())
                .contains("the archive has none with the reference, id or event id '0000-0000'", "for 90 days");
    }
}
