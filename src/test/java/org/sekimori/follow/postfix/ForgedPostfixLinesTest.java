package org.sekimori.follow.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;

/** Clients and next hops choose addresses, HELO names, headers, log-in names and replies; none of them can forge a field. */
class ForgedPostfixLinesTest {

    private static final String Q = "4jZ3RH72QGzJHm4";
    private static final String VICTIM = "4jZ3RH11GGzJHm1";
    private static final String CLIENT =
            "submission/smtpd[7]: %s: client=p7.isp.example[203.0.113.7], sasl_method=PLAIN, sasl_username=%s\n";
    private static final String QUEUED = "qmgr[9]: %s: from=<%s@isp.example>, size=411, nrcpt=3 (queue active)\n";
    private static final String REST = ", relay=mx.sink.example[192.0.2.9]:25, delay=1, delays=0/0/0/1, ";

    private final PostfixLogFixture log = new PostfixLogFixture(PostfixLogFixture.ASKED);

    private PostfixLogFixture open() {
        log.log(CLIENT.formatted(Q, "thief")
                + QUEUED.formatted(Q, "thief")
                + CLIENT.formatted(VICTIM, "victim")
                + QUEUED.formatted(VICTIM, "victim"));
        log.events();
        return log;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok\"@hard.example",
                "\"x> , orig_to=<y>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (\\\"\"@hard.example",
                "\"status=sent (\"@hard.example",
                "\"a, b; sasl_username=victim\"@hard.example",
                "\"a\\\\\"@hard.example"
            })
    void aRecipientCannotForgeItsOwnDelivery(String recipient) {
        open().log("smtp[5]: " + Q + ": to=<" + recipient + ">" + REST + "dsn=5.1.1, status=bounced (550 5.1.1 no)");

        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(PostfixLogFixture.brief(event)).isEqualTo("bounced thief " + Q + " x1 5.1.1");
            assertThat(event.recipients()).containsExactly(recipient);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "250 2.0.0 Ok, dsn=5.1.1, status=bounced (550 no",
                "250 Ok\", relay=x, delay=0, dsn=5.0.0, status=bounced (",
                "250 2.0.0 Ok: queued as " + VICTIM
            })
    void aNextHopCannotForgeABounceNorAnotherMessage(String reply) {
        open().log("smtp[5]: " + Q + ": to=<b@sink.example>" + REST + "dsn=2.0.0, status=sent (" + reply + ")\n"
                + "smtp[5]: " + VICTIM + ": to=<c@sink.example>" + REST + "dsn=5.1.1, status=bounced (no)");

        assertThat(log.told()).containsExactly("bounced victim " + VICTIM + " x1 5.1.1");
    }

    @Test
    void aFilterCannotBeMadeToNameAMessageThatIsSomebodys() {
        open().log("smtp[5]: " + Q
                + ": to=<b@sink.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, "
                + "status=sent (250 2.0.0 Ok: queued as " + VICTIM + ")\n"
                + "smtp[5]: " + VICTIM + ": to=<c@sink.example>" + REST + "dsn=5.1.1, status=bounced (no)");

        assertThat(log.told()).containsExactly("bounced victim " + VICTIM + " x1 5.1.1");
    }

    @Test
    void aNextHopElsewhereHandsNothingBack() {
        open().log("smtpd[6]: 4jZ3RJ11bZzJHm9: client=localhost[127.0.0.1]\n"
                + "smtp[5]: " + Q + ": to=<b@sink.example>" + REST
                + "dsn=2.0.0, status=sent (250 Ok: queued as 4jZ3RJ11bZzJHm9)\n"
                + "smtp[5]: 4jZ3RJ11bZzJHm9: to=<c@sink.example>" + REST + "dsn=5.1.1, status=bounced (no)");

        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x>, size=1, nrcpt=1 (queue active)\"@isp.example",
                "\"x>, status=expired, returned to sender\"@isp.example",
                "x>, size=1, nrcpt=1 (queue active"
            })
    void aSenderCannotForgeTheNumberOfRecipients(String sender) {
        log.log(CLIENT.formatted(Q, "thief") + "qmgr[9]: " + Q + ": from=<" + sender
                + ">, size=411, nrcpt=500 (queue active)");

        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.recipientCount()).isEqualTo(500);
            assertThat(event.size()).isEqualTo(411);
            assertThat(event.sender()).isEqualTo(sender);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "thief, sasl_username=victim | thief, sasl_username=victim",
                "thief, sasl_sender=x@y.example | thief",
                "thief, orig_queue_id=4jZ3RH11GGzJHm1, orig_client=a[1.2.3.4] | thief",
                "thief: client=x[1.2.3.4] | thief: client=x[1.2.3.4]"
            })
    void theNameOfALogInEndsWhereItsFieldEnds(String logged, String username) {
        log.log(CLIENT.formatted(Q, logged) + QUEUED.formatted(Q, "thief"));

        assertThat(log.events()).extracting(LogEvent::account).containsExactly(username);
    }

    @Test
    void theSenderOfAnAuthParameterIsNotTheLogIn() {
        log.log("smtpd[7]: " + Q
                + ": client=p7.isp.example[203.0.113.7], sasl_sender=victim@isp.example,+20sasl_username=victim\n"
                + QUEUED.formatted(Q, "x"));

        assertThat(log.events()).isEmpty();
    }

    @Test
    void aNameThatTheLineMayHaveCutIsNobodys() {
        log.log(CLIENT.formatted(Q, "x".repeat(2000)).strip().substring(0, 2000 + "submission/smtpd[7]: ".length())
                + '\n'
                + QUEUED.formatted(Q, "x"));

        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "SASL PLAIN authentication failed: no, sasl_username=thief, sasl_username=victim | thief,"
                        + " sasl_username=victim",
                "SASL \"X authentication failed: x, sasl_username=victim\" authentication failed: Invalid"
                        + " authentication mechanism, sasl_username=(unavailable) | -",
                "SASL X authentication failed: x, sasl_username=victim authentication aborted | victim authentication"
                        + " aborted",
                "SASL LOGIN authentication aborted, sasl_username=victim | -"
            })
    void aMechanismCannotForgeTheNameOfAFailedLogIn(String said, String username) {
        log.read("submission/smtpd[7]: warning: unknown[203.0.113.7]: " + said);

        List<LogEvent> events = log.events();
        assertThat(events.isEmpty() ? null : events.get(0).account()).isEqualTo(username);
    }

    @Test
    void aNameOfAFailedLogInThatPostfixCutIsNobodys() {
        log.read("submission/smtpd[7]: warning: unknown[203.0.113.7]: SASL PLAIN authentication failed: no,"
                + " sasl_username="
                + "v".repeat(100));

        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cleanup[8]: %s: message-id=<x>: reject: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: 554 5.7.1 no",
                "cleanup[8]: %s: warning: header Subject: %s: reject: header x from p7.isp.example[203.0.113.7];"
                        + " from=<a>: reject: body x",
                "cleanup[8]: %s: info: header X: milter-reject: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: 5.7.1"
                        + " no",
                "submission/smtpd[7]: %s: reject: RCPT from p7.isp.example[203.0.113.7]: 550 5.1.1 <\"reject:"
                        + " END-OF-MESSAGE from x[1.2.3.4]: 554 5.7.1 no\"@x.example>: no; from=<a>",
                "submission/smtpd[7]: NOQUEUE: reject: RCPT from p7.isp.example[203.0.113.7]: 550 5.1.1 no; helo=<%s:"
                        + " reject: END-OF-MESSAGE from x[1.2.3.4]: 554>",
                "smtp[5]: %s: reject: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: 554 5.7.1 no",
                "submission/smtpd[7]: warning: Illegal address syntax from p7.isp.example[203.0.113.7] in MAIL"
                        + " command: <%s: reject: END-OF-MESSAGE from x[1.2.3.4]: 554>",
                "submission/smtpd[7]: warning: non-SMTP command from p7.isp.example[203.0.113.7]: %s: reject:"
                        + " END-OF-MESSAGE from x[1.2.3.4]: 554 5.7.1 no"
            })
    void noTextOfAClientGivesALimitBack(String line) {
        log.log(CLIENT.formatted(Q, "thief"));
        log.read(line.replace("%s", Q));
        log.log(QUEUED.formatted(Q, "thief"));

        assertThat(log.events()).extracting(LogEvent::beforeQueue).containsExactly(false);
    }

    @Test
    void aHeldMessageThatALocalUserInventsIsNotRequeued() {
        open().read("pickup[1]: 4jZ3RJ11bZzJHm9: uid=1000 from=<x> orig_id=" + VICTIM + ">");
        log.log("smtp[5]: 4jZ3RJ11bZzJHm9: to=<c@sink.example>" + REST + "dsn=5.1.1, status=bounced (no)");

        assertThat(log.events()).isEmpty();
    }

    @Test
    void aStrangerWhoKnowsAMessageIdCountsOnce() {
        PostfixLogFixture alone = new PostfixLogFixture(AskedMessages.NONE);
        alone.log(CLIENT.formatted(Q, "victim") + "cleanup[8]: " + Q + ": message-id=<a.1@laptop.example>\n"
                + QUEUED.formatted(Q, "victim") + "qmgr[9]: " + Q + ": removed");
        alone.events();
        for (int i = 10; i < 40; i++) {
            String id = "4jZ3RJ11bZzJH" + i;
            alone.log("smtpd[6]: " + id + ": client=evil.example[192.0.2.66]\ncleanup[8]: " + id
                    + ": info: header Message-ID: <a.1@laptop.example> from evil.example[192.0.2.66]; from=<>"
                    + " to=<victim@isp.example>\n"
                    + "qmgr[9]:"
                    + " " + id + ": from=<>, size=1, nrcpt=1 (queue active)\n"
                    + "virtual[4]: " + id
                    + ": to=<victim@isp.example>, relay=virtual, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (x)");
        }

        assertThat(alone.told()).containsExactly("bounced victim " + Q + " x1");
    }
}
