package org.sekimori.intake.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.intake.event.EventReaderFixture.attempt;
import static org.sekimori.intake.event.EventReaderFixture.event;
import static org.sekimori.intake.event.EventReaderFixture.reader;
import static org.sekimori.intake.event.EventReaderFixture.reason;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.intake.DocumentedSchemas;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.AccountAliases;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;

class EventReaderTest {

    @Test
    void everyFieldIsTaken() {
        MailEvent event = event("""
            {"id":"mx1-1","time":"2026-10-01T17:00:00.5+09:00","kind":"attempt","server":"mx1.isp.example",
             "channel":"api","account":"alice@isp.example","client_address":"203.0.113.7",
             "client_name":"p7.isp.example","helo":"[192.168.1.23]","tls":"TLSv1.3",
             "sender":"Alice+News@isp.example","recipients":["bob@sink.example"],"recipient_count":3,"size":411,
             "queue_id":"4jZ3RH72QGzJHm4","instance":"4a1f.0","message_id":"<1a.2b@isp.example>","status_code":"2.0.0","history":true}
            """);
        assertThat(event)
                .isEqualTo(MailEvent.builder(
                                "mx1-1",
                                Instant.parse("2026-10-01T08:00:00.5Z"),
                                EventKind.ATTEMPT,
                                LoginNormalizer.PLAIN.account("alice@isp.example"))
                        .server("mx1.isp.example")
                        .channel(SubmissionChannel.API)
                        .clientAddress("203.0.113.7")
                        .clientName("p7.isp.example")
                        .helo("[192.168.1.23]")
                        .tls("TLSv1.3")
                        .sender("Alice+News@isp.example")
                        .recipients(Collections.singletonList(EventReaderFixture.HASHER.hash("bob@sink.example")))
                        .recipientCount(3)
                        .size(411)
                        .queueId("4jZ3RH72QGzJHm4")
                        .instance("4a1f.0")
                        .messageId("1a.2b@isp.example")
                        .statusCode("2.0.0")
                        .history(true)
                        .origin(new Origin.Unknown("no_entry", "203.0.113.0/24", null))
                        .build()
                        .publishedBy("key:local", false));
    }

    @Test
    void whatIsMissingHasItsDefault() {
        MailEvent event = event(attempt("\"colour\":1"));
        assertThat(event.id()).isEqualTo(EventReaderFixture.POSITION);
        assertThat(event.channel()).isEqualTo(SubmissionChannel.SUBMISSION);
        assertThat(event.server()).isEmpty();
        assertThat(event.sender()).isNull();
        assertThat(event.recipientCount()).isZero();
        assertThat(event.history()).isFalse();
        assertThat(event.origin()).isEqualTo(new Origin.Unknown("no_address", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALICE@isp.example", " alice@ISP.Example ", "alice", "Alice+shop", "alice+a+b@isp.example"})
    void loginsOfOneMailboxAreOneAccount(String login) {
        LoginNormalizer naming = new LoginNormalizer("isp.example", "+");
        String json = "{\"time\":\"2026-10-01T08:00:00Z\",\"kind\":\"attempt\",\"account\":\"%s\"}".formatted(login);
        DecodeResult outcome =
                reader(naming).readPublished(json.getBytes(StandardCharsets.UTF_8), "p", Publisher.LOCAL);
        assertThat(((DecodedEvent) outcome).event().account().name()).isEqualTo("alice@isp.example");
    }

    @Test
    void nullSenderAndUnknownSenderDiffer() {
        assertThat(event(attempt("\"sender\":\"\"")).sender()).isEmpty();
        assertThat(event(attempt("\"sender\":null")).sender()).isNull();
    }

    @Test
    void senderIsKeptAsItIs() {
        assertThat(event(attempt("\"sender\":\"用户+Tag@例え.JP\"")).sender()).isEqualTo("用户+Tag@例え.JP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "::ffff:203.0.113.7", "[203.0.113.7]", "::FFFF:CB00:7107"})
    void mappedAddressIsItsIpv4Address(String address) {
        assertThat(event(attempt("\"client_address\":\"" + address + "\"")).clientAddress())
                .isEqualTo("203.0.113.7");
    }

    @Test
    void clientNameThatPostfixCouldNotVerifyIsUnknown() {
        assertThat(event(attempt("\"client_name\":\"unknown\"")).clientName()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a!{b}@例え.jp>", "a!{b}@例え.jp"})
    void messageIdIsKeptWithoutItsAngleBrackets(String header) {
        assertThat(event(attempt("\"message_id\":\"" + header + "\"")).messageId())
                .isEqualTo("a!{b}@例え.jp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"<>\"", "\"\"", "null"})
    void messageWithoutMessageIdHasNone(String value) {
        assertThat(event(attempt("\"message_id\":" + value)).messageId()).isNull();
    }

    @Test
    void outcomeMayKnowTheMessageId() {
        String accepted = attempt("\"message_id\":\"<1@isp.example>\"").replace("\"attempt\"", "\"accepted\"");
        assertThat(event(accepted).messageId()).isEqualTo("1@isp.example");
    }

    @ParameterizedTest
    @CsvSource({"250,true,true", "251,true,false", "250,false,true", "251,false,false"})
    void messageIdHasAtMost250CharactersWithinItsBrackets(int length, boolean bracketed, boolean taken) {
        String id = "a".repeat(length);
        String json = attempt("\"message_id\":\"" + (bracketed ? "<" + id + ">" : id) + "\"");
        assertThat(DocumentedSchemas.named("mail-event").problems(json).isEmpty())
                .isEqualTo(taken);
        if (taken) {
            assertThat(event(json).messageId()).isEqualTo(id);
        } else {
            assertThat(reason(json))
                    .startsWith("\"message_id\" has")
                    .endsWith(bracketed ? "at most 252 are allowed" : "at most 250 are allowed");
        }
    }

    @Test
    void aPublisherPutsNobodyOnAList() {
        assertThat(event(attempt("\"lists\":[\"network:spam-hosts\"]")).lists()).isEmpty();
    }

    @Test
    void originFromOutsideIsNotTrusted() {
        MailEvent event = event(attempt("\"origin\":{\"kind\":\"country\",\"country\":\"JP\",\"database\":\"x\"}"));
        assertThat(event.origin()).isEqualTo(new Origin.Unknown("no_address", null, null));
    }

    @Test
    void recipientsAreCountedAllAndKeptUpToTheBound() {
        String list = String.join(",", Collections.nCopies(MailEvent.MAX_RECIPIENTS + 7, "\"b@s.example\""));
        MailEvent event = event(attempt("\"recipients\":[" + list + "]"));
        assertThat(event.recipients()).hasSize(MailEvent.MAX_RECIPIENTS);
        assertThat(event.recipientCount()).isEqualTo(MailEvent.MAX_RECIPIENTS + 7);
    }

    @Test
    void noRecipientIsKeptInClear() {
        assertThat(event(attempt("\"recipients\":[\"bob@sink.example\",\"postmaster\"]"))
                        .toString())
                .contains("@sink.example")
                .doesNotContain("bob", "postmaster");
    }

    @Test
    void timesAtTheEdgesAreTaken() {
        assertThat(event(attempt("\"x\":0").replace("08:00:00Z", "08:05:00Z")).reportedTime())
                .isEqualTo(EventReaderFixture.NOW.plusSeconds(300));
        assertThat(event(attempt("\"x\":0").replace("2026-10-01T", "2026-08-27T"))
                        .reportedTime())
                .isEqualTo(Instant.parse("2026-08-27T08:00:00Z"));
        assertThat(event(attempt("\"history\":true").replace("2026", "2019")).time())
                .isEqualTo(Instant.parse("2019-10-01T08:00:00Z"));
    }

    @Test
    void recordedTrafficMayBeOfAnyTime() {
        byte[] old = attempt("\"x\":0").replace("2026", "2019").getBytes(StandardCharsets.UTF_8);
        assertThat(reader(LoginNormalizer.PLAIN).readRecorded(old, "line-1")).isInstanceOf(DecodedEvent.class);
    }

    @Test
    void faultOfOursIsADeadLetterToo() {
        OriginLookup broken = (address, name) -> {
            throw new IllegalStateException("database closed");
        };
        EventReader reader =
                new EventReader(LoginNormalizer.PLAIN, EventReaderFixture.HASHER, broken, java.time.Clock.systemUTC());
        DecodeResult outcome =
                reader.read(attempt("\"x\":0").getBytes(StandardCharsets.UTF_8), "p", EventReaderFixture.NOW);
        assertThat(reason(outcome)).contains("a fault in Sekimori");
    }

    @Test
    void aClientThatDoesNotLogInIsTheApplicationThatThePolicyNames() throws Exception {
        AccountAliases aliases = DomainPolicies.parse("""
                applications:
                  app:shop@isp.example: {networks: [192.0.2.10], header_from_domains: [shop.example]}
                  app:list@isp.example: {certificates: ["CN=list.isp.example"]}
                """).aliases();
        EventReader reader = EventReaderFixture.reader(
                new LoginNormalizer("", "", LoginNormalizer.USUAL_SEPARATORS, "", () -> aliases));
        String mail = "{\"time\":\"2026-10-01T08:00:00Z\",\"kind\":\"attempt\",\"client_address\":\"192.0.2.10\",";

        assertThat(account(reader, mail + "\"header_from\":\"Shop <orders@SHOP.example>\"}"))
                .isEqualTo("app:shop@isp.example");
        assertThat(account(reader, mail + "\"account\":null,\"certificate\":\"CN=list.isp.example\"}"))
                .isEqualTo("app:list@isp.example");
        assertThat(account(reader, mail + "\"account\":\"bob@isp.example\",\"header_from\":\"a@shop.example\"}"))
                .isEqualTo("bob@isp.example");
        assertThat(account(reader, mail + "\"account\":\"app:list@isp.example\"}"))
                .isEqualTo("unnameable@invalid");
        assertThat(EventReaderFixture.reason(published(reader, mail + "\"header_from\":\"a@other.example\"}")))
                .contains("\"account\" is missing", "'applications' in policy.yml");
    }

    private static DecodeResult published(EventReader reader, String event) {
        return reader.readPublished(
                event.getBytes(StandardCharsets.UTF_8), EventReaderFixture.POSITION, Publisher.LOCAL);
    }

    private static String account(EventReader reader, String event) {
        return ((DecodedEvent) published(reader, event)).event().account().name();
    }
}
