package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.rig.ElasticsearchNode;
import org.sekimori.rig.LongRun;
import org.sekimori.rig.NeedsElasticsearch;
import org.sekimori.web.staff.StaffFile;
import org.sekimori.web.staff.StaffRole;
import org.sekimori.web.staff.StaffUser;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * The pages of the console over a real archive of 90 days, asked from outside. In a long run it has 1,000,000 decisions, or as many as
 * the variable {@code SEKIMORI_TEST_DOCUMENTS} says, and how long each page takes is printed ({@code docs/performance.md}).
 */
@NeedsElasticsearch
class ArchivePagesIT {

    private static final int DOCUMENTS = LongRun.size(2_000, documents());
    private static final int ASKED = LongRun.size(1, 30);
    private static final int FIRST = LongRun.size(0, 3);
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static int documents() {
        return Integer.parseInt(Objects.requireNonNullElse(System.getenv("SEKIMORI_TEST_DOCUMENTS"), "1000000"));
    }

    /** Pages by what they show; each time asked about something else. */
    private static Map<String, IntFunction<String>> pages() {
        Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
        String search = "/console/search?q=";
        pages.put("account that sends much", i -> "/console/account?account=" + ArchivedDecisions.account(i));
        pages.put(
                "account that sends little", i -> "/console/account?account=" + ArchivedDecisions.account(150_000 + i));
        pages.put("search: account, 30 days, table", i -> search + ArchivedDecisions.account(i) + "&range=30d");
        pages.put(
                "search: account, 90 days, time line",
                i -> search + ArchivedDecisions.account(i) + "&range=90d&view=line");
        pages.put("search: network, 30 days, table", i -> search + ArchivedDecisions.network(i) + "&range=30d");
        pages.put(
                "search: network, 30 days, most frequent accounts",
                i -> search + ArchivedDecisions.network(i) + "&range=30d&view=top");
        pages.put("search: AS number, 30 days, table", i -> search + "asn:" + (1_000 + i) + "&range=30d");
        pages.put("search: AS number, 30 days, time line", i -> search + "asn:" + (1_000 + i) + "&range=30d&view=line");
        pages.put(
                "search: domain of senders, 30 days, table",
                i -> search + "sender:" + ArchivedDecisions.domain(i) + "&range=30d");
        pages.put(
                "search: domain of senders, 90 days, time line",
                i -> search + "sender:" + ArchivedDecisions.domain(i) + "&range=90d&view=line");
        pages.put(
                "search: rule, 90 days, most frequent accounts",
                i -> search + "overseas-without-grant&range=90d&view=top");
        pages.put("search: queue id, 90 days", i -> search + "queue:4jZ" + Integer.toString(i, 36) + "Q&range=90d");
        pages.put("search: Message-ID, 90 days", i -> search + "message:" + i + "@d0.example&range=90d");
        pages.put("search: everything, 24 hours, table", i -> search);
        pages.put("search: everything, 24 hours, most frequent accounts", i -> search + "&view=top");
        pages.put("search: everything, 30 days, most frequent accounts", i -> search + "&range=30d&view=top");
        pages.put(
                "AS number, 7 days, with accounts, rules, labels and decisions",
                i -> "/console/origin?kind=as&value=" + (1_000 + i));
        pages.put("country, 7 days, likewise", i -> "/console/origin?kind=country&value=DE");
        return pages;
    }

    @Test
    void pagesShowWhatTheArchiveHas(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("keys"));
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);
        StaffFile.change(data.resolve("keys"), before -> List.of(new StaffUser("ito", StaffRole.ANALYST, hash, null)));
        try (ElasticsearchNode node = ElasticsearchNode.start(Files.createDirectories(folder.resolve("es")));
                SekimoriProcess service = SekimoriProcess.start(
                        Map.of(
                                "SEKIMORI_ELASTICSEARCH_URL",
                                node.url().toString(),
                                "SEKIMORI_ELASTICSEARCH_REPLICAS",
                                "0"),
                        data,
                        TestRulebook.in(folder))) {
            await().atMost(PATIENCE).until(() -> node.ask("GET", "/_index_template/sekimori-decisions", null)
                    .has("index_templates"));
            long begun = System.nanoTime();
            new ArchivedDecisions(Instant.now(), DOCUMENTS).fill(node);
            System.out.printf(
                    "%,d decisions in %d s, %,d MiB on disk%n",
                    DOCUMENTS,
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                    node.ask("GET", "/sekimori-decisions-*/_stats/store", null)
                                    .at("/_all/total/store/size_in_bytes")
                                    .asLong()
                            >> 20);
            PageClient ito = new PageClient(service.http());
            ito.logIn("ito", PASSWORD);
            for (Map.Entry<String, IntFunction<String>> page : pages().entrySet()) {
                ask(ito, page.getKey(), page.getValue());
            }
            theDecisionsOfAnAsNumberAreATableALineAndCounts(ito);
        }
    }

    private static void ask(PageClient client, String name, IntFunction<String> page) {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < FIRST + ASKED; i++) {
            long begun = System.nanoTime();
            HttpResponse<String> reply = client.get(page.apply(i));
            took.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
            assertThat(reply.statusCode()).as(name).isEqualTo(200);
            assertThat(reply.body()).as(name).doesNotContain("class=\"note warn\"", "There is no archive here");
        }
        long[] sorted = LongStream.of(
                        took.stream().skip(FIRST).mapToLong(one -> one).toArray())
                .sorted()
                .toArray();
        System.out.printf(
                "%-65s p50 %5d ms, largest %5d ms%n", name, sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    private static void theDecisionsOfAnAsNumberAreATableALineAndCounts(PageClient client) {
        String search = "/console/search?q=AS1000&range=90d&view=";
        String table = client.get(search + "table").body();
        assertThat(table).contains("/console/decisions/", "user0@d0.example", "10.0.0.");
        assertThat(client.get(search + "line").body()).contains("<table").doesNotContain("??");
        assertThat(client.get(search + "top").body()).contains("user0@d0.example");
        String csv = client.get("/console/search/export?q=AS1000&range=90d&view=table")
                .body();
        assertThat(csv.lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.contains("10.0.0.0/24") || line.contains(".0/24"));
        assertThat(client.get("/console/origin?kind=as&value=1000&range=90d").body())
                .contains("Newest decisions", "user0@d0.example");
        assertThat(client.get("/console/origin?kind=network&value=10.0.0.0/24&range=90d")
                        .body())
                .contains("Newest decisions", "user0@d0.example");
    }
}
