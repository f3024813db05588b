package org.sekimori.follow.exim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.AssembledLog;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLineAssembler.LineResult;

class EximLogAssemblerTest {

    private static final AskedMessages ASKED = message -> new AskedMessages.Answer.Asked("mx.isp.example");
    private static final AskedMessages FORGOTTEN = message -> new AskedMessages.Answer.Unknown();

    private static final String ID = "1xW2rS-0007fQ-2Z";
    private static final String FROM_ALICE =
            " <= alice@isp.example H=pc.isp.example (laptop) [91.10.20.30]:4711 I=[192.0.2.1]:587 "
                    + "P=esmtpsa L.- X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no SNI=\"mx.isp.example\" A=PLAIN:alice PRX=127.0.0.1 K S=283 M8S=0 "
                    + "DKIM=isp.example RT=0.003s id=1@laptop T=\"he said \\\"hi\\\" \\\\o/\"";

    private final AssembledLog log = new AssembledLog("exim", () -> new EximLogAssembler(AskedMessages.NONE));

    @ParameterizedTest
    @ValueSource(strings = {ID, "1xW2rS-000000007fQ-2Zab"})
    void anArrivalThatNobodyAskedAboutIsAnAttemptWithAllThatTheLineSays(String id) {
        assertThat(log.read(id + FROM_ALICE + " from <alice@isp.example> for bob@far.example \"c d\"@far.example"))
                .isEqualTo(LineResult.UNDERSTOOD);

        LogEvent event = log.events().get(0);
        assertThat(log.summary()).containsExactly("attempt alice 2");
        assertThat(event.queueId()).isEqualTo(id);
        assertThat(event.server()).isEqualTo("mx1");
        assertThat(event.time()).isEqualTo(AssembledLog.START);
        assertThat(event.clientAddress()).isEqualTo("91.10.20.30");
        assertThat(event.clientName()).isEqualTo("pc.isp.example");
        assertThat(event.helo()).isEqualTo("laptop");
        assertThat(event.tls()).isEqualTo("TLSv1.3");
        assertThat(event.sender()).isEqualTo("alice@isp.example");
        assertThat(event.recipients()).containsExactly("bob@far.example", "\"c d\"@far.example");
        assertThat(event.size()).isEqualTo(283);
        assertThat(event.messageId()).isEqualTo("1@laptop");
    }

    @Test
    void anArrivalThatTheServerAskedAboutIsAcceptedUnderTheNameThatAsked() {
        AssembledLog asked = new AssembledLog("exim", () -> new EximLogAssembler(ASKED));

        asked.lines(ID + FROM_ALICE, ID + " ** bob@far.example : 550 5.1.1 no");

        assertThat(asked.summary()).containsExactly("accepted alice 1", "bounced alice 1");
        assertThat(asked.events()).extracting(LogEvent::server).containsOnly("mx.isp.example");
    }

    @Test
    void anArrivalOfWhichItIsForgottenWhetherTheServerAskedIsNoSecondAttempt() {
        AssembledLog forgotten = new AssembledLog("exim", () -> new EximLogAssembler(FORGOTTEN));

        forgotten.lines(ID + FROM_ALICE + " for bob@far.example");

        assertThat(forgotten.summary()).containsExactly("accepted alice 1");
    }

    @Test
    void withoutRecipientsInItsArrivalAMessageIsToldWithThoseOfItsDeliveriesBeforeItsBounces() {
        log.lines(
                ID + FROM_ALICE,
                ID + " => bob@far.example R=dns T=smtp",
                ID + " -> carol <list@isp.example> R=own T=null",
                ID + " -> dave <list@isp.example> R=own T=null",
                ID
                        + " ** erin@far.example R=dns T=smtp: SMTP error from remote mail server after RCPT TO:<erin@far.example>: 550-5.1.1 no\\n550 x");
        assertThat(log.events()).isEmpty();

        log.read(ID + " Completed");

        assertThat(log.summary()).containsExactly("attempt alice 3", "bounced alice 1");
        assertThat(log.events().get(0).recipients())
                .containsExactly("bob@far.example", "list@isp.example", "erin@far.example");
        assertThat(log.events().get(1).statusCode()).isEqualTo("5.1.1");
        assertThat(log.assembler().open()).isZero();
    }

    @Test
    void withoutRecipientsInItsArrivalAMessageWaitsForThirtySecondsAtMost() {
        log.lines(ID + FROM_ALICE, ID + " => bob@far.example R=dns T=smtp").later(Duration.ofSeconds(30));

        log.lines("Start queue run: pid=1", ID + " ** erin@far.example: retry timeout exceeded");

        assertThat(log.summary()).containsExactly("attempt alice 1", "bounced alice 1");
        assertThat(log.events().get(1).statusCode()).isEqualTo("4.4.7");
    }

    @Test
    void aMessageThatIsPutOffForDaysIsDeferredOnce() {
        log.lines(ID + FROM_ALICE + " for bob@far.example carol@far.example");
        for (int i = 0; i < 5; i++) {
            log.lines(ID + " == bob@far.example R=dns T=smtp defer (111): Connection refused")
                    .later(Duration.ofHours(4));
            log.lines(ID + " == carol@far.example R=dns T=smtp defer (-44): after RCPT TO:<x>: 450 4.2.0 later");
        }

        assertThat(log.summary()).containsExactly("attempt alice 2", "deferred alice 1");
    }

    @Test
    void bouncesOfOneMessageAreDifferentEventsWithTheSameIdsWheneverTheLogIsRead() {
        String[] lines = {
            ID + FROM_ALICE + " for bob@far.example carol@far.example",
            ID + " ** bob@far.example: Unrouteable address",
            ID + " ** carol@far.example: Unrouteable address",
            "PLAIN authenticator failed for (x) [192.0.2.9]: 535 Incorrect authentication data (set_id=alice)",
        };
        log.lines(lines);
        AssembledLog again = new AssembledLog("exim", () -> new EximLogAssembler(AskedMessages.NONE)).lines(lines);

        assertThat(log.events())
                .extracting(LogEvent::id)
                .doesNotHaveDuplicates()
                .hasSize(4);
        assertThat(again.events()).isEqualTo(log.events());
    }

    @Test
    void aFailedLogInAgainInTheSameSecondIsAnotherOne() {
        String line =
                "PLAIN authenticator failed for (x) [192.0.2.9]: 535 Incorrect authentication data (set_id=alice)";

        log.lines(line).later(Duration.ofSeconds(-1)).lines(line);

        assertThat(log.events()).hasSize(2).extracting(LogEvent::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PLAIN authenticator failed for H=(x) [192.0.2.9]:99 I=[192.0.2.1]:587 Ci=7: 535 Incorrect authentication data (set_id=alice)",
                "dovecot_login authenticator failed for host.example ([192.0.2.9]) [192.0.2.9]: 535 Incorrect authentication data (set_id=alice)",
                "[4711] plain authenticator failed for (x) [192.0.2.9] U=y: 535 Incorrect authentication data (set_id=alice)",
                "2026-10-01 08:00:00.123 +0200 [7] plain authenticator failed for [192.0.2.9]: 535 Incorrect authentication data (set_id=alice)",
            })
    void aFailedLogInNamesAddressAndAccount(String line) {
        assertThat(log.read(line)).isEqualTo(LineResult.UNDERSTOOD);

        assertThat(log.summary()).containsExactly("auth_failed alice 0");
        assertThat(log.events().get(0).clientAddress()).isEqualTo("192.0.2.9");
    }

    @Test
    void aRefusalOfAMessageThatNobodyAskedAboutShowsThatTheAccountWasUsed() {
        log.lines(
                ID
                        + " H=(x) [192.0.2.9]:1 I=[192.0.2.1]:587 X=TLSv1.2:A:256 CV=no DN=\"/CN=a b\" F=<> A=PLAIN:alice rejected after DATA");

        assertThat(log.summary()).containsExactly("auth_succeeded alice 0", "rejected alice 1");
        assertThat(log.events().get(1).beforeQueue()).isTrue();
        assertThat(log.events().get(1).sender()).isEmpty();
    }

    @Test
    void aLogInNameWithSpacesIsWhole() {
        log.lines(
                ID + " <= a@isp.example H=(x) [192.0.2.9] P=esmtpa A=PLAIN:scan ner@isp.example S=9 for b@far.example");

        assertThat(log.events().get(0).account()).isEqualTo("scan ner@isp.example");
    }

    @Test
    void aLineWithoutASizeIsReadToo() {
        log.lines(
                ID
                        + " <= a@isp.example H=(x) [192.0.2.9] P=esmtpa A=PLAIN:alice T=\"[List] \\\"hi\\\"\" for b@far.example");

        assertThat(log.summary()).containsExactly("attempt alice 1");
        assertThat(log.events().get(0).size()).isZero();
    }

    @Test
    void theClientsParameterOfMailIsNoPartOfTheLogInName() {
        log.lines(ID
                + " <= a@isp.example H=(x) [192.0.2.9] P=esmtpa A=PLAIN:alice:bob@isp.example S=9 for b@far.example");

        assertThat(log.events().get(0).account()).isEqualTo("alice");
    }

    @Test
    void aRestartForgetsNothing() {
        log.lines(
                ID + FROM_ALICE + " for bob@far.example",
                "1xW2rT-0007fR-1A" + FROM_ALICE,
                "1xW2rT-0007fR-1A ** erin@far.example: Unrouteable address");

        log.restart()
                .lines(
                        "1xW2rT-0007fR-1A => frank@far.example R=dns T=smtp",
                        ID + " == bob@far.example R=dns T=smtp defer (111): Connection refused",
                        "1xW2rT-0007fR-1A Completed");

        assertThat(log.summary())
                .containsExactly("attempt alice 1", "deferred alice 1", "attempt alice 2", "bounced alice 1");
        assertThat(log.assembler().open()).isOne();
    }

    @Test
    void aDamagedStateIsRefusedAndLeavesTheAssemblerAsNew() throws IOException {
        log.lines(ID + FROM_ALICE + " for bob@far.example");
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        log.assembler().save(new DataOutputStream(saved));
        byte[] half = List.of(saved.toByteArray()).get(0);
        DataInputStream damaged = new DataInputStream(new ByteArrayInputStream(half, 0, half.length / 2));

        assertThatThrownBy(() -> log.assembler().restore(damaged)).isInstanceOf(IOException.class);

        assertThat(log.assembler().open()).isZero();
    }

    @Test
    void theOldestMessageIsForgottenFirstAndToldBefore() {
        AssembledLog small = new AssembledLog("exim", () -> new EximLogAssembler(AskedMessages.NONE, 2));
        small.lines(ID + FROM_ALICE, "1xW2rT-0007fR-1A" + FROM_ALICE, "1xW2rU-0007fR-1A" + FROM_ALICE);

        assertThat(small.assembler().open()).isEqualTo(2);
        assertThat(small.events()).singleElement().extracting(LogEvent::queueId).isEqualTo(ID);
    }

    @Test
    void aMessageIsForgottenAfterEightDays() {
        log.lines(ID + FROM_ALICE + " for bob@far.example");

        log.assembler().expire(AssembledLog.START.plus(Duration.ofDays(7)));
        assertThat(log.assembler().open()).isOne();
        log.assembler().expire(AssembledLog.START.plus(Duration.ofDays(9)));
        assertThat(log.assembler().open()).isZero();
    }

    @Test
    void linesOfOtherProgramsAreForeign() {
        assertThat(new AssembledLog("dovecot", () -> new EximLogAssembler(AskedMessages.NONE)).read(ID + FROM_ALICE))
                .isEqualTo(LineResult.FOREIGN);
    }

    @Test
    void aClockThatWasSetByYearsEndsNoQueuedMessage() {
        log.lines(ID + FROM_ALICE + " for bob@far.example").later(Duration.ofDays(4400));
        log.lines("Start queue run: pid=7");
        log.assembler().expire(AssembledLog.START.plus(Duration.ofDays(4400)));
        log.restart().later(Duration.ofDays(-4400)).later(Duration.ofHours(2));
        log.lines(ID + " ** bob@far.example R=dns T=smtp: SMTP error: 550 5.1.1 no");

        assertThat(log.summary()).containsExactly("attempt alice 1", "bounced alice 1");

        log.later(Duration.ofDays(9)).lines("Start queue run: pid=8");
        log.later(Duration.ofDays(9)).lines("Start queue run: pid=9");
        assertThat(log.assembler().open()).as("off is not old").isEqualTo(1);
        for (int day = 0; day < 9; day++) {
            log.later(Duration.ofHours(23)).lines("Start queue run: pid=9");
        }
        log.assembler().expire(AssembledLog.START.plus(Duration.ofDays(27)));
        assertThat(log.assembler().open()).isZero();
    }

    @Test
    void aSubmissionThatWaitsForItsRecipientsIsToldSoonAfterTheClockWasSetBack() {
        log.lines(ID + FROM_ALICE, ID + " => bob@far.example R=dns T=smtp").later(Duration.ofHours(-3));
        log.lines("Start queue run: pid=7");
        assertThat(log.summary()).containsExactly("attempt alice 1");
    }
}
