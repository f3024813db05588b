package org.sekimori.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.stream.EventPosition;
import org.sekimori.whole.SekimoriProcess.Printed;
import tools.jackson.databind.JsonNode;

/** The abuse desk follows a case from its flag to its end, and records that somebody was located where they were not. */
@SuppressWarnings("NullAway.Init")
class CasesIT {

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
    private static LogReader log;

    @BeforeAll
    static void start(@TempDir Path folder) {
        sekimori = SekimoriProcess.start(folder.resolve("data"), TestRulebook.in(folder, POLICY));
        log = new LogReader(sekimori.kafka());
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    private static JsonNode decide(String account, String address, int recipients) {
        String body = "{\"account\":\"" + account + "\",\"client_address\":\"" + address
                + "\",\"message_id\":\"<1@isp.example>\",\"recipient_count\":" + recipients + "}";
        return LogReader.JSON.readTree(
                Http.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(UTF_8))
                        .body());
    }

    private static String run(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed.out();
    }

    /** Lists lag behind the step by a commit interval. */
    private static JsonNode awaitCase(String account, String state) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> cases(account).path(0), one -> one.path("state")
                .asString("")
                .equals(state));
    }

    private static JsonNode cases(String account) {
        String address = sekimori.http() + "/v1/accounts/" + account + "/cases";
        return LogReader.JSON.readTree(Http.get(address, sekimori.apiKey())).path("cases");
    }

    @Test
    void aCaseGoesFromItsFlagToItsEnd() {
        // The day's first message goes beyond the limit of 500 recipients.
        decide("stolen@isp.example", "133.11.93.10", 501);
        String id = awaitCase("stolen@isp.example", "flagged").path("id").asString();
        assertThat(run("case", "list", "--open")).contains(id, "stolen@isp.example", "flagged", "first-send-at-limit");

        run("hold", "set", "stolen@isp.example", "--reason", "phishing");
        awaitCase("stolen@isp.example", "held");
        run("hold", "release", "stolen@isp.example", "--reason", "password changed");
        awaitCase("stolen@isp.example", "released");
        assertThat(run("case", "close", id, "--as", "confirmed", "--reason", "phished", "--by", "sato"))
                .contains("case " + id + " of stolen@isp.example is closed as confirmed.");
        awaitCase("stolen@isp.example", "closed");
        assertThat(run("case", "show", id)).contains("confirmed, high", "by sato via local", "phished");
        assertThat(run("case", "list", "--open")).doesNotContain(id);

        log.awaitRecord("sekimori.audit", line -> line.contains("case_closed") && line.contains(id));
        assertThat(log.all("sekimori.audit").stream().filter(line -> line.contains("\"case\":\"" + id + "\"")))
                .extracting(line -> LogReader.JSON.readTree(line).path("what").asString())
                .containsExactly(
                        "case_opened", "hold_place", "case_held", "hold_release", "case_released", "case_closed");
        Printed again = sekimori.run("case", "close", id, "--as", "false-positive", "--reason", "no");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("was closed as confirmed");
    }

    @Test
    void aMisjudgedOriginIsOnTheAuditTrail() {
        String reference =
                decide("athome@isp.example", "91.10.20.30", 1).path("reference").asString();
        assertThat(run("misjudged", reference, "--account", "athome@isp.example", "--country", "JP", "--by", "sato"))
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
