package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.MailEvent;
import tools.jackson.databind.json.JsonMapper;

/** MTA hooks as Stalwart 0.16 sends them. */
class MtaHookApiTest extends ApiTestBase {

    private static final String HOOK = "/v1/mta-hooks";

    private static String request(String stage, String ip, String sasl, String to, String headers, String contents) {
        return "{\"context\":{\"stage\":\"" + stage + "\",\"client\":{\"ip\":\"" + ip
                + "\",\"port\":4711,\"ptr\":\"mail-x.google.com.\",\"helo\":\"laptop\",\"activeConnections\":1}" + sasl
                + ",\"tls\":{\"version\":\"TLSv1.3\",\"cipher\":\"x\"},\"server\":{\"name\":\"Stalwart\",\"port\":465,"
                + "\"ip\":\"192.0.2.25\"},\"queue\":{\"id\":\"1a2b3c\"},\"protocol\":{\"version\":1}},"
                + "\"envelope\":{\"from\":{\"address\":\"alice@isp.example\"},\"to\":[" + to + "]},"
                + "\"message\":{\"headers\":[" + headers + "],\"contents\":\"" + contents + "\",\"size\":1234}}";
    }

    private static String submission(String ip) {
        return request(
                "data",
                ip,
                ",\"sasl\":{\"login\":\"alice@isp.example\"}",
                "{\"address\":\"bob@example.net\"},{\"address\":\"eve@example.org\",\"parameters\":{\"notify\":\"never\"}}",
                "[\"Subject\",\" hello\\r\\n\"],[\"Message-ID\",\" <m1@isp.example>\\r\\n\"]",
                "Good day\\r\\n");
    }

    @Test
    void aSubmissionFromHomeIsAccepted() {
        ApiTestReply reply = local().post(HOOK, submission("133.11.93.10")).expect(200);

        assertThat(reply.json()).isEqualTo(JsonMapper.shared().readTree("{\"action\":\"accept\"}"));
        MailEvent event = log.events().get(0);
        assertThat(event.account().name()).isEqualTo("alice@isp.example");
        assertThat(event.clientAddress()).isEqualTo("133.11.93.10");
        assertThat(event.clientName())
                .as("a PTR record is the client's own claim")
                .isNull();
        assertThat(event.helo()).isEqualTo("laptop");
        assertThat(event.tls()).isEqualTo("TLSv1.3");
        assertThat(event.sender()).isEqualTo("alice@isp.example");
        assertThat(event.recipientCount()).isEqualTo(2);
        assertThat(event.recipients().get(1)).endsWith("@example.org");
        assertThat(event.size()).isEqualTo(1234);
        assertThat(event.queueId()).isEqualTo("1a2b3c");
        assertThat(event.messageId()).isEqualTo("m1@isp.example");
        assertThat(event.server()).isEqualTo("192.0.2.25");
    }

    @Test
    void aSubmissionFromOverseasIsRejectedWithTheCustomersText() {
        ApiTestReply reply =
                local().post(HOOK + "?server=mx1", submission("91.10.20.30")).expect(200);

        assertThat(reply.text("action")).isEqualTo("reject");
        assertThat(reply.json().path("response").path("status").asInt()).isEqualTo(550);
        assertThat(reply.json().path("response").path("enhanced_status").asString())
                .isEqualTo("5.7.1");
        assertThat(reply.json().path("response").path("message").asString())
                .contains("from Germany")
                .matches("[ -~]{1,490}");
        assertThat(reply.json().path("response").path("disconnect").asBoolean(true))
                .isFalse();
        assertThat(log.events().get(0).server()).isEqualTo("mx1");

        assertThat(local().post(HOOK + "?server=mx1", submission("91.10.20.30")).json())
                .as("the same message again")
                .isEqualTo(reply.json());
    }

    @Test
    void aDeferralIsARejectionWithACodeOfItsClass() {
        log.silent = true;
        ApiTestReply reply = local().post(HOOK, submission("133.11.93.10")).expect(200);

        assertThat(reply.text("action")).isEqualTo("reject");
        assertThat(reply.json().path("response").path("status").asInt()).isEqualTo(451);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "ehlo", "auth", "mail", "rcpt"})
    void anEarlierStageIsAcceptedUndecided(String stage) {
        String early = request(stage, "91.10.20.30", ",\"sasl\":{\"login\":\"alice@isp.example\"}", "", "", "");

        assertThat(local().post(HOOK, early).expect(200).text("action")).isEqualTo("accept");
        assertThat(log.events()).isEmpty();
    }

    @Test
    void incomingMailIsNeverTouched() {
        String incoming = request("data", "91.10.20.30", "", "{\"address\":\"alice@isp.example\"}", "", "x");

        assertThat(local().post(HOOK, incoming).expect(200).text("action")).isEqualTo("accept");
        assertThat(log.events()).isEmpty();
    }

    @Test
    void ofALargeMessageOnlyTheBeginningIsKept() {
        String large = submission("133.11.93.10").replace("Good day", "x".repeat(40 * 1024 * 1024));

        assertThat(local().post(HOOK, large).expect(200).text("action")).isEqualTo("accept");
        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.size()).as("the length of the request").isGreaterThan(40 * 1024 * 1024);
            assertThat(event.messageId()).isEqualTo("m1@isp.example");
        });
    }

    @Test
    void moreRecipientsThanCanBeReadAreNoWayAround() {
        String to = IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"address\":\"friend" + i + "@list.example\"}")
                .collect(Collectors.joining(","));
        String many = request("data", "133.11.93.10", ",\"sasl\":{\"login\":\"alice\"}", to, "", "x");
        ApiTestReply reply = local().post(HOOK, many).expect(200);

        assertThat(reply.text("action")).isEqualTo("reject");
        assertThat(reply.json().path("response").path("status").asInt()).isEqualTo(552);
        assertThat(log.events()).isEmpty();
        assertThat(log.deadLetters()).singleElement().asString().startsWith("mta-hook local | ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                        | not a JSON object
            {"context":               | not JSON
            {"envelope":{}}           | "stage"
            {"context":{"stage":7}}   | "stage"
            """)
    void garbageIsABadRequestAndADeadLetter(String body, String what) {
        assertThat(local().post(HOOK, body).problem(400)).contains(what);
        assertThat(log.deadLetters()).hasSize(1);
    }

    @Test
    void oddHeadersAndValuesDoNotHideAMessage() {
        String odd = request(
                "data",
                "91.10.20.30",
                ",\"sasl\":{\"login\":\"alice@isp.example\",\"method\":null}",
                "7,[\"x\"],{\"parameters\":{\"a\":[1]}},{\"address\":\"bob@example.net\"}",
                "7,[],[\"Message-ID\"],[[\"a\"],\"b\"],[\"Message-ID\",\" \\u0001 junk\"],[\"message-id\",\"<ok@x>\"]",
                "x");

        assertThat(local().post(HOOK, odd).expect(200).text("action")).isEqualTo("reject");
        assertThat(log.events().get(0).recipientCount()).isEqualTo(1);
        assertThat(log.events().get(0).messageId()).isEqualTo("ok@x");
    }

    @Test
    void aWordForQuarantineThatThereIsNotIsNamed() {
        assertThat(local().post(HOOK + "?quarantine=hold", submission("133.11.93.10"))
                        .problem(400))
                .contains("defer, mark, quarantine");
    }
}
