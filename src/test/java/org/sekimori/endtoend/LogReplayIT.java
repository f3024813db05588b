package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.PolicyClient;
import tools.jackson.databind.JsonNode;

/** The log is the truth: what was decided can be decided again from it, explained from it, and tried otherwise on it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class LogReplayIT {

    private static final long SEED = 20_260_601;
    private static final int ACCOUNTS = 9;
    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";
    private static final String POLICY = """
            defaults:
              home: []
              limits: {messages_per_day: 30, recipients_per_hour: 200, overseas: {messages_per_hour: 2}}
            domains:
              jp.example: {language: ja, time_zone: Asia/Tokyo}
            """;

    private static final String CRM_KEY = "0123456789abcdef0123456789abcdef";

    private static SekimoriProcess sekimori;
    private static Path rules;
    private static List<String> decisions;
    private static List<String> events;

    @BeforeAll
    static void live(@TempDir Path folder) {
        rules = TestRulebook.in(folder, POLICY);
        sekimori = SekimoriProcess.start(
                Map.of("SEKIMORI_EVENTS_LATEAFTER", "35d", "SEKIMORI_PUBLISHERS", publishers(folder)),
                folder.resolve("data"),
                rules,
                "--home",
                "JP");
        TestInboxPublisher inbox = new TestInboxPublisher(sekimori.kafka(), CRM_KEY);
        List<String> day =
                MixedTraffic.events(SEED, Clock.systemUTC().instant().minus(Duration.ofDays(1)), ACCOUNTS, 600);
        inbox.publish(day.subList(0, 300));
        command("grant", "open", MixedTraffic.account(0), "--country", "DE");
        command("grant", "open", MixedTraffic.account(1));
        command("hold", "set", MixedTraffic.account(2), "--reason", "phishing");
        ask();
        inbox.publish(day.subList(300, 600));
        command("grant", "extend", MixedTraffic.account(0));
        command("grant", "revoke", MixedTraffic.account(1));
        command("hold", "release", MixedTraffic.account(2), "--reason", "false alarm");
        ask();
        try (ConsumerLag backlog = new ConsumerLag(sekimori.kafka())) {
            backlog.awaitWorkedOff(Duration.ofMinutes(3));
        }
        TopicReader log = new TopicReader(sekimori.kafka());
        decisions = log.all("sekimori.decisions");
        events = log.all("sekimori.events");
    }

    /** Mail servers write to the inbox unsigned; only who manages accounts may say what changes them. */
    private static String publishers(Path folder) {
        try {
            Files.writeString(folder.resolve("crm.key"), CRM_KEY);
            return Files.writeString(folder.resolve("publishers.yml"), """
                            publishers:
                              - id: mail
                                unsigned: true
                                servers: ["*"]
                                kinds: [attempt, outcomes, log_ins]
                                channels: [submission, webmail]
                                history: true
                                counts_unasked: true
                              - id: crm
                                signing_key: crm.key
                                kinds: [password_changed, account_closed, account_renamed]
                            """).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    private static void command(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
    }

    private static void ask() {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            for (int i = 0; i < 5 * ACCOUNTS; i++) {
                client.ask(Map.of(
                        "sasl_username",
                        MixedTraffic.account(i % ACCOUNTS),
                        "client_address",
                        i % 2 == 0 ? HOME : GERMANY,
                        "recipient",
                        "friend-" + i % 4 + "@d1.example"));
            }
        }
    }

    private static String text(String decision, String field) {
        return TopicReader.JSON.readTree(decision).path(field).asString("");
    }

    private static Map<String, List<String>> byAccount(List<String> lines) {
        return lines.stream().collect(Collectors.groupingBy(line -> text(line, "account")));
    }

    private static Set<String> refusedAccounts() {
        return decisions.stream()
                .filter(d -> !List.of("accept", "quarantine").contains(text(d, "verdict")))
                .map(d -> text(d, "account"))
                .collect(Collectors.toSet());
    }

    @Test
    void theDayHadSomethingOfEverything() {
        assertThat(events)
                .extracting(e -> text(e, "type"))
                .contains("mail", "answered", "grant_open", "grant_extend", "grant_revoke")
                .contains("hold_place", "hold_release", "rulebook_activated");
        assertThat(events)
                .extracting(e -> text(e, "kind"))
                .contains("attempt", "accepted", "deferred", "rejected", "rate_limited", "bounced", "complaint")
                .contains("auth_failed", "auth_succeeded", "password_changed", "account_closed");
        assertThat(decisions).extracting(d -> text(d, "verdict")).contains("accept", "defer", "reject");
        assertThat(decisions).anyMatch(d -> !text(d, "grant").isEmpty());
        assertThat(decisions).anyMatch(d -> d.contains("受付番号"));
        assertThat(String.join("\n", decisions)).contains("account-on-hold", "send-limit", "overseas-without-grant");
    }

    @Test
    void theLogDecidedAgainGivesTheSameDecisionsByteForByte(@TempDir Path folder) throws IOException {
        Path log = Files.write(folder.resolve("events.ndjson"), events);
        Printed again = SekimoriProcess.feed(log, List.of("decide", "-", "--home", "JP", "--rules", rules.toString()));
        assertThat(again.err()).isEmpty();
        assertThat(again.exitCode()).isZero();
        List<String> lines = again.out().lines().toList();
        assertThat(lines).containsExactlyInAnyOrderElementsOf(decisions);
        assertThat(byAccount(lines)).isEqualTo(byAccount(decisions));
    }

    @Test
    void whyExplainsARefusalByItsReference() {
        String refused = decisions.stream()
                .filter(d -> text(d, "verdict").equals("defer") && d.contains("\"rule\":\"send-limit\""))
                .reduce((a, b) -> b)
                .orElseThrow();
        Printed why = sekimori.run("why", text(refused, "reference"));
        assertThat(why.exitCode()).as(why.err()).isZero();
        JsonNode decision = TopicReader.JSON.readTree(refused);
        assertThat(why.out())
                .contains("MATCHED  send-limit", "yes  limitReached")
                .contains("the customer reads: "
                        + decision.path("texts").path("customer").asString())
                .containsPattern("sent\\(\"1d\"\\)|recipients\\(\"1[hd]\"\\)|sentOverseas\\(\"1h\"\\)")
                .containsPattern("\\[\\d+ (>=|>) \\d+")
                .doesNotContain("differs");
    }

    @Test
    void whyForMachinesIsJsonAndReproducesEveryKindOfDecision() {
        for (String rule : List.of("overseas-without-grant", "account-on-hold", "send-limit")) {
            String refused = decisions.stream()
                    .filter(d -> d.contains("\"rule\":\"" + rule + "\""))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            Printed why = sekimori.run("why", text(refused, "id"), "--json");
            assertThat(why.exitCode()).as(why.err()).isZero();
            JsonNode json = TopicReader.JSON.readTree(why.out());
            assertThat(json.path("reproduced").asBoolean()).as(rule).isTrue();
            assertThat(json.path("decision")).isEqualTo(TopicReader.JSON.readTree(refused));
            assertThat(json.path("rules"))
                    .filteredOn(r -> r.path("rule").asString().equals(rule))
                    .anyMatch(r -> r.path("matched").asBoolean());
        }
    }

    @Test
    void whyOfAnUnknownIdFailsWithOneLine() {
        Printed why = sekimori.run("why", "K7QX-3M2P");
        assertThat(why.exitCode()).isEqualTo(1);
        assertThat(why.out()).isEmpty();
        assertThat(why.err().lines())
                .singleElement()
                .asString()
                .startsWith("sekimori: no decision on the log has the id, event id or reference K7QX-3M2P");
    }

    @Test
    void rolloutListsExactlyTheAccountsThatWereRefused() {
        Printed rollout = sekimori.run("rollout", "--home", "JP", "--rules", rules.toString(), "--json");
        assertThat(rollout.exitCode()).as(rollout.err()).isZero();
        Map<String, Integer> listed = rollout.out()
                .lines()
                .map(TopicReader.JSON::readTree)
                // Those of quarantined mail are others.
                .filter(line -> line.has("messages"))
                .collect(Collectors.toMap(line -> line.path("account").asString(), line -> line.path("messages")
                        .asInt()));
        assertThat(listed.keySet()).isEqualTo(refusedAccounts());
        List<String> refused = new ArrayList<>(decisions);
        refused.removeIf(d -> List.of("accept", "quarantine").contains(text(d, "verdict")));
        assertThat(listed.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(refused.size());
    }

    /** The last one: the service that it starts runs in the place of the other, and not beside it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whereNothingIsRefusedYetRolloutListsWhoWouldBe(@TempDir Path folder) {
        sekimori.close();
        try (SekimoriProcess observing = SekimoriProcess.start(folder.resolve("data"), Path.of("rules"))) {
            try (PolicyClient client = PolicyClient.connect("127.0.0.1", observing.policyPort())) {
                for (String account : List.of("traveller@isp.example", "other@isp.example", "traveller@isp.example")) {
                    assertThat(client.ask(Map.of("sasl_username", account, "client_address", GERMANY)))
                            .isEqualTo("DUNNO");
                }
                assertThat(client.ask(Map.of("sasl_username", "stays@isp.example", "client_address", HOME)))
                        .isEqualTo("DUNNO");
            }
            new TopicReader(observing.kafka()).awaitDecisions("stays@isp.example", 1);
            Printed without = observing.run("rollout", "--rules", "rules");
            assertThat(without.exitCode()).isEqualTo(1);
            assertThat(without.err()).contains("--home JP");
            Printed rollout = observing.run("rollout", "--rules", "rules", "--home", "JP");
            assertThat(rollout.exitCode()).as(rollout.err()).isZero();
            assertThat(rollout.out())
                    .startsWith("2 accounts would have been refused in the last 30 days, 3 messages in all.")
                    .contains("traveller@isp.example", "other@isp.example", "DE", "overseas-without-grant")
                    .doesNotContain("stays@isp.example");
        }
    }
}
