package org.sekimori.follow.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogEventJson;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.Account;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.AccountAliases;
import org.sekimori.mail.ApplicationAccounts;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;

/** Mail of clients that do not log in, as Postfix logs it: the operator's applications submit, all others are incoming mail. */
class PostfixApplicationsTest {

    private static final String SHOP = "192.0.2.10";

    private static final ApplicationAccounts APPLICATIONS =
            new ApplicationAccounts(List.of(new ApplicationAccounts.Application(
                    Account.of("app:shop@isp.example"),
                    List.of(IpNetwork.of(SHOP + "/32"), IpNetwork.of("127.0.0.1/32")),
                    Set.of(),
                    Set.of("shop.example"),
                    Set.of())));

    private static final LoginNormalizer NAMING = new LoginNormalizer(
            "isp.example",
            "",
            LoginNormalizer.USUAL_SEPARATORS,
            "",
            () -> new AccountAliases(Map.of(), Map.of(), Map.of(), APPLICATIONS));

    private final PostfixLogFixture log =
            new PostfixLogFixture(AskedMessages.NONE, EventReaderFixture.reader(NAMING)::isApplication);

    private static String message(String queueId, String address, String sender) {
        return "smtpd[7]: " + queueId + ": client=web.isp.example[" + address + "]\n"
                + "cleanup[8]: " + queueId + ": message-id=<order.1@shop.example>\n"
                + "qmgr[9]: " + queueId + ": from=<" + sender + ">, size=411, nrcpt=1 (queue active)\n"
                + "smtp[5]: " + queueId + ": to=<bob@sink.example>, relay=mx.sink.example[192.0.2.9]:25, delay=0.02,"
                + " delays=0.01/0.01/0/0, dsn=5.1.1, status=bounced (host mx.sink.example[192.0.2.9] said: 550 5.1.1 no)\n"
                + "qmgr[9]: " + queueId + ": removed\n";
    }

    /** As the intake reads it. */
    private static MailEvent read(LogEvent event) {
        byte[] json = LogEventJson.write(event, "mx1");
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\"account\"");
        return ((DecodedEvent) EventReaderFixture.reader(NAMING).readRecorded(json, "p")).event();
    }

    @Test
    void aMessageOfAnApplicationIsItsSubmissionWithItsOutcomes() {
        List<MailEvent> events = log.log(message("4jZ3RH72QGzJHm4", SHOP, "order@shop.example")).events().stream()
                .map(PostfixApplicationsTest::read)
                .toList();

        assertThat(events).extracting(MailEvent::kind).containsExactly(EventKind.ATTEMPT, EventKind.BOUNCED);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.account()).hasToString("app:shop@isp.example");
            assertThat(event.clientAddress()).isEqualTo(SHOP);
            assertThat(event.queueId()).isEqualTo("4jZ3RH72QGzJHm4");
        });
        assertThat(events.get(0).messageId()).isEqualTo("order.1@shop.example");
        assertThat(events.get(0).afterQueue()).isTrue();
    }

    @Test
    void otherClientsOtherSendersAndThisMachineAreLeftAlone() {
        log.log(message("4jZ3RH72QGzJHm4", "198.51.100.7", "order@shop.example"));
        log.log(message("4jZ3RH72QGzJHm5", SHOP, "x@other.example"));
        log.log(message("4jZ3RH72QGzJHm6", SHOP, ""));
        log.log(message("4jZ3RH72QGzJHm7", "127.0.0.1", "order@shop.example"));

        assertThat(log.later(Duration.ofMinutes(5)).events()).isEmpty();
    }

    @Test
    void aLogInThatLooksLikeAnApplicationIsNone() {
        log.log("submission/smtpd[7]: 4jZ3RH72QGzJHm4: client=x[" + SHOP
                + "], sasl_method=PLAIN, sasl_username=app:shop@isp.example\n"
                + message("4jZ3RH72QGzJHm4", SHOP, "order@shop.example").split("\n", 2)[1]);

        MailEvent attempt = ((DecodedEvent) EventReaderFixture.reader(NAMING)
                        .readRecorded(LogEventJson.write(log.events().get(0), "mx1"), "p"))
                .event();
        assertThat(attempt.account()).isEqualTo(Account.UNNAMEABLE);
    }

    @Test
    void theOutcomeAfterARestartIsStillTheApplications() {
        String[] lines = message("4jZ3RH72QGzJHm4", SHOP, "order@shop.example").split("(?=smtp\\[5])");
        log.log(lines[0]);
        log.restart().later(Duration.ofMinutes(5)).log(lines[1]);

        assertThat(log.events())
                .extracting(event -> read(event).account().name())
                .containsExactly("app:shop@isp.example", "app:shop@isp.example");
    }
}
