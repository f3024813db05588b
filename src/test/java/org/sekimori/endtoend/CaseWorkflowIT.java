package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.stream.EventPosition;
import tools.jackson.databind.JsonNode;

/** The abuse desk follows a case from its flag to its end, and records that somebody was located where they were not. */
@SuppressWarnings("NullAway.Init")
class CaseWorkflowIT {

    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: Asia/Tokyo
              limits: {recipients_per_hour: 500}
              webmail: https://webmail.isp.example
              travel_page: https://my.isp.example/travel
              contact: 03-0000-0000
            """;

    private static SekimoriProcess sekimori;
    private static TopicReader log;

    @BeforeAll
    static void start(@TempDir Path folder) {
        sekimori = SekimoriProcess.start(folder.resolve("data"), TestRulebook.in(folder, POLICY));
        log = new TopicReader(sekimori.kafka());
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    private static JsonNode decide(String account, String address, int recipients) {
        String body = "{\"account\":\"" + account + "\",\"client_address\":\"" + address
                + "\",\"message_id\":\"<1@isp.example>\",\"recipient_count\":" + recipients + "}";
        return TopicReader.JSON.readTree(
                TestHttpClient.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(UTF_8))
                        .body());
    }

    private static String run(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed.out();
    }

    /** Lists lag behind the step by a commit interval. */
    private static JsonNode awaitCase(String account, String state) {
        return await().atMost(Duration.ofMinutes(2)).until(() -> cases(account).path(0), one -> one.path("state")
                .asString("")
                .equals(state));
    }

    private static JsonNode cases(String account) {
        String address = sekimori.http() + "/v1/accounts/" + account + "/cases";
        return TopicReader.JSON
                .readTree(TestHttpClient.get(address, sekimori.apiKey()))
                .path("cases");
    }

    @Test
    void aCaseGoesFromItsFlagToItsEnd() {
        // The day's first message goes beyond the limit of 500 recipients.
        decide("stolen@isp.example", "133.11.93.10", 501);
        String id = awaitCase("stolen@isp.example", "flagged").path("id").asString();
        assertThat(run("case", "list", "--open")).contains(id, "stolen@isp.example", "flagged", "first-send-at-limit");

        assertThat(run("case", "take", id, "--version", "1", "--by", "sato"))
                .contains("case " + id + " of stolen@isp.example is followed by sato (version 2).");
        Printed late = sekimori.run("case", "take", id, "--version", "1", "--by", "suzuki");
        assertThat(late.exitCode()).as("the second of two").isEqualTo(1);
        assertThat(late.err())
                .contains("case " + id + " has changed: it is at version 2 now", "by sato via local (assigned)");

        run("hold", "set", "stolen@isp.example", "--reason", "phishing", "--days", "2");
        awaitCase("stolen@isp.example", "held");
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(run("hold", "list")).contains("UNTIL", "stolen@isp.example"));
        Printed early = sekimori.run("case", "move", id, "password-changed", "--version", "3");
        assertThat(early.err()).contains("the device is cleaned before the password is changed");
        assertThat(sekimori.run("case", "release", id, "--version", "3").err()).contains("a release needs proof");
        run("case", "move", id, "cleaned", "--version", "3", "--reason", "scanner", "--by", "sato");
        run("case", "move", id, "password-changed", "--version", "4", "--by", "sato");
        assertThat(run("case", "release", id, "--version", "5", "--by", "sato")).contains("is released (version 6)");
        awaitCase("stolen@isp.example", "released");
        assertThat(run("case", "close", id, "--as", "confirmed", "--reason", "phished", "--by", "sato"))
                .contains("case " + id + " of stolen@isp.example is closed as confirmed (version 7).");
        String reference =
                awaitCase("stolen@isp.example", "closed").path("reference").asString();
        assertThat(run("case", "show", id))
                .contains("confirmed, high", "by sato via local", "phished", "[x] Clean the device", "cleaned  sato");
        assertThat(run(
                        "case",
                        "show",
                        reference.toLowerCase(java.util.Locale.ROOT).replace("-", " ")))
                .contains("case " + id);
        assertThat(run("case", "list", "--open")).doesNotContain(id);
        assertThat(run("case", "precision")).contains("first-send-at-limit", "100 %");
        assertThat(run("case", "export", "--format", "csv")).contains("account,id,version", "stolen@isp.example," + id);

        log.awaitRecord("sekimori.audit", line -> line.contains("case_closed") && line.contains(id));
        assertThat(log.all("sekimori.audit").stream().filter(line -> line.contains("\"case\":\"" + id + "\"")))
                .extracting(line -> TopicReader.JSON.readTree(line).path("what").asString())
                .containsExactly(
                        "case_opened",
                        "case_assigned",
                        "hold_place",
                        "case_held",
                        "case_cleaned",
                        "case_password_changed",
                        "hold_release",
                        "case_released",
                        "case_closed");
        Printed again = sekimori.run("case", "close", id, "--as", "false-positive", "--reason", "no");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("was closed as confirmed");
    }

    @Test
    void theMessagesOfACaseAreTakenOutOfTheQueueByTheirIds(@TempDir Path folder) throws IOException {
        String opened = run("case", "open", "loot@isp.example", "--reason", "complaint", "--json");
        String id = TopicReader.JSON.readTree(opened).path("id").asString();
        String reference = queued("4jZ1", "mx1");
        queued("4jZ2", "mx1");
        queued("4jZ3", "mx2");
        awaitCase("loot@isp.example", "flagged");
        log.awaitRecord("sekimori.decisions", line -> line.contains("loot@isp.example") && line.contains("h-4jZ3"));

        assertThat(run("case", "queue", id).lines()).containsExactlyInAnyOrder("4jZ1", "4jZ2", "4jZ3");
        assertThat(run("case", "queue", id, "--server", "MX1").lines()).containsExactlyInAnyOrder("4jZ1", "4jZ2");
        Path postqueue = folder.resolve("postqueue.json");
        Files.writeString(postqueue, "{\"queue_name\":\"deferred\",\"queue_id\":\"4jZ3\"}\n{\"queue_id\":\"other\"}\n");
        assertThat(run("case", "queue", id, "--postqueue", postqueue.toString()).lines())
                .containsExactly("4jZ3");
        assertThat(sekimori.runUntilFound("case", "show", reference).out())
                .as("by the reference of any decision of the account")
                .contains("case " + id);
    }

    private static String queued(String queueId, String server) {
        String body =
                "{\"id\":\"h-" + queueId + "\",\"account\":\"loot@isp.example\",\"client_address\":\"133.11.93.10\","
                        + "\"recipient_count\":1,\"queue_id\":\"" + queueId + "\",\"server\":\"" + server + "\"}";
        JsonNode decided = TopicReader.JSON.readTree(
                TestHttpClient.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(UTF_8))
                        .body());
        assertThat(decided.path("verdict").asString()).isEqualTo("accept");
        return decided.path("reference").asString();
    }

    @Test
    void manyHoldsAreReleasedAtOnceAndEachThatIsNotIsNamed() {
        run("hold", "set", "one@isp.example");
        run("hold", "set", "two@isp.example");

        Printed printed = sekimori.run(
                "hold",
                "release",
                "one@isp.example",
                "two@isp.example",
                "three@isp.example",
                "--reason",
                "false alarm");

        assertThat(printed.exitCode()).isEqualTo(1);
        assertThat(printed.out()).contains("one@isp.example is not on hold.", "two@isp.example is not on hold.");
        assertThat(printed.err()).contains("three@isp.example: the account is not on hold");
    }

    @Test
    void aMisjudgedOriginIsOnTheAuditTrail() {
        String reference =
                decide("athome@isp.example", "91.10.20.30", 1).path("reference").asString();
        assertThat(sekimori.runUntilFound(
                                "misjudged",
                                reference,
                                "--account",
                                "athome@isp.example",
                                "--country",
                                "JP",
                                "--by",
                                "sato")
                        .out())
                .startsWith("recorded, with the network");

        String line = log.awaitRecord("sekimori.audit", value -> value.contains("origin_misjudged"));
        assertThat(line)
                .contains(
                        "\"reference\":\"" + reference + "\"",
                        "\"network\":\"91.10.20.0/24\"",
                        "\"country\":\"DE\"",
                        "\"actual_country\":\"JP\"");
    }

    @Test
    void aDecisionLeadsToItsEventByItsHeader() {
        decide("joined@isp.example", "133.11.93.10", 1);
        log.awaitDecision("joined@isp.example");

        List<EventPosition> places = log.records("sekimori.decisions").stream()
                .filter(decision -> decision.value().contains("joined@isp.example"))
                .map(decision -> EventPosition.of(decision.headers()))
                .toList();
        assertThat(places).hasSize(1);
        assertThat(log.records("sekimori.events"))
                .filteredOn(event -> new EventPosition(event.partition(), event.offset()).equals(places.get(0)))
                .singleElement()
                .satisfies(event -> assertThat(event.value())
                        .contains("\"account\":\"joined@isp.example\"", "\"message_id\":\"1@isp.example\""));
    }
}
