package org.sekimori.archive.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.archive.BrokerTestLog;
import org.sekimori.archive.ElasticsearchAddress;
import org.sekimori.archive.FoundDecision;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rig.ElasticsearchNode;
import org.sekimori.rig.NeedsElasticsearch;
import org.sekimori.stream.consumer.LogReplay;

/**
 * Decisions of a real log, looked up in a real Elasticsearch and on the log itself. Every look-up is made both ways, and both must
 * say the same.
 */
@NeedsElasticsearch
@SuppressWarnings("NullAway.Init")
class DecisionRepositoryIT {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Origin.Source SOURCE = new Origin.Source("test", LocalDate.of(2026, 1, 1));
    private static final int CROWD = 60;

    private static BrokerTestLog log;
    private static ElasticsearchNode node;
    private static ElasticsearchDecisionRepository archive;

    @BeforeAll
    static void decideAndStore(@TempDir Path folder) throws Exception {
        log = new BrokerTestLog(folder);
        node = ElasticsearchNode.start(Files.createDirectories(folder.resolve("es")));
        List<MailEvent> events = new ArrayList<>(List.of(
                event("home", 600, "alice@isp.example", "133.11.93.10", "JP", "mx1.isp.example"),
                event("paris", 500, "alice@isp.example", "198.51.100.7", "FR", "mx1.isp.example"),
                event("lyon", 400, "bob@isp.example", "198.51.100.200", "FR", "mx2.isp.example"),
                event("six", 300, "佐藤@isp.example", "2001:db8:7:1::5", "DE", "mx2.isp.example"),
                event("afar", 200, "bob@isp.example", "198.51.7.7", "FR", "MX3.isp.example"),
                nowhere("lost", 100, "carol@isp.example", "203.0.113.0/24")));
        for (int i = 0; i < CROWD; i++) {
            // Ten share each second, so that the place between two pages is among equals.
            events.add(
                    event("crowd-" + i, 1_000 + i / 10, "crowd" + i % 7 + "@isp.example", "133.11.93.77", "JP", "mx9"));
        }
        log.publish(events);
        answer("paris", "alice@isp.example", "accept", "fallback", 499);
        answer("lyon", "bob@isp.example", "accept", "log", 399);
        answer("lyon", "bob@isp.example", "reject", "log", 398);
        // Another account's event of the same name is no answer to this one.
        answer("home", "bob@isp.example", "reject", "log", 1);
        await().atMost(Duration.ofMinutes(1)).until(() -> log.read("decisions").size() == events.size());
        Instant gone = NOW.minusSeconds(50);
        log.put(
                "decisions",
                "gone@isp.example",
                "{\"id\":\"0123456789ABCDEFGHJK\",\"event_id\":\"gone\",\"reference\":\"0123-4567\",\"time\":\"" + gone
                        + "\",\"account\":\"gone@isp.example\",\"verdict\":\"accept\",\"origin\":{\"kind\":\"country\","
                        + "\"country\":\"FR\",\"database\":\"test\",\"network\":\"198.51.100.0/24\"},\"rulebook\":\"r\","
                        + "\"counters\":{\"accepted_messages\":1,\"accepted_recipients\":1,\"refused_messages\":0}}");
        ElasticsearchAddress address = new ElasticsearchAddress(node.url(), null, null);
        try (ArchiveIndexer writer =
                ArchiveIndexer.start(log.settings(), address, 0, new SimpleMeterRegistry(), Clock.systemUTC())) {
            await().atMost(Duration.ofMinutes(1)).until(() -> log.behind("archive") == 0);
        }
        node.ask("POST", "/sekimori-*/_refresh", null);
        archive = ElasticsearchDecisionRepository.open(address, () -> new ArchiveIndexer.Status("", 0, Duration.ZERO));
    }

    @AfterAll
    static void stop() {
        archive.close();
        node.close();
        log.close();
    }

    private static MailEvent event(
            String id, int secondsAgo, String account, String address, String country, String server) {
        String network = ClientAddress.of(address).network();
        return event(id, secondsAgo, account, address, server, new Origin.Country(country, network, 0, SOURCE));
    }

    /** A submission of which no more than its network is known. */
    private static MailEvent nowhere(String id, int secondsAgo, String account, String network) {
        return event(id, secondsAgo, account, null, "mx1.isp.example", new Origin.Country("FR", network, 0, SOURCE));
    }

    private static MailEvent event(
            String id,
            int secondsAgo,
            String account,
            @org.jspecify.annotations.Nullable String address,
            String server,
            Origin origin) {
        return MailEvent.builder(id, NOW.minusSeconds(secondsAgo), EventKind.ATTEMPT, Account.of(account))
                .server(server)
                .clientAddress(address)
                .helo("laptop")
                .tls("TLSv1.3")
                .sender(account)
                .recipients(List.of("AAAAAAAAAAAAAAAA@example.net", "BBBBBBBBBBBBBBBB@example.org"))
                .recipientCount(2)
                .size(2048)
                .queueId("Q-" + id)
                .messageId("m-" + id + "@isp.example")
                .origin(origin)
                .build();
    }

    private static void answer(String event, String account, String verdict, String source, int secondsAgo) {
        log.put(
                "events",
                account,
                "{\"type\":\"answered\",\"event_id\":\"" + event + "\",\"time\":\"" + NOW.minusSeconds(secondsAgo)
                        + "\",\"account\":\"" + account + "\",\"verdict\":\"" + verdict + "\",\"source\":\"" + source
                        + "\",\"door\":\"postfix@mx1\",\"took_us\":1500}");
    }

    private static Map<String, String> named(String... pairs) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            named.put(pairs[i], pairs[i + 1]);
        }
        return named;
    }

    /** One page, the same from the archive and from the log. */
    private static DecisionPage both(Map<String, String> named) {
        DecisionCriteria criteria = DecisionCriteria.parse(named, Account.LoginNormalizer.PLAIN);
        DecisionPage stored = archive.search(criteria);
        try (LogReplay replay = new LogReplay(log.settings().logClientSettings())) {
            assertThat(new LogScanSearch(replay).search(criteria, count -> {})).isEqualTo(stored);
        }
        return stored;
    }

    private static List<String> events(DecisionPage page) {
        return page.decisions().stream().map(FoundDecision::eventId).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            account    | alice@isp.example      | paris home
            account    | 佐藤@isp.example         | six
            account    | nobody@isp.example     | ''
            address    | 198.51.100.7           | paris
            address    | 198.51.100.0/24        | gone lyon paris
            address    | 198.51.100.0/25        | paris
            address    | 198.51.0.0/16          | afar lyon paris
            address    | 203.0.113.0/24         | lost
            address    | 203.0.113.9            | ''
            address    | 2001:db8:7::/48        | six
            address    | 2001:db8:7:1::5        | six
            country    | de                     | six
            server     | mx3.ISP.example        | afar
            queue_id   | Q-lyon                 | lyon
            queue_id   | q-lyon                 | ''
            message_id | <m-paris@isp.example>  | paris
            message_id | m-paris@isp.example    | paris
            id         | six                    | six
            reference  | 01234567               | gone
            """)
    void eachCriterionFindsWhatItNames(String name, String value, String expected) {
        assertThat(String.join(" ", events(both(named(name, value))))).isEqualTo(expected);
    }

    @Test
    void rulesAreFoundWhetherTheyActOrNot() {
        List<String> refused = events(both(named("rule", "overseas-without-grant")));

        assertThat(refused).containsExactly("lost", "afar", "six", "lyon", "paris");
        assertThat(events(both(named("verdict", "reject")))).isEqualTo(refused);
        for (FoundDecision one : both(named("limit", "500")).decisions()) {
            for (String shadow : one.shadowRules()) {
                assertThat(events(both(named("rule", shadow, "limit", "500")))).contains(one.eventId());
            }
        }
    }

    @Test
    void aTimeCountsFromItsFirstInstantAndNotItsLast() {
        Instant paris = NOW.minusSeconds(500);

        assertThat(events(both(named(
                        "from", paris.toString(), "until", paris.plusMillis(1).toString()))))
                .containsExactly("paris");
        assertThat(events(both(named(
                        "from", paris.toString(), "until", NOW.minusSeconds(400).toString()))))
                .containsExactly("paris");
        assertThat(events(both(named("from", paris.plusMillis(1).toString(), "address", "198.51.100.7"))))
                .isEmpty();
    }

    /** What the archive counts are the decisions that it finds. */
    @ParameterizedTest
    @EnumSource(
            value = TallyField.class,
            names = {"AS_NUMBER", "LABEL"},
            mode = EnumSource.Mode.EXCLUDE)
    void theArchiveCountsWhatItFinds(TallyField by) {
        DecisionCriteria criteria = DecisionCriteria.parse(named("limit", "500"), Account.LoginNormalizer.PLAIN)
                .between(NOW.minusSeconds(86_400), NOW.plusSeconds(1));
        TallyQuestion asked = new TallyQuestion(criteria, null, null, by, TallyQuestion.MOST);
        DecisionTally expected = DecisionTally.of(archive.search(criteria).decisions(), asked);

        DecisionTally counted = archive.tally(asked);
        assertThat(counted.total()).isEqualTo(expected.total()).isPositive();
        assertThat(counted.before()).isZero();
        assertThat(counted.slots()).isEqualTo(expected.slots());
        assertThat(counted.top().stream()
                        .map(one -> one.value() + one.count() + one.verdicts() + one.first() + one.last()))
                .containsExactlyInAnyOrderElementsOf(expected.top().stream()
                        .map(one -> one.value() + one.count() + one.verdicts() + one.first() + one.last())
                        .toList());
    }

    @Test
    void sendersAreCountedByDomainAndThePeriodBeforeIsBesideIt() {
        DecisionCriteria criteria = DecisionCriteria.parse(named("limit", "500"), Account.LoginNormalizer.PLAIN)
                .between(NOW.minusSeconds(450), NOW.plusSeconds(1));
        DecisionTally all = archive.tally(new TallyQuestion(criteria, null, "ISP.example", TallyField.ACCOUNT, 5));
        assertThat(all.total()).isPositive();
        assertThat(archive.tally(new TallyQuestion(criteria, null, "other.example", TallyField.ACCOUNT, 5))
                        .total())
                .isZero();
        assertThat(archive.tally(new TallyQuestion(criteria, 64500L, null, TallyField.ACCOUNT, 5))
                        .top())
                .isEmpty();
        assertThat(archive.search(criteria, null, "isp.example").decisions())
                .as("the same ones, in a table")
                .hasSize((int) all.total());
        assertThat(archive.search(criteria, 64500L, null).decisions()).isEmpty();
        assertThat(all.before())
                .isEqualTo(archive.search(criteria.between(NOW.minusSeconds(901), NOW.minusSeconds(450)))
                        .decisions()
                        .size());
    }

    @Test
    void criteriaHoldTogether() {
        assertThat(events(both(named("account", "bob@isp.example", "address", "198.51.100.0/24", "verdict", "reject"))))
                .containsExactly("lyon");
        assertThat(events(both(named("account", "alice@isp.example", "queue_id", "Q-lyon"))))
                .isEmpty();
    }

    @Test
    void aDecisionIsFoundByItsReferenceAndIdHoweverTheyAreRead() {
        FoundDecision six = both(named("queue_id", "Q-six")).decisions().get(0);
        String spoken = six.reference().toLowerCase(java.util.Locale.ROOT).replace("-", " ");

        assertThat(both(named("reference", spoken)).decisions()).containsExactly(six);
        assertThat(both(named("id", six.id().toLowerCase(java.util.Locale.ROOT)))
                        .decisions())
                .containsExactly(six);
    }

    @Test
    void aDecisionSaysWhatTheDeskNeeds() {
        FoundDecision paris = both(named("id", "paris")).decisions().get(0);

        assertThat(paris.time()).isEqualTo(NOW.minusSeconds(500));
        assertThat(paris.account()).isEqualTo("alice@isp.example");
        assertThat(paris.verdict()).isEqualTo("reject");
        assertThat(paris.code()).isEqualTo(550);
        assertThat(paris.enhancedCode()).isEqualTo("5.7.1");
        assertThat(paris.rules()).containsExactly("overseas-without-grant");
        assertThat(paris.origin())
                .isEqualTo(new FoundDecision.ClientOrigin("country", "FR", "198.51.100.0/24", "198.51.100.7", null));
        assertThat(paris.server()).isEqualTo("mx1.isp.example");
        assertThat(paris.queueId()).isEqualTo("Q-paris");
        assertThat(paris.messageId()).isEqualTo("m-paris@isp.example");
        assertThat(paris.sender()).isEqualTo("alice@isp.example");
        assertThat(paris.recipientCount()).isEqualTo(2);
        assertThat(paris.recipientDomains()).containsExactly("example.net", "example.org");
        assertThat(paris.size()).isEqualTo(2048);
        assertThat(paris.told())
                .isEqualTo(new FoundDecision.SentAnswer(NOW.minusSeconds(499), "accept", "fallback", "postfix@mx1"));
    }

    @Test
    void whatWasToldLastCountsAndAnotherAccountsAnswerDoesNot() {
        FoundDecision.SentAnswer answer =
                both(named("id", "lyon")).decisions().get(0).told();
        assertThat(answer).isNotNull();
        assertThat(answer.verdict()).isEqualTo("reject");
        assertThat(both(named("id", "home")).decisions().get(0).told()).isNull();
    }

    @Test
    void anEventThatIsGoneLeavesOutWhatOnlyItKnew() {
        FoundDecision gone = both(named("id", "gone")).decisions().get(0);

        assertThat(gone.queueId()).isNull();
        assertThat(gone.size()).isNull();
        assertThat(gone.origin().address()).isNull();
        assertThat(gone.origin().network()).isEqualTo("198.51.100.0/24");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 25, 500})
    void pagesShowEachDecisionOnceNewestFirst(int limit) {
        List<FoundDecision> all = new ArrayList<>();
        String cursor = "";
        do {
            Map<String, String> asked = named("server", "mx9", "limit", Integer.toString(limit));
            if (!cursor.isEmpty()) {
                asked.put("cursor", cursor);
            }
            DecisionPage page = limit == 1
                    ? archive.search(DecisionCriteria.parse(asked, Account.LoginNormalizer.PLAIN))
                    : both(asked);
            assertThat(page.decisions()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.decisions());
            cursor = page.next() == null ? "" : page.next();
        } while (!cursor.isEmpty());

        assertThat(all).hasSize(CROWD).doesNotHaveDuplicates();
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(FoundDecision::time)
                        .thenComparing(FoundDecision::id)
                        .reversed());
    }

    @Test
    void oneDecisionComesWithTextsAndFindings() {
        FoundDecision paris = both(named("id", "paris")).decisions().get(0);
        for (String name : List.of(
                "paris", paris.id(), paris.reference(), paris.reference().replace("-", " "))) {
            DecisionDetails whole = archive.find(name).orElseThrow();

            assertThat(whole.found()).isEqualTo(paris);
            assertThat(whole.others()).isEmpty();
            assertThat(whole.more())
                    .containsKeys("findings", "texts", "figures", "counters", "rulebook", "tls", "helo");
            assertThat(whole.more().toString())
                    .contains("appears to come from France, and sending from there is not enabled");
            assertThat(Objects.requireNonNull(whole.more().get("findings"))
                            .path(0)
                            .path("rule")
                            .asString(""))
                    .isEqualTo("overseas-without-grant");
        }
        assertThat(archive.find("K7QX-3M2P")).isEmpty();
        assertThat(archive.find("no-such-event")).isEmpty();
    }

    @Test
    void anArchiveThatLagsOrCannotStoreSaysSo() throws Exception {
        ElasticsearchAddress here = new ElasticsearchAddress(node.url(), null, null);
        DecisionCriteria nobody =
                DecisionCriteria.parse(named("account", "nobody@isp.example"), Account.LoginNormalizer.PLAIN);
        try (ElasticsearchDecisionRepository late = ElasticsearchDecisionRepository.open(
                here, () -> new ArchiveIndexer.Status("", 42, Duration.ofSeconds(7)))) {
            DecisionPage page = late.search(nobody);
            assertThat(page.decisions()).isEmpty();
            assertThat(page.behind()).isEqualTo(42);
            assertThat(page.lagSeconds()).isEqualTo(7);
        }
        URI closed = DecisionCriteriaTest.nobodyListens();
        try (ArchiveIndexer stalled = ArchiveIndexer.start(
                        log.settings(),
                        new ElasticsearchAddress(closed, null, null),
                        0,
                        new SimpleMeterRegistry(),
                        Clock.systemUTC());
                ElasticsearchDecisionRepository search = ElasticsearchDecisionRepository.open(here, stalled::status)) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> String.valueOf(search.search(nobody).problem()).contains("refused"));
        }
    }
}
