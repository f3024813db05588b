package org.sekimori.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rig.ElasticsearchNode;
import org.sekimori.rig.NeedsElasticsearch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** What comes from the log into a real Elasticsearch, and what does not. */
@NeedsElasticsearch
@SuppressWarnings("NullAway.Init")
class ArchiveIndexerIT {

    private static final int FULL = 8_000;
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Origin HOME =
            new Origin.Country("JP", "192.0.2.0/24", 64_500, new Origin.Source("test", LocalDate.of(2026, 1, 1)));
    private static final Origin ABROAD =
            new Origin.Country("FR", "198.51.100.0/24", 0, new Origin.Source("test", LocalDate.of(2026, 1, 1)));

    private static BrokerTestLog log;
    private static ElasticsearchNode node;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private @Nullable ArchiveIndexer archive;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        log = new BrokerTestLog(folder);
        node = ElasticsearchNode.start(Files.createDirectories(folder.resolve("es")));
    }

    @AfterAll
    static void stop() {
        node.close();
        log.close();
    }

    @AfterEach
    void close() {
        if (archive != null) {
            archive.close();
        }
    }

    /** Runs an archive until everything on the log is dealt with. */
    private void archived() {
        if (archive == null) {
            archive = ArchiveIndexer.start(
                    log.settings(), new ElasticsearchAddress(node.url(), null, null), 0, registry, Clock.systemUTC());
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> log.behind("archive") == 0);
    }

    private static String byAccount(String account) {
        return "{\"term\":{\"user.name\":\"" + account + "\"}}";
    }

    private static JsonNode at(JsonNode document, String field) {
        JsonNode at = document;
        for (String part : field.split("\\.", -1)) {
            at = at.path(part);
        }
        return at;
    }

    @Test
    void aDecisionIsStoredWithWhatItsEventSays() throws Exception {
        log.publish(List.of(BrokerTestLog.submission("whole", NOW, "whole@isp.example", ABROAD)));
        await().atMost(Duration.ofMinutes(2)).until(() -> log.read("decisions").stream()
                .anyMatch(decision -> decision.path("event_id").asString("").equals("whole")));
        archived();

        JsonNode decided = log.read("decisions").stream()
                .filter(decision -> decision.path("event_id").asString("").equals("whole"))
                .findFirst()
                .orElseThrow();
        List<JsonNode> found = node.search("sekimori-decisions-*", byAccount("whole@isp.example"));
        assertThat(found).hasSize(1);
        JsonNode document = found.get(0);
        assertThat(at(document, "sekimori.reference").asString())
                .isEqualTo(decided.required("reference").asString());
        assertThat(at(document, "sekimori.verdict").asString()).isEqualTo("reject");
        assertThat(at(document, "event.outcome").asString()).isEqualTo("failure");
        assertThat(at(document, "user.domain").asString()).isEqualTo("isp.example");
        assertThat(at(document, "source.ip").asString()).isEqualTo("192.0.2.25");
        assertThat(at(document, "source.domain").asString()).isEqualTo("host25.isp.example");
        assertThat(at(document, "source.geo.country_iso_code").asString()).isEqualTo("FR");
        assertThat(at(document, "source.geo.location.lat").asInt()).isEqualTo(46);
        assertThat(at(document, "email.local_id").asString()).isEqualTo("4Qwhole");
        assertThat(at(document, "email.message_id").asString()).isEqualTo("m-whole@isp.example");
        assertThat(at(document, "email.sender.address").asString()).isEqualTo("whole@isp.example");
        assertThat(at(document, "observer.name").asString()).isEqualTo("mx1.isp.example");
        assertThat(at(document, "tls.version").asString()).isEqualTo("1.3");
        assertThat(at(document, "rule.id").toString()).isEqualTo("[\"overseas-without-grant\"]");
        assertThat(at(document, "sekimori.smtp.enhanced_code").asString()).isEqualTo("5.7.1");
        assertThat(at(document, "sekimori.message.recipient_count").asInt()).isEqualTo(3);
        assertThat(at(document, "sekimori.message.recipient_domains").toString())
                .isEqualTo("[\"example.net\",\"example.org\"]");
        assertThat(at(document, "sekimori.message.size").asLong()).isEqualTo(2048);
        assertThat(at(document, "sekimori.texts.customer").asString())
                .isEqualTo(decided.required("texts").required("customer").asString());
        assertThat(at(document, "sekimori.origin.database.age").asLong())
                .isEqualTo(ChronoUnit.DAYS.between(
                        LocalDate.of(2026, 1, 1), LocalDate.ofInstant(NOW, java.time.ZoneOffset.UTC)));
        // No recipient in clear, and no hash of one either.
        assertThat(document.toString()).doesNotContain("AAAAAAAAAAAAAAAA");
    }

    @Test
    void aGrantIsOneDocumentThatFollowsItsChangesAndFallsWithItsAccount() throws Exception {
        Account account = Account.of("traveller@isp.example");
        log.command(new GrantCommand.Open(
                "g1", account, NOW, "desk", "cli", null, null, new TreeSet<>(List.of("FR")), "conference"));
        archived();
        assertThat(node.search("sekimori-grants-*", byAccount(account.name())))
                .singleElement()
                .satisfies(grant -> {
                    assertThat(at(grant, "sekimori.grant.revoked").asBoolean()).isFalse();
                    assertThat(at(grant, "sekimori.grant.countries").toString()).isEqualTo("[\"FR\"]");
                    assertThat(at(grant, "event.reason").asString()).isEqualTo("conference");
                });
        String end = at(
                        node.search("sekimori-grants-*", byAccount(account.name()))
                                .get(0),
                        "event.end")
                .asString();

        log.command(new GrantCommand.Extend("g2", account, NOW.plusSeconds(3600), "desk", "cli", null));
        archived();
        assertThat(node.search("sekimori-grants-*", byAccount(account.name())))
                .singleElement()
                .satisfies(
                        grant -> assertThat(at(grant, "event.end").asString()).isGreaterThan(end));

        log.publish(List.of(BrokerTestLog.event(
                "closed", NOW.plusSeconds(7200), org.sekimori.mail.EventKind.ACCOUNT_CLOSED, account.name(), HOME)));
        await().atMost(Duration.ofMinutes(2)).until(() -> log.read("grants").contains(NullNode.getInstance()));
        archived();
        assertThat(node.search("sekimori-grants-*", byAccount(account.name())))
                .singleElement()
                .satisfies(
                        grant -> assertThat(at(grant, "sekimori.grant.revoked").asBoolean())
                                .isTrue());
        assertThat(node.search("sekimori-audit-*", byAccount(account.name())))
                .extracting(line -> at(line, "event.action").asString())
                .contains("grant_open", "grant_extend");
    }

    @Test
    void whatElasticsearchCanNeverTakeGoesToTheDeadLettersAndHoldsNothingUp() throws Exception {
        String time = NOW.toString();
        log.put("audit", "a", "{\"time\":\"" + time + "\",\"what\":\"before\",\"by\":\"poison-test\",\"detail\":\"\"}");
        log.put(
                "decisions",
                "p@isp.example",
                "{\"id\":\"POISON\",\"event_id\":\"e\",\"reference\":\"AAAA-AAAA\",\"time\":\"" + time
                        + "\",\"account\":\"p@isp.example\",\"verdict\":\"accept\",\"origin\":{\"kind\":\"unknown\","
                        + "\"reason\":\"x\"},\"rulebook\":\"r\",\"figures\":{\"sent_1h\":\"many\"}}");
        log.put("decisions", "q@isp.example", "{\"id\":\"NO-TIME\"}");
        log.put("grants", "q@isp.example", "this is no JSON");
        log.put("audit", "a", "{\"time\":\"" + time + "\",\"what\":\"after\",\"by\":\"poison-test\",\"detail\":\"\"}");
        archived();

        assertThat(node.search("sekimori-audit-*", "{\"term\":{\"sekimori.audit.by\":\"poison-test\"}}"))
                .extracting(line -> at(line, "event.action").asString())
                .containsExactlyInAnyOrder("before", "after");
        List<String> reasons = log.read("dead-letters").stream()
                .map(deadLetter -> deadLetter.required("reason").asString())
                .toList();
        assertThat(reasons)
                .anySatisfy(reason ->
                        assertThat(reason).contains("Elasticsearch refuses it", "sekimori.figures.sent_1h", "many"))
                .anySatisfy(reason -> assertThat(reason).contains("not as its schema says"))
                .anySatisfy(reason -> assertThat(reason).contains("is not JSON"));
        // And the dead letters are found in the archive.
        assertThat(node.search(
                        "sekimori-dead-letters-*", "{\"term\":{\"sekimori.dead_letter.origin\":\"t.decisions\"}}"))
                .hasSize(2);
    }

    private static String audit(Instant time, String what) {
        return "{\"time\":\"" + time + "\",\"what\":\"" + what + "\",\"by\":\"shut-test\",\"detail\":\"\"}";
    }

    @Test
    void anIndexThatSomebodyClosedHoldsNothingUp() {
        Instant longAgo = NOW.minus(Duration.ofDays(100));
        log.put("audit", "s", audit(longAgo, "first"));
        archived();
        String index = "sekimori-audit-"
                + java.time.format.DateTimeFormatter.ofPattern("uuuu.MM")
                        .withZone(java.time.ZoneOffset.UTC)
                        .format(longAgo);
        assertThat(node.ask("POST", "/" + index + "/_close", null)
                        .path("acknowledged")
                        .asBoolean())
                .isTrue();
        log.put("audit", "s", audit(longAgo, "late"));
        log.put("audit", "s", audit(NOW, "after"));
        archived();
        assertThat(node.search("sekimori-audit-*", "{\"term\":{\"sekimori.audit.by\":\"shut-test\"}}"))
                .extracting(line -> at(line, "event.action").asString())
                .containsExactly("after");
        assertThat(log.read("dead-letters"))
                .extracting(deadLetter -> deadLetter.required("reason").asString())
                .anySatisfy(reason -> assertThat(reason).contains("index_closed_exception"));
    }

    @Test
    void anOpenCaseEndsWithItsAccount() {
        String account = "gone@isp.example";
        log.put(
                "cases",
                account,
                "{\"cases\":[{\"id\":\"8H2M-QX4T\",\"state\":\"flagged\",\"severity\":\"high\",\"opened_at\":\"" + NOW
                        + "\",\"since\":\"" + NOW.minusSeconds(600)
                        + "\",\"rules\":[{\"rule\":\"sudden-spike\",\"version\":3,\"hits\":12,\"first\":\"" + NOW
                        + "\",\"last\":\"" + NOW + "\"}],\"messages_out\":41,\"recipients_out\":630}]}");
        archived();
        assertThat(node.search("sekimori-cases-*", byAccount(account)))
                .singleElement()
                .satisfies(one -> {
                    assertThat(at(one, "sekimori.case.open").asBoolean()).isTrue();
                    assertThat(at(one, "sekimori.case.time_to_flag").asLong()).isEqualTo(600);
                    assertThat(at(one, "sekimori.case.messages_out").asLong()).isEqualTo(41);
                });
        log.put("cases", account, null);
        archived();
        assertThat(node.search("sekimori-cases-*", byAccount(account)))
                .singleElement()
                .satisfies(one -> {
                    assertThat(at(one, "sekimori.case.open").asBoolean()).isFalse();
                    assertThat(at(one, "sekimori.case.outcome").isMissingNode()).isTrue();
                });
    }

    @Test
    void decisionsAreJoinedWithTheirEventsAcrossManyThatNobodyDecidedUpon() throws Exception {
        List<MailEvent> events = new ArrayList<>();
        events.add(BrokerTestLog.submission("gap-first", NOW, "gap@isp.example", HOME));
        for (int i = 0; i < 12_000; i++) {
            events.add(BrokerTestLog.event(
                    "gap-failed-" + i, NOW, org.sekimori.mail.EventKind.AUTH_FAILED, "gap@isp.example", HOME));
        }
        events.add(BrokerTestLog.submission("gap-last", NOW.plusSeconds(1), "gap@isp.example", HOME));
        log.publish(events);
        await().atMost(Duration.ofMinutes(1)).until(() -> log.read("decisions").stream()
                .anyMatch(decision -> decision.path("event_id").asString("").equals("gap-last")));
        archived();
        assertThat(node.search("sekimori-decisions-*", byAccount("gap@isp.example")))
                .extracting(document -> at(document, "email.local_id").asString())
                .containsExactlyInAnyOrder("4Qgap-first", "4Qgap-last");
    }

    @Test
    void aFieldThatIsNotNamedIsRefusedRatherThanGuessedAt() {
        archived();
        JsonNode answer = node.ask(
                "POST", "/sekimori-audit-2026.01/_doc", "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"surprise\":1}");
        assertThat(answer.path("error").path("type").asString()).isEqualTo("strict_dynamic_mapping_exception");
    }

    @Test
    void aFullQueueIsWaitedFor(@TempDir Path folder) throws Exception {
        List<MailEvent> events = new ArrayList<>();
        for (int i = 0; i < FULL; i++) {
            events.add(BrokerTestLog.submission(
                    "full-" + i, NOW.minus(Duration.ofHours(i % 240)), "full" + i % 97 + "@isp.example", HOME));
        }
        log.publish(events);
        await().atMost(Duration.ofMinutes(1)).until(() -> log.read("decisions").size() >= FULL);
        log.rewind();
        try (ElasticsearchNode small = ElasticsearchNode.start(
                        folder, "node.processors=1", "thread_pool.write.size=1", "thread_pool.write.queue_size=1");
                ArchiveIndexer second = ArchiveIndexer.start(
                        log.settings(),
                        new ElasticsearchAddress(small.url(), null, null),
                        0,
                        registry,
                        Clock.systemUTC())) {
            await().atMost(Duration.ofMinutes(3)).until(() -> log.behind("archive") == 0);
            assertThat(registry.get("sekimori.archive.retried").counter().count())
                    .as("documents that were refused because the queue was full")
                    .isPositive();
            small.count("sekimori-decisions-*");
            assertThat(small.ask(
                                    "POST",
                                    "/sekimori-decisions-*/_count",
                                    "{\"query\":{\"prefix\":{\"event.id\":\"full-\"}}}")
                            .path("count")
                            .asInt())
                    .isEqualTo(FULL);
        }
    }

    @Test
    void doorsAndTheirFallbacksAreFound() {
        log.put(
                "events",
                "door@isp.example",
                "{\"type\":\"answered\",\"event_id\":\"e1\",\"time\":\"" + NOW
                        + "\",\"account\":\"door@isp.example\",\"verdict\":\"accept\",\"source\":\"fallback\","
                        + "\"door\":\"postfix@mx1\",\"took_us\":1500}");
        archived();
        assertThat(node.search("sekimori-answers-*", byAccount("door@isp.example")))
                .singleElement()
                .satisfies(answer -> {
                    assertThat(at(answer, "sekimori.answer.took").asDouble()).isEqualTo(1.5);
                    assertThat(at(answer, "event.duration").asLong()).isEqualTo(1_500_000);
                    assertThat(at(answer, "sekimori.answer.source").asString()).isEqualTo("fallback");
                });
    }
}
