package org.sekimori.follow.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler.LineResult;
import org.sekimori.mail.EventKind;

/** What Postfix's log tells of messages that nobody asked about, and of those that the policy server was asked about. */
class PostfixLogAssemblerTest {

    private static final String Q = "4jZ3RH72QGzJHm4";
    private static final String NEXT = "4jZ3RJ11bZzJHm9";

    private final PostfixLogFixture unasked = new PostfixLogFixture(AskedMessages.NONE);
    private final PostfixLogFixture asked = new PostfixLogFixture(PostfixLogFixture.ASKED);

    private static String client(String queueId, String username) {
        return "submission/smtpd[7]: " + queueId
                + ": client=p7.isp.example[203.0.113.7], sasl_method=PLAIN, sasl_username=" + username + '\n';
    }

    private static String queued(String queueId, int recipients) {
        return "cleanup[8]: " + queueId + ": message-id=<a.1@laptop.example>\nqmgr[9]: " + queueId
                + ": from=<alice@isp.example>, size=411, nrcpt=" + recipients + " (queue active)\n";
    }

    private static String delivered(String queueId, String recipient, String status) {
        return "smtp[5]: " + queueId + ": to=<" + recipient
                + ">, relay=mx.sink.example[192.0.2.9]:25, delay=0.02, delays=0.01/0.01/0/0, " + status + '\n';
    }

    private static String sent(String queueId, String recipient) {
        return delivered(queueId, recipient, "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4jZ3XX1bbbzJHm1)");
    }

    private static String bounced(String queueId, String recipient) {
        return delivered(
                queueId, recipient, "dsn=5.1.1, status=bounced (host mx.sink.example[192.0.2.9] said: 550 5.1.1 no)");
    }

    private static String deferred(String queueId, String recipient) {
        return delivered(
                queueId,
                recipient,
                "dsn=4.3.0, status=deferred (host mx.sink.example[192.0.2.9] said: 450 4.3.0 later)");
    }

    @Test
    void aMessageThatNobodyAskedAboutIsAnAttemptWithAllThatTheLogKnows() {
        unasked.log(client(Q, "alice") + queued(Q, 2) + sent(Q, "bob@sink.example") + sent(Q, "eve@sink.example"));

        List<LogEvent> events = unasked.events();
        assertThat(events).hasSize(1);
        LogEvent attempt = events.get(0);
        assertThat(attempt.kind()).isEqualTo(EventKind.ATTEMPT);
        assertThat(attempt.account()).isEqualTo("alice");
        assertThat(attempt.time()).as("when it was queued").isEqualTo(PostfixLogFixture.START.plusSeconds(3));
        assertThat(attempt.clientAddress()).isEqualTo("203.0.113.7");
        assertThat(attempt.clientName()).isEqualTo("p7.isp.example");
        assertThat(attempt.sender()).isEqualTo("alice@isp.example");
        assertThat(attempt.recipients()).containsExactly("bob@sink.example", "eve@sink.example");
        assertThat(attempt.recipientCount()).isEqualTo(2);
        assertThat(attempt.size()).isEqualTo(411);
        assertThat(attempt.queueId()).isEqualTo(Q);
        assertThat(attempt.messageId()).isEqualTo("a.1@laptop.example");
    }

    @Test
    void ofAMessageThatWasAskedAboutOnlyOutcomesAreTold() {
        asked.log(client(Q, "alice") + queued(Q, 2));
        assertThat(asked.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.ACCEPTED);
            assertThat(event.server()).as("the name in the attempt").isEqualTo("mx1");
        });

        asked.log(sent(Q, "bob@sink.example") + bounced(Q, "x@hard.example") + "qmgr[9]: " + Q + ": removed");
        assertThat(asked.told()).containsExactly("bounced alice " + Q + " x1 5.1.1");
    }

    @Test
    void whatMayHaveBeenAskedAboutIsNoAttempt() {
        PostfixLogFixture unknown = new PostfixLogFixture(message -> new AskedMessages.Answer.Unknown());

        assertThat(unknown.log(client(Q, "alice") + queued(Q, 2)).told())
                .containsExactly("accepted alice " + Q + " x2");
    }

    @Test
    void recipientsAreWaitedForAndOutcomesFollowTheAttempt() {
        unasked.log(client(Q, "alice") + queued(Q, 3) + bounced(Q, "x@hard.example") + deferred(Q, "y@soft.example"));
        assertThat(unasked.told()).isEmpty();

        assertThat(unasked.later(SubmissionTeller.COLLECTING).told())
                .containsExactly(
                        "attempt alice " + Q + " x3",
                        "bounced alice " + Q + " x1 5.1.1",
                        "deferred alice " + Q + " x1 4.3.0");
        assertThat(unasked.log(bounced(Q, "z@hard.example")).told())
                .containsExactly("bounced alice " + Q + " x1 5.1.1");
    }

    @Test
    void manyDelaysAreOneDeferral() {
        asked.log(client(Q, "alice") + queued(Q, 1));
        asked.events();
        for (int i = 0; i < 5; i++) {
            asked.log(deferred(Q, "y@soft.example") + "qmgr[9]: " + Q
                    + ": from=<alice@isp.example>, size=411, nrcpt=1 (queue active)");
        }
        assertThat(asked.told()).containsExactly("deferred alice " + Q + " x1 4.3.0");

        asked.log("qmgr[9]: " + Q + ": from=<alice@isp.example>, status=expired, returned to sender\n" + "bounce[3]: "
                + Q + ": sender non-delivery notification: " + NEXT + "\nqmgr[9]: " + Q + ": removed");
        assertThat(asked.told()).containsExactly("bounced alice " + Q + " x1 4.4.7");
        assertThat(asked.assembler().open()).isZero();
    }

    @Test
    void whatExpiresBouncesForThoseWhoAreLeft() {
        asked.log(client(Q, "alice") + queued(Q, 5) + sent(Q, "a@b.example") + bounced(Q, "x@hard.example"));
        asked.events();

        asked.log("qmgr[9]: " + Q + ": from=<alice@isp.example>, status=force-expired, returned to sender");
        assertThat(asked.told()).containsExactly("bounced alice " + Q + " x3 4.4.7");
    }

    @Test
    void aReturnedMessageBouncesEvenIfItsLinesWereCut() {
        asked.log(client(Q, "alice") + queued(Q, 1));
        asked.events();
        asked.read("smtp[5]: " + Q + ": to=<" + "a".repeat(1990));

        asked.log("bounce[3]: " + Q + ": sender non-delivery notification: " + NEXT);
        assertThat(asked.told()).containsExactly("bounced alice " + Q + " x1");
    }

    @Test
    void anAliasThatExpandsIsOneRecipient() {
        StringBuilder log = new StringBuilder(client(Q, "alice") + queued(Q, 50));
        for (int i = 0; i < 50; i++) {
            log.append("smtp[5]: ")
                    .append(Q)
                    .append(": to=<m")
                    .append(i)
                    .append("@away.example>, orig_to=<staff@isp.example>, ")
                    .append("relay=mx.away.example[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced"
                            + " (no)\n");
        }
        assertThat(unasked.log(log.toString()).told())
                .containsExactly("attempt alice " + Q + " x1", "bounced alice " + Q + " x1 5.1.1");
    }

    @Test
    void bouncesOfBouncesAndForwardedMailAreNobodys() {
        unasked.log(client(Q, "alice") + queued(Q, 1)
                + "local[4]: " + Q
                + ": to=<bob@isp.example>, relay=local, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (forwarded as "
                + NEXT + ")\n"
                + "qmgr[9]: " + NEXT + ": from=<alice@isp.example>, size=500, nrcpt=1 (queue active)\n"
                + bounced(NEXT, "bob@elsewhere.example")
                + "bounce[3]: " + NEXT + ": sender non-delivery notification: 4jZ3RK11bZzJHm9\n"
                + "qmgr[9]: 4jZ3RK11bZzJHm9: from=<>, size=900, nrcpt=1 (queue active)\n"
                + bounced("4jZ3RK11bZzJHm9", "alice@isp.example"));

        assertThat(unasked.told()).containsExactly("attempt alice " + Q + " x1");
    }

    // Refused, held, thrown away.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submission/smtpd[7]: %s: reject: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: 554 5.7.1"
                        + " <END-OF-MESSAGE>: End-of-data rejected: no; from=<alice@isp.example> to=<b@x.example>"
                        + " proto=ESMTP helo=<h>",
                "cleanup[8]: %s: milter-reject: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: 5.7.1 Spam;"
                        + " from=<a@b.example> to=<c@d.example> proto=ESMTP helo=<h>",
                "cleanup[8]: %s: reject: header Subject: pills from p7.isp.example[203.0.113.7]; from=<a@b.example>"
                        + " to=<c@d.example> proto=ESMTP helo=<h>: 5.7.1 no",
                "cleanup[8]: %s: reject: body pills from p7.isp.example[203.0.113.7]; from=<a@b.example>: 5.7.1 no",
                "cleanup[8]: %s: reject: mime-error improper use of 8-bit data: x from p7.isp.example[203.0.113.7];"
                        + " from=<a> to=<b>",
                "cleanup[8]: %s: milter-header-reject: header X-Spam: yes from p7.isp.example[203.0.113.7]; from=<a>"
                        + " to=<b>: 5.7.1 no"
            })
    void whatTheServerRefusedAtItsEndIsProvedToBeRefused(String line) {
        asked.log(client(Q, "alice") + line.formatted(Q) + "\ncleanup[8]: " + Q + ": removed (canceled)");
        assertThat(asked.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.REJECTED);
            assertThat(event.beforeQueue()).isTrue();
            assertThat(event.server()).isEqualTo("mx1");
        });
        assertThat(asked.assembler().open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submission/smtpd[7]: %s: reject: RCPT from p7.isp.example[203.0.113.7]: 550 5.1.1 <b@x.example>: no;"
                        + " from=<a> to=<b@x.example> proto=ESMTP helo=<h>",
                "submission/smtpd[7]: %s: reject_warning: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: 554 5.7.1"
                        + " no; from=<a>",
                "submission/smtpd[7]: %s: milter-reject: RCPT from p7.isp.example[203.0.113.7]: 550 5.7.1 no; from=<a>"
                        + " to=<b>",
                "submission/smtpd[7]: NOQUEUE: reject: RCPT from p7.isp.example[203.0.113.7]: 554 5.7.1 no; from=<a>"
                        + " to=<b>",
                "cleanup[8]: %s: warning: header Subject: x from p7.isp.example[203.0.113.7]; from=<a>: reject:"
                        + " END-OF-MESSAGE"
            })
    void whatGoesOnIsNotRefused(String line) {
        asked.log(client(Q, "alice") + line.formatted(Q) + '\n' + queued(Q, 1));

        assertThat(asked.told()).containsExactly("accepted alice " + Q + " x1");
    }

    @Test
    void aRefusalOfAQueuedMessageGivesNothingBack() {
        asked.log(client(Q, "alice") + queued(Q, 1) + "cleanup[8]: " + Q
                + ": milter-reject: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: 5.7.1 no; from=<a>");

        assertThat(asked.told()).containsExactly("accepted alice " + Q + " x1");
    }

    @Test
    void aHeldMessageIsAcceptedAndBecomesAnAttemptWhenItIsReleased() {
        unasked.log(client(Q, "alice") + "cleanup[8]: " + Q
                + ": milter-hold: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: milter triggers HOLD"
                + " action; from=<a> to=<b>");
        assertThat(unasked.told()).containsExactly("accepted alice " + Q + " x1");

        unasked.later(Duration.ofDays(1))
                .log("postsuper[2]: " + Q + ": released from hold\npostsuper[2]: Released from hold: 1 message\n"
                        + queued(Q, 4));
        assertThat(unasked.later(SubmissionTeller.COLLECTING).told()).containsExactly("attempt alice " + Q + " x4");
    }

    @Test
    void aReleasedMessageCountsWhenItWasTakenOrElseItWouldCountTwice() {
        unasked.log(client(Q, "alice") + "cleanup[8]: " + Q
                + ": milter-hold: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: milter triggers HOLD"
                + " action; from=<a> to=<b>");
        LogEvent taken = unasked.events().get(0);

        unasked.later(Duration.ofDays(3)).restart().log(queued(Q, 1) + sent(Q, "bob@sink.example"));
        assertThat(unasked.events()).singleElement().satisfies(attempt -> {
            assertThat(attempt.kind()).isEqualTo(EventKind.ATTEMPT);
            assertThat(attempt.time()).isEqualTo(taken.time());
        });
    }

    @Test
    void aMessageThatSekimoriQuarantinedIsNoNewAttemptWhenItIsReleased() {
        java.time.Instant soon = PostfixLogFixture.START.plusSeconds(600);
        PostfixLogFixture log = new PostfixLogFixture(message -> message.time().isBefore(soon)
                ? new AskedMessages.Answer.Asked("mx1")
                : new AskedMessages.Answer.NotAsked());
        log.log(client(Q, "alice") + "submission/smtpd[7]: " + Q
                + ": hold: END-OF-MESSAGE from p7.isp.example[203.0.113.7]: <END-OF-MESSAGE>: End-of-data"
                + " held; from=<a> to=<b>");
        assertThat(log.told()).containsExactly("accepted alice " + Q + " x1");

        log.later(Duration.ofDays(3)).restart().log(queued(Q, 1) + bounced(Q, "x@hard.example"));
        assertThat(log.events()).singleElement().satisfies(bounce -> {
            assertThat(bounce.kind()).isEqualTo(EventKind.BOUNCED);
            assertThat(bounce.server()).isEqualTo("mx1");
        });
    }

    @Test
    void aHeldMessageThatIsDeletedWasAccepted() {
        unasked.log(client(Q, "alice") + "cleanup[8]: " + Q
                + ": hold: header Subject: x from p7.isp.example[203.0.113.7]; from=<a>: why\n" + "postsuper[2]: " + Q
                + ": removed\npostsuper[2]: Deleted: 1 message");

        assertThat(unasked.told()).containsExactly("accepted alice " + Q + " x1");
        assertThat(unasked.assembler().open()).isZero();
    }

    @Test
    void aHoldInTheMiddleOfAMessageThatIsRefusedAfterwardsIsARefusal() {
        asked.log(client(Q, "alice") + "cleanup[8]: " + Q
                + ": hold: header Subject: x from p7.isp.example[203.0.113.7]; from=<a>: why\n" + "cleanup[8]: " + Q
                + ": reject: body x from p7.isp.example[203.0.113.7]; from=<a>: no");

        assertThat(asked.told()).containsExactly("rejected alice " + Q + " x1 before_queue");
    }

    @Test
    void whatIsThrownAwayWasAccepted() {
        asked.log(client(Q, "alice") + "cleanup[8]: " + Q
                + ": discard: header Subject: x from p7.isp.example[203.0.113.7]; from=<a>: why\n" + "cleanup[8]: " + Q
                + ": removed (discarded)");

        assertThat(asked.told()).containsExactly("accepted alice " + Q + " x1");
    }

    @Test
    void aMessageWithoutAnEndIsALogIn() {
        asked.log(client(Q, "alice") + "submission/smtpd[7]: " + Q
                + ": lost connection after DATA (12 bytes) from p7.isp.example[203.0.113.7]");

        assertThat(asked.told()).containsExactly("auth_succeeded alice " + Q);
    }

    // Under another id.

    @Test
    void whatAContentFilterHandsBackIsTheSameMessage() {
        unasked.log(client(Q, "alice") + queued(Q, 1)
                + "smtpd[6]: " + NEXT + ": client=localhost[127.0.0.1]\n" + queued(NEXT, 1)
                + "smtp[5]: " + Q
                + ": to=<x@hard.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, "
                + "status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as " + NEXT + ")\n"
                + "qmgr[9]: " + Q + ": removed\n" + bounced(NEXT, "x@hard.example"));

        assertThat(unasked.told()).containsExactly("attempt alice " + Q + " x1", "bounced alice " + Q + " x1 5.1.1");
    }

    @Test
    void aFilteredMessageMayBounceBeforeTheFilterHasAnswered() {
        asked.log(client(Q, "alice") + queued(Q, 1) + "smtpd[6]: " + NEXT + ": client=localhost[127.0.0.1]\n"
                + queued(NEXT, 1) + bounced(NEXT, "x@hard.example"));
        assertThat(asked.told()).containsExactly("accepted alice " + Q + " x1");

        asked.log("smtp[5]: " + Q
                + ": to=<x@hard.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, "
                + "status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as " + NEXT + ")");
        assertThat(asked.told()).containsExactly("bounced alice " + Q + " x1 5.1.1");
    }

    @Test
    void aFilterThatPassesTheIdOnIsFollowedByIt() {
        asked.log(client(Q, "alice") + queued(Q, 1)
                + "smtpd[6]: " + NEXT + ": client=filter[192.0.2.77], orig_queue_id=" + Q
                + ", orig_client=p7.isp.example[203.0.113.7]\n"
                + queued(NEXT, 1) + "qmgr[9]: " + Q + ": removed\n" + bounced(NEXT, "x@hard.example"));

        assertThat(asked.told()).containsExactly("accepted alice " + Q + " x1", "bounced alice " + Q + " x1 5.1.1");
    }

    @Test
    void aRequeuedMessageIsTheSame() {
        asked.log(client(Q, "alice") + queued(Q, 1) + deferred(Q, "x@soft.example")
                + "postsuper[2]: Requeued: 1 message\n"
                + "pickup[1]: " + NEXT + ": uid=0 from=<alice@isp.example> orig_id=" + Q + '\n' + queued(NEXT, 1)
                + bounced(NEXT, "x@soft.example"));

        assertThat(asked.told())
                .containsExactly(
                        "accepted alice " + Q + " x1",
                        "deferred alice " + Q + " x1 4.3.0",
                        "bounced alice " + Q + " x1 5.1.1");
    }

    @Test
    void aShortQueueIdThatIsUsedAgainIsAnotherMessage() {
        asked.log(client("3F2A41B07C", "alice")
                + queued("3F2A41B07C", 1)
                + client("3F2A41B07C", "bob")
                + queued("3F2A41B07C", 1)
                + bounced("3F2A41B07C", "x@hard.example"));

        assertThat(asked.told())
                .containsExactly(
                        "accepted alice 3F2A41B07C x1",
                        "accepted bob 3F2A41B07C x1",
                        "bounced bob 3F2A41B07C x1 5.1.1");
    }

    // Bounces from elsewhere.

    private void sentAndGone() {
        unasked.log(client(Q, "alice") + queued(Q, 1) + sent(Q, "bob@sink.example") + "qmgr[9]: " + Q + ": removed");
        unasked.events();
    }

    private static String bounceFrom(String address, String headers) {
        return "smtpd[6]: " + NEXT + ": client=mx.sink.example[" + address + "]\n"
                + "cleanup[8]: " + NEXT + ": message-id=<dsn@sink.example>\n"
                + headers.replace("HEADER", "cleanup[8]: " + NEXT + ": info: header")
                + "qmgr[9]: " + NEXT + ": from=<>, size=3000, nrcpt=1 (queue active)\n"
                + "virtual[4]: " + NEXT
                + ": to=<alice@isp.example>, relay=virtual, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent"
                + " (delivered)\n"
                + "qmgr[9]: " + NEXT + ": removed\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEADER Message-ID: <a.1@laptop.example> from mx.sink.example[192.0.2.9]; from=<>"
                        + " to=<alice@isp.example> proto=ESMTP helo=<mx>\n",
                "HEADER Received: from laptop (p7.isp.example [203.0.113.7]) by mx1.isp.example (Postfix) with ESMTPSA"
                        + " id 4jZ3RH72QGzJHm4; x from mx.sink.example[192.0.2.9]; from=<>\n",
                "HEADER Content-Type: multipart/report; report-type=delivery-status; from mx.sink.example[192.0.2.9];"
                        + " from=<>\n"
                        + "HEADER In-Reply-To: <a.1@laptop.example> from mx.sink.example[192.0.2.9]; from=<>\n"
            })
    void aBounceFromElsewhereFindsItsSubmissionByTheHeadersOfTheOriginal(String headers) {
        sentAndGone();

        unasked.log(bounceFrom("192.0.2.9", headers));
        assertThat(unasked.told()).containsExactly("bounced alice " + Q + " x1");

        unasked.log(bounceFrom("192.0.2.9", headers));
        assertThat(unasked.told()).as("a client answers a submission once").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HEADER In-Reply-To: <a.1@laptop.example> from mx.sink.example[192.0.2.9]; from=<>\n",
                "HEADER Message-ID: <dsn@sink.example> from mx.sink.example[192.0.2.9]; from=<>\n",
                "HEADER Message-ID: <other@sink.example> from mx.sink.example[192.0.2.9]; from=<>\n"
            })
    void anAnswerOfAVacationProgramIsNoBounce(String headers) {
        sentAndGone();

        assertThat(unasked.log(bounceFrom("192.0.2.9", headers)).told()).isEmpty();
    }

    @Test
    void aReportToAVerpAddressFindsItsSubmission() {
        sentAndGone();
        String report = bounceFrom(
                "192.0.2.9",
                "HEADER Content-Type: multipart/report; report-type=delivery-status from mx[192.0.2.9]; from=<>\n");

        assertThat(unasked.log(report.replace("to=<alice@", "to=<alice+bob=sink.example@"))
                        .told())
                .containsExactly("bounced alice " + Q + " x1");
        assertThat(unasked.log(report.replace("to=<alice@", "to=<alice+eve=sink.example@"))
                        .told())
                .isEmpty();
    }

    // Log-ins.

    @Test
    void failedLogInsAreToldWithTheNameThatWasTried() {
        unasked.log("submission/smtpd[7]: warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: (reason"
                + " unavailable), sasl_username=alice@isp.example");

        assertThat(unasked.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.AUTH_FAILED);
            assertThat(event.account()).isEqualTo("alice@isp.example");
            assertThat(event.clientAddress()).isEqualTo("203.0.113.7");
            assertThat(event.clientName()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submission/smtpd[7]: warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
                "submission/smtpd[7]: warning: unknown[203.0.113.7]: SASL LOGIN authentication aborted",
                "submission/smtpd[7]: warning: unknown[203.0.113.7]: SASL PLAIN authentication failed: bad,"
                        + " sasl_username=(unavailable)",
                "submission/smtpd[7]: warning: SASL authentication failure: Password verification failed",
                "submission/smtpd[7]: warning: Message delivery request rate limit exceeded: 4 from"
                        + " unknown[203.0.113.31] for service submission",
                "submission/smtpd[7]: lost connection after AUTH from unknown[203.0.113.7]",
                "submission/smtpd[7]: disconnect from unknown[203.0.113.7] ehlo=1 auth=0/1 commands=1/2",
                "submission/smtpd[7]: NOQUEUE: client=p7.isp.example[203.0.113.7], sasl_method=PLAIN,"
                        + " sasl_username=alice",
                "anvil[1]: statistics: max connection rate 1/60s for (smtp:203.0.113.7) at Oct  1 08:00:00",
                "postfix-script[1]: starting the Postfix mail system"
            })
    void whatNamesNobodyTellsNothing(String line) {
        assertThat(unasked.log(line).told()).isEmpty();
    }

    // Programs, memory.

    @Test
    void instancesAndServicesAreKnownByTheirDaemons() {
        assertThat(List.of("postfix/smtpd", "postfix-out/smtp", "ix/submission/smtpd", "postfix/relay/smtp", "postfix"))
                .allMatch(program -> PostfixProgram.daemon(program) != null);
        assertThat(List.of("dovecot", "smtpd", "amavis", "sshd", "cron/daily", ""))
                .allMatch(program -> PostfixProgram.daemon(program) == null);
    }

    @Test
    void aLogThatDoesNotNameDaemonsIsReadAllTheSame() {
        PostfixLogAssembler assembler = new PostfixLogAssembler(AskedMessages.NONE);
        List<String> told = new java.util.ArrayList<>();
        (client(Q, "alice") + queued(Q, 1) + sent(Q, "bob@sink.example"))
                .lines()
                .forEach(line -> assembler.read(
                        new LogLine(
                                PostfixLogFixture.START, "mx1", "postfix", 1, line.substring(line.indexOf("]: ") + 3)),
                        event -> told.add(PostfixLogFixture.brief(event))));

        assertThat(told).containsExactly("attempt alice " + Q + " x1");
    }

    @Test
    void theOldestOpenMessageIsForgottenFirstAndCounted() {
        PostfixLogAssembler assembler = new PostfixLogAssembler(PostfixLogFixture.ASKED, 10);
        for (int i = 10; i < 40; i++) {
            String id = "4jZ3RH72QGzJHm" + i;
            (client(id, "alice") + queued(id, 1))
                    .lines()
                    .forEach(line -> assembler.read(
                            new LogLine(
                                    PostfixLogFixture.START,
                                    "mx1",
                                    "postfix/" + line.substring(0, line.indexOf('[')),
                                    1,
                                    line.substring(line.indexOf("]: ") + 3)),
                            event -> {}));
        }
        assertThat(assembler.open()).isEqualTo(10);
        assertThat(assembler.forgotten()).isEqualTo(20);
    }

    @Test
    void aClientThatTakesHoursIsReportedAllTheSame() {
        unasked.log(client(Q, "alice"))
                .later(Duration.ofHours(9))
                .restart()
                .log(queued(Q, 4) + bounced(Q, "x@hard.example"));

        assertThat(unasked.told()).containsExactly("attempt alice " + Q + " x4", "bounced alice " + Q + " x1 5.1.1");
    }

    @Test
    void aClientThatBeginsManyMessagesHidesNone() {
        unasked.every(Duration.ofMillis(1)).log(client(Q, "alice"));
        for (int i = 0; i < 20_001; i++) {
            unasked.read(client("4jZ3RH7BBBzJH" + i, "alice").strip());
        }
        unasked.log(queued(Q, 4));

        assertThat(unasked.told()).containsExactly("attempt alice " + Q + " x4");
    }

    @Test
    void messagesThatNeverEndAreForgotten() {
        unasked.log(client(Q, "alice"));
        unasked.assembler().expire(PostfixLogFixture.START.plus(Duration.ofHours(9)));
        unasked.assembler().expire(PostfixLogFixture.START.plus(Duration.ofDays(31)));

        assertThat(unasked.assembler().open()).isZero();
    }

    @Test
    void savedMessagesThatCannotBeReadLeaveANewAssembler() {
        unasked.log(client(Q, "alice"));

        assertThatThrownBy(() -> unasked.assembler()
                        .restore(new DataInputStream(new ByteArrayInputStream(new byte[] {0, 0, 0, 9}))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9");
        assertThat(unasked.assembler().open()).isZero();
    }

    @Test
    void linesOfOtherProgramsAreForeign() {
        assertThat(unasked.assembler()
                        .read(
                                new LogLine(PostfixLogFixture.START, "mx1", "dovecot", 1, "imap-login: Login"),
                                event -> {}))
                .isEqualTo(LineResult.FOREIGN);
        assertThat(unasked.read("smtpd[1]: " + Q + ": an entirely new form of line"))
                .isEqualTo(LineResult.NOT_UNDERSTOOD);
    }

    @Test
    void aClockThatWasSetByYearsEndsNoQueuedMessage() {
        unasked.log(client(Q, "alice@isp.example")).log(queued(Q, 2)).log(sent(Q, "bob@sink.example"));
        unasked.later(Duration.ofMinutes(5)).events();

        unasked.later(Duration.ofDays(4400)).later(Duration.ofHours(2)).restart();
        unasked.later(Duration.ofDays(-4400)).later(Duration.ofHours(2));

        assertThat(unasked.log(bounced(Q, "carol@sink.example")).told()).hasSize(1);
    }
}
