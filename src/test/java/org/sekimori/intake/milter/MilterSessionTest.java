package org.sekimori.intake.milter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account;
import org.sekimori.mail.ApplicationAccounts;
import org.sekimori.mail.ApplicationAccounts.Application;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.SubmissionChannel;

/** What a mail server says about a message, what is asked about it, and what the server is told. */
class MilterSessionTest {

    private final MilterFixture milter = new MilterFixture();

    private MilterConversation session() {
        MilterConversation server = milter.converse().negotiate().session();
        assertThat(server.letters()).isEqualTo("O");
        return server;
    }

    @Test
    void aMessageOfPostfixBecomesASubmissionWithAllThatThePolicyProtocolLacks() {
        MilterConversation server = milter.converse()
                .negotiate()
                .macros('C', "j", "mx.isp.example", "{daemon_addr}", "192.0.2.25", "v", "Postfix 3.7.11")
                .connect("dsl-7.example.net", '4', "203.0.113.7")
                .send('H', MilterConversation.texts("laptop.client.example"))
                .macros('M', "{auth_type}", "PLAIN", "{auth_authen}", "alice", "{tls_version}", "TLSv1.3")
                .send('M', MilterConversation.texts("<Alice+news@isp.example>", "SIZE=5000"))
                .rcpt("bob@example.net")
                .rcpt("carol@example.org")
                .rcpt("bob@example.net")
                .header("Subject", "a test")
                .header("Message-Id", "<20261130.1@laptop.client.example>")
                .send('B', new byte[65_535])
                .send('B', new byte[10])
                .end("4jZ3RH72QGzJHm4");

        assertThat(server.letters()).isEqualTo("Oca");
        MailEvent event = milter.last();
        assertThat(event.account()).hasToString("alice@isp.example");
        assertThat(event.clientAddress()).isEqualTo("203.0.113.7");
        assertThat(event.clientName()).isEqualTo("dsl-7.example.net");
        assertThat(event.helo()).isEqualTo("laptop.client.example");
        assertThat(event.tls()).isEqualTo("TLSv1.3");
        assertThat(event.sender()).isEqualTo("Alice+news@isp.example");
        assertThat(event.recipients()).containsExactlyInAnyOrder("#bob@example.net", "#carol@example.org");
        assertThat(event.recipientCount()).isEqualTo(3);
        assertThat(event.messageId()).isEqualTo("20261130.1@laptop.client.example");
        assertThat(event.queueId()).isEqualTo("4jZ3RH72QGzJHm4");
        assertThat(event.server()).isEqualTo("192.0.2.25");
        assertThat(event.id()).isEqualTo("milter:192.0.2.25:4jZ3RH72QGzJHm4");
        assertThat(event.channel()).isEqualTo(SubmissionChannel.SUBMISSION);
        int headers = "Subject: a test\r\nMessage-Id: <20261130.1@laptop.client.example>\r\n\r\n".length();
        assertThat(event.size()).isEqualTo(headers + 65_545);
        assertThat(milter.log.deadLetters).isEmpty();
        assertThat(milter.recipients.weight()).isZero();
    }

    @Test
    void sendmailSpellsThingsInItsOwnWay() {
        milter.converse(false)
                .negotiate()
                .macros('C', "j", "mail.isp.example", "{daemon_addr}", "0.0.0.0", "v", "8.17.1.9")
                .connect("[IPv6:2001:db8::7]", '6', "IPv6:2001:db8::7")
                .macros('M', "i", "5AU3ABcd012345", "{auth_type}", "PLAIN", "{auth_authen}", "alice+2Bnews+C3+A9")
                .send('M', MilterConversation.texts("<>"))
                .rcpt("bob@example.net")
                .macros('E', "{msg_size}", "4312")
                .send('E');

        MailEvent event = milter.last();
        assertThat(event.clientAddress()).isEqualTo("2001:db8::7");
        assertThat(event.clientName()).isNull();
        assertThat(event.account()).hasToString("alice+newsé@isp.example");
        assertThat(event.server()).isEqualTo("mail.isp.example");
        assertThat(event.queueId()).isEqualTo("5AU3ABcd012345");
        assertThat(event.sender()).isEmpty();
        assertThat(event.size()).isEqualTo(4312);
    }

    @Test
    void aLogInOfPostfixWithAPlusStaysAsItIs() {
        session().message("alice+2Bnews", "4jZ3RH72QGzJHm4");

        assertThat(milter.last().account()).hasToString("alice+2bnews@isp.example");
    }

    @Test
    void withoutABodyPostfixGivesNoSizeAndItIsUnknown() {
        MilterConversation server = milter.converse(false).negotiate().session().message("alice", "4jZ3RH72QGzJHm4");

        assertThat(server.letters()).isEqualTo("Oca");
        assertThat(milter.last().size()).isZero();
    }

    @Test
    void mailWithoutALogInIsLetPassAtItsBeginningAndNobodyIsAsked() {
        MilterConversation server = session();
        server.macros('M').send('M', MilterConversation.texts("<stranger@example.net>"));
        assertThat(server.letters()).isEqualTo("a");

        server.send('A').message("alice", "4jZ3RH72QGzJHm4");
        assertThat(server.letters()).isEqualTo("ca");
        assertThat(milter.asked).hasSize(1);
    }

    @Test
    void aServerThatShowsSuchMailAllTheSameIsToldTheSame() {
        MilterConversation server = milter.converse().negotiate(2, 0x3f, 0x7f).session();
        server.letters();
        server.macros('M')
                .send('M', MilterConversation.texts("<stranger@example.net>"))
                .rcpt("bob@isp.example")
                .header("Subject", "x")
                .send('B', new byte[100])
                .end("4jZ3RH72QGzJHm4");

        assertThat(server.letters()).isEqualTo("accca");
        assertThat(milter.asked).isEmpty();
    }

    @Test
    void noMessageHasTheLogInOfTheOneBeforeIt() {
        MilterConversation server = session().message("alice", "4jZ3RH72QGzJHm4");
        server.macros('M')
                .send('M', MilterConversation.texts("<x@example.net>"))
                .rcpt("bob@example.net");
        server.end("4jZ3RH72QGzJHm5");

        assertThat(server.letters()).isEqualTo("caaa");
        assertThat(milter.asked).hasSize(1);
    }

    @Test
    void messagesOfOneConnectionAreAskedAboutOneByOne() {
        MilterConversation server = session().message("alice", "4jZ3RH72QGzJHm1");
        milter.refuse("no");
        server.message("bob", "4jZ3RH72QGzJHm2").send('A');
        milter.decide = event -> CompletableFuture.completedFuture(MilterFixture.accept());
        server.message("alice", "4jZ3RH72QGzJHm3");

        assertThat(server.replies()).containsExactly("c", "a", "c", "y 550 5.7.1 no", "c", "a");
        assertThat(milter.asked)
                .extracting(MailEvent::queueId)
                .containsExactly("4jZ3RH72QGzJHm1", "4jZ3RH72QGzJHm2", "4jZ3RH72QGzJHm3");
    }

    @Test
    void aMessageThatIsGivenUpLeavesNothingBehind() {
        MilterConversation server = session()
                .mail("alice", "<alice@isp.example>")
                .rcpt("victim1@example.net")
                .rcpt("victim2@example.net")
                .send('A')
                .message("alice", "4jZ3RH72QGzJHm4");

        assertThat(server.letters()).isEqualTo("cca");
        assertThat(milter.last().recipients()).containsExactly("#bob@example.net");
        assertThat(milter.last().recipientCount()).isEqualTo(1);

        server.mail("alice", "<alice@isp.example>").rcpt("victim3@example.net").hangUp();
        assertThat(milter.recipients.weight()).isZero();
    }

    @Test
    void aConnectionThatIsUsedAgainHasAnotherClient() {
        MilterConversation server =
                session().message("alice", "4jZ3RH72QGzJHm1").send('K');
        server.macros('C', "j", "mx.isp.example")
                .connect("[198.51.100.9]", '4', "198.51.100.9")
                .message("alice", "4jZ3RH72QGzJHm2");

        assertThat(server.letters()).isEqualTo("caca");
        assertThat(milter.last().clientAddress()).isEqualTo("198.51.100.9");
        assertThat(milter.last().helo()).isNull();
        assertThat(milter.last().server()).isEqualTo("mx.isp.example");
    }

    @Test
    void aServerThatQuitsIsHungUpOn() {
        MilterConversation server = session().send('Q');

        assertThat(server.open()).isFalse();
        assertThat(milter.log.deadLetters).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"webmail, WEBMAIL", "mx.isp.example, SUBMISSION"})
    void theNameThatTheOperatorGivesAServiceTellsWebmail(String name, SubmissionChannel channel) {
        milter.converse()
                .negotiate()
                .macros('C', "{daemon_name}", name)
                .connect("localhost", '4', "127.0.0.1")
                .message("alice", "4jZ3RH72QGzJHm4");

        assertThat(milter.last().channel()).isEqualTo(channel);
    }

    @Test
    void anAddressMayComeAsAMacroAlone() {
        milter.converse()
                .negotiate()
                .macros('C', "{client_addr}", "IPv6:2001:db8::7")
                .send('C', new byte[] {'l', 'o', 0, 'U'})
                .message("alice", "4jZ3RH72QGzJHm4");

        assertThat(milter.last().clientAddress()).isEqualTo("2001:db8::7");
    }

    @Test
    void aLogInWithoutANameIsDecidedAndNotLetPass() {
        session()
                .macros('M', "{auth_type}", "PLAIN")
                .send('M', MilterConversation.texts("<x@isp.example>"))
                .rcpt("bob@example.net")
                .end("4jZ3RH72QGzJHm4");

        assertThat(milter.last().account()).hasToString("unnameable@invalid");
    }

    @Test
    void aLogInBehindMoreMacrosThanAreReadIsDecidedAndNotLetPass() {
        session()
                .macros('M', "{mail_addr}", "x".repeat(MilterPacketDecoder.MACROS_KEPT), "{auth_authen}", "alice")
                .send('M', MilterConversation.texts("<x@isp.example>"))
                .rcpt("bob@example.net")
                .end("4jZ3RH72QGzJHm4");

        assertThat(milter.last().account()).hasToString("unnameable@invalid");
    }

    @Test
    void whatCannotBeReadIsLeftOutAndSaid() {
        milter.converse()
                .negotiate()
                .connect("bad\u0007name", '4', "300.1.2.3")
                .send('H', new byte[] {(byte) 0xff, 0})
                .mail("alice", "<" + "a".repeat(400) + "@isp.example>")
                .rcpt("b".repeat(5_000) + "@example.net")
                .rcpt("bad\u0007@example.net")
                .end("NOQUEUE");

        MailEvent event = milter.last();
        assertThat(event.clientName()).isNull();
        assertThat(event.clientAddress()).isNull();
        assertThat(event.helo()).isNull();
        assertThat(event.sender()).isNull();
        assertThat(event.queueId()).isNull();
        assertThat(event.recipientCount()).isEqualTo(2);
        assertThat(event.recipients()).hasSize(2).noneMatch(recipient -> recipient.contains("@"));
        assertThat(milter.log.deadLetters)
                .singleElement()
                .asString()
                .contains("sender", "client_name", "client_address", "helo_name")
                .doesNotContain("aaa");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<>",
                "<a b@example.net>",
                "<a@example.net> <b@example.net>",
                "<a@example.net> (a comment)",
                "a\u0007@example.net"
            })
    void aMessageIdThatIsNoneIsLeftOutAndTheMessageIsDecided(String value) {
        session()
                .mail("alice", "<alice@isp.example>")
                .rcpt("bob@example.net")
                .header("Message-ID", value)
                .header("Message-ID", "<second@example.net>")
                .end("4jZ3RH72QGzJHm4");

        assertThat(milter.last().messageId()).isNull();
        assertThat(milter.log.deadLetters).isEmpty();
    }

    @Test
    void aMessageIdOfAnyLengthCostsNoMemoryAndTooLongOnesAreNone() {
        session()
                .mail("alice", "<alice@isp.example>")
                .rcpt("bob@example.net")
                .header("Message-ID", "<" + "x".repeat(2_000_000) + ">")
                .end("4jZ3RH72QGzJHm4");

        assertThat(milter.last().messageId()).isNull();
        assertThat(milter.last().size()).isGreaterThan(2_000_000);
    }

    @Test
    void moreRecipientsThanAreKeptAllCount() {
        MilterConversation server = session().mail("alice", "<alice@isp.example>");
        for (int i = 0; i < 1_500; i++) {
            server.rcpt("person" + i + "@example.net");
        }
        server.end("4jZ3RH72QGzJHm4");

        assertThat(milter.last().recipientCount()).isEqualTo(1_500);
        assertThat(milter.last().recipients()).hasSize(MailEvent.MAX_RECIPIENTS);
    }

    @Test
    void theDomainsLanguageIsForClientsThatAskedForIt() {
        String japanese = "お使いの接続はドイツからのようです。";
        milter.decide = event -> CompletableFuture.completedFuture(
                MilterFixture.reject(japanese, "Your connection appears to come from Germany"));

        MilterConversation server = session();
        server.mail("alice", "<alice@isp.example>", "BODY=8BITMIME", "smtputf8")
                .rcpt("bob@example.net")
                .end("4jZ3RH72QGzJHm4");
        server.mail("alice", "<alice@isp.example>", "BODY=8BITMIME")
                .rcpt("bob@example.net")
                .end("4jZ3RH72QGzJHm5");

        assertThat(server.replies())
                .containsExactly(
                        "c",
                        "y 550 5.7.1 " + japanese,
                        "c",
                        "y 550 5.7.1 Your connection appears to come from Germany");
    }

    @Test
    void theLogIsAnsweredForWhenItIsSilentOrFails() {
        MilterConversation server = session();
        milter.decide = event -> CompletableFuture.failedFuture(new TimeoutException());
        server.message("alice", "4jZ3RH72QGzJHm1");
        milter.decide = event -> {
            throw new IllegalStateException("a fault of the test's");
        };
        server.message("alice", "4jZ3RH72QGzJHm2");

        assertThat(server.replies()).containsExactly("c", "y 451 4.3.0 Try later", "c", "y 451 4.3.0 Try later");
        assertThat(server.open()).isTrue();
    }

    @Test
    void packetsBehindAPendingDecisionWaitForIt() {
        CompletableFuture<SubmissionAnswer> late = new CompletableFuture<>();
        milter.decide = event -> event.account().name().startsWith("alice")
                ? late
                : CompletableFuture.completedFuture(MilterFixture.accept());
        MilterConversation server = session().gather();
        server.message("alice", "4jZ3RH72QGzJHm1")
                .message("bob", "4jZ3RH72QGzJHm2")
                .flush(Integer.MAX_VALUE / 2);
        assertThat(server.letters()).isEqualTo("c");
        assertThat(milter.asked).hasSize(1);

        late.complete(MilterFixture.reject("no", "no"));
        assertThat(server.replies()).containsExactly("y 550 5.7.1 no", "c", "a");
        assertThat(milter.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 1_000_000})
    void piecesOfAnyLengthAreTheSameConversation(int piece) {
        MilterConversation server = milter.converse()
                .gather()
                .negotiate()
                .session()
                .message("alice", "4jZ3RH72QGzJHm1")
                .send('A')
                .message("alice", "4jZ3RH72QGzJHm2")
                .send('Q')
                .flush(piece);

        assertThat(server.letters()).isEqualTo("Ocaca");
        assertThat(milter.asked).hasSize(2);
        assertThat(server.open()).isFalse();
    }

    /** A shop in a network with its own header From, and a printer by its certificate. */
    private void applications() {
        milter.applications = new ApplicationAccounts(List.of(
                new Application(
                        Account.of("app:shop@isp.example"),
                        List.of(IpNetwork.of("203.0.113.0/24")),
                        Set.of(),
                        Set.of(),
                        Set.of("shop.example")),
                new Application(
                        Account.of("app:printer@isp.example"),
                        List.of(),
                        Set.of("CN=Printer (2)"),
                        Set.of(),
                        Set.of())));
    }

    @Test
    void anApplicationIsKnownByItsHeaderFrom() {
        applications();
        MilterConversation server = session();
        for (String from : List.of("The Shop <orders@shop.example>", "someone@else.example")) {
            server.macros('M')
                    .send('M', MilterConversation.texts("<bounces@isp.example>"))
                    .rcpt("bob@example.net")
                    .header("From", from)
                    .end("4jZ3RH72QGzJHm4");
        }

        assertThat(server.letters()).isEqualTo("caca");
        assertThat(milter.asked).singleElement().satisfies(event -> assertThat(event.account())
                .hasToString("app:shop@isp.example"));
        assertThat(milter.recipients.weight()).isZero();
    }

    @Test
    void aLogInGoesBeforeTheApplicationOfItsNetwork() {
        applications();
        session().message("alice", "4jZ3RH72QGzJHm4");

        assertThat(milter.last().account()).hasToString("alice@isp.example");
    }

    @ParameterizedTest
    @CsvSource({
        "Postfix 3.7.11, '', CN=Printer (2), true",
        "8.17.1.9, OK, CN=Printer+20+282+29, true",
        "8.17.1.9, FAIL, CN=Printer+20+282+29, false",
        "8.17.1.9, '', CN=Printer+20+282+29, false",
        "Postfix 3.7.11, '', CN=Other, false"
    })
    void aCertificateNamesAnApplicationIfTheServerHasVerifiedIt(
            String version, String verified, String subject, boolean known) {
        applications();
        MilterConversation server = milter.converse()
                .negotiate()
                .macros('C', "v", version)
                .connect("[198.51.100.9]", '4', "198.51.100.9")
                .macros('M', "{verify}", verified, "{cert_subject}", subject)
                .send('M', MilterConversation.texts("<x@isp.example>"))
                .rcpt("bob@example.net")
                .end("4jZ3RH72QGzJHm4");

        assertThat(milter.asked).hasSize(known ? 1 : 0);
    }

    @Test
    void incomingMailFromElsewhereIsStillLetPassAtItsBeginning() {
        applications();
        MilterConversation server = milter.converse().negotiate().connect("[198.51.100.9]", '4', "198.51.100.9");
        server.macros('M').send('M', MilterConversation.texts("<orders@shop.example>"));

        assertThat(server.letters()).isEqualTo("Oa");
    }

    @Test
    void whatMessagesShowOfTheConfigurationIsAWarning() {
        MilterConversation server = session();
        for (int i = 0; i < MilterConfigMonitor.WITHOUT_LOGIN; i++) {
            server.macros('M')
                    .send('M', MilterConversation.texts("<x@example.net>"))
                    .send('A');
        }
        assertThat(warnings()).containsExactly(MilterMisconfiguration.NO_LOGIN);

        for (int i = 0; i < MilterConfigMonitor.WITHOUT_QUEUE_ID; i++) {
            server.message("alice", "");
        }
        assertThat(warnings()).containsExactly(MilterMisconfiguration.NO_QUEUE_ID);

        server.message("alice", "4jZ3RH72QGzJHm4");
        assertThat(warnings()).isEmpty();
    }

    private List<MilterMisconfiguration> warnings() {
        return milter.monitor.snapshot().warnings().stream()
                .map(MilterConfigMonitor.Warning::mistake)
                .toList();
    }
}
