package org.sekimori.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rig.ElasticsearchNode;
import org.sekimori.rig.LongRun;
import org.sekimori.rig.NeedsElasticsearch;
import tools.jackson.databind.JsonNode;

/**
 * Whatever dies on the way, each decision is stored once: 1,500 decisions, a kill of Elasticsearch and one of the archive; in the long run
 * 100,000 decisions, one more kill of each, and an orderly stop.
 */
@NeedsElasticsearch
class ArchiveExactlyOnceIT {

    private static final int DECISIONS = LongRun.size(1_500, 100_000);
    private static final String INDICES = "sekimori-decisions-*";

    /** Over three days, so that several indices are written, two thirds from home, for 700 accounts. */
    private static List<MailEvent> events(Instant first) {
        Duration step = Duration.ofDays(3).dividedBy(DECISIONS);
        List<MailEvent> events = new ArrayList<>(DECISIONS);
        for (int i = 0; i < DECISIONS; i++) {
            Origin origin = new Origin.Country(
                    i % 3 == 0 ? "FR" : "JP",
                    "192.0.2.0/24",
                    64_500,
                    new Origin.Source(
                            "test", first.atZone(java.time.ZoneOffset.UTC).toLocalDate()));
            events.add(BrokerTestLog.submission(
                    Integer.toString(i), first.plus(step.multipliedBy(i)), "user" + i % 700 + "@isp.example", origin));
        }
        return events;
    }

    @Test
    void eachDecisionIsStoredOnceThoughElasticsearchAndTheArchiveAreKilled(@TempDir Path folder) throws Exception {
        Instant first = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));
        try (BrokerTestLog log = new BrokerTestLog(folder);
                ElasticsearchNode node = ElasticsearchNode.start(Files.createDirectories(folder.resolve("es")))) {
            log.publish(events(first));
            try (ArchiveIndexerProcess archive = ArchiveIndexerProcess.start(log, folder, node, Duration.ZERO)) {
                stored(node, DECISIONS / 12);
                node.kill();
                node.startAgain();
                stored(node, DECISIONS / 4);
            }
            // What the first had sent and not marked is sent again, and by now it is tomorrow.
            if (LongRun.is()) {
                try (ArchiveIndexerProcess archive =
                        ArchiveIndexerProcess.start(log, folder, node, Duration.ofDays(1))) {
                    stored(node, DECISIONS * 2 / 5);
                    node.stop();
                    node.startAgain();
                    stored(node, DECISIONS * 3 / 5);
                    node.kill();
                    node.startAgain();
                    stored(node, DECISIONS * 3 / 4);
                }
            }
            try (ArchiveIndexerProcess archive = ArchiveIndexerProcess.start(log, folder, node, Duration.ofDays(2))) {
                stored(node, DECISIONS);
            }
            Map<String, String> once = identities(node);
            assertThat(once).hasSize(DECISIONS);
            assertThat(node.count(INDICES)).isEqualTo(DECISIONS);
            List<JsonNode> decided = log.read("decisions");
            assertThat(decided).hasSize(DECISIONS);
            for (JsonNode decision : decided) {
                assertThat(once.get(decision.required("id").asString()))
                        .isEqualTo(decision.required("verdict").asString());
            }

            // And everything once more, a week later.
            log.rewind();
            long answered = node.count("sekimori-*");
            try (ArchiveIndexerProcess archive = ArchiveIndexerProcess.start(log, folder, node, Duration.ofDays(7))) {
                log.put("audit", "", "{\"time\":\"" + first + "\",\"what\":\"last\",\"by\":\"test\",\"detail\":\"\"}");
                await().atMost(Duration.ofMinutes(3)).until(() -> log.behind("archive") == 0);
            }
            assertThat(node.count(INDICES)).isEqualTo(DECISIONS);
            assertThat(node.count("sekimori-*")).isEqualTo(answered + 1);
        }
    }

    private static void stored(ElasticsearchNode node, int atLeast) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> node.count(INDICES) >= atLeast);
    }

    /** Every decision id that is stored, with its verdict; a page at a time. */
    private static Map<String, String> identities(ElasticsearchNode node) {
        Map<String, String> found = new HashMap<>();
        String after = "";
        while (true) {
            JsonNode page = node.ask(
                    "POST",
                    "/" + INDICES + "/_search",
                    "{\"size\":10000,\"sort\":[{\"sekimori.decision.id\":\"asc\"}]," + after
                            + "\"_source\":[\"sekimori.verdict\",\"sekimori.decision.id\"]}");
            JsonNode hits = page.required("hits").required("hits");
            if (hits.isEmpty()) {
                return found;
            }
            for (JsonNode hit : hits) {
                JsonNode own = hit.required("_source").required("sekimori");
                String id = own.required("decision").required("id").asString();
                assertThat(found.put(id, own.required("verdict").asString())).isNull();
            }
            String last = hits.get(hits.size() - 1).required("sort").get(0).asString();
            after = "\"search_after\":[\"" + last + "\"],";
        }
    }
}
