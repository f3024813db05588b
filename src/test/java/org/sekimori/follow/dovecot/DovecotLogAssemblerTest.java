package org.sekimori.follow.dovecot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.AssembledLog;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLineAssembler.LineResult;

class DovecotLogAssemblerTest {

    private static final String PLACE = ", method=PLAIN, rip=91.10.20.30, lip=192.0.2.1, mpid=42, TLS, session=<";

    private final AssembledLog log = new AssembledLog("dovecot", DovecotLogAssembler::new);

    private static String failed(String user, int attempts, String session) {
        return "imap-login: Disconnected (auth failed, " + attempts + " attempts in 9 secs): user=<" + user + ">"
                + PLACE + session + ">";
    }

    private static String login(String user, String session) {
        return "imap-login: Login: user=<" + user + ">" + PLACE + session + ">";
    }

    @Test
    void aLogInNamesAccountAddressAndServer() {
        log.read(
                "pop3-login: Login: user=<alice@isp.example>, method=PLAIN, rip=2001:db8::7, lip=::1, mpid=1, TLS, session=<a>, "
                        + "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)");

        LogEvent event = log.events().get(0);
        assertThat(log.summary()).containsExactly("auth_succeeded alice@isp.example 0");
        assertThat(event.clientAddress()).isEqualTo("2001:db8::7");
        assertThat(event.server()).isEqualTo("mx1");
        assertThat(event.tls()).isEqualTo("TLSv1.3");
    }

    @Test
    void aClientThatLogsInEveryMinuteIsToldOnceInTenMinutes() {
        for (int minute = 0; minute < 21; minute++) {
            log.lines(login("alice", "s" + minute)).later(Duration.ofSeconds(59));
        }

        assertThat(log.summary()).hasSize(3).containsOnly("auth_succeeded alice 0");
    }

    @Test
    void theAttemptsOfAConnectionAreToldAtItsEndEachOnce() {
        log.lines("auth: passwd-file(alice,91.10.20.30,<s>): Password mismatch").later(Duration.ofSeconds(2));
        log.lines(
                "auth-worker(7): conn unix:auth-worker (pid=27359,uid=97): auth-worker<55>: pam(bob,91.10.20.30,<s>): unknown user");
        assertThat(log.events()).isEmpty();

        log.lines(failed("carol", 3, "s"));

        assertThat(log.summary()).containsExactly("auth_failed alice 0", "auth_failed bob 0", "auth_failed carol 0");
        assertThat(log.events().get(0).time()).isEqualTo(AssembledLog.START);
        assertThat(log.events()).extracting(LogEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void anAttemptThatSeveralPasswordDatabasesRefuseIsOne() {
        log.lines(
                "auth-worker(7): pam(alice,91.10.20.30,<s>): pam_authenticate() failed: Authentication failure (Password mismatch?)",
                "auth: passwd-file(alice,91.10.20.30,<s>): unknown user");
        log.later(Duration.ofSeconds(3));
        log.lines("auth: ldap(alice,91.10.20.30,<s>): invalid credentials", failed("alice", 1, "s"));

        assertThat(log.summary()).containsExactly("auth_failed alice 0");
    }

    @Test
    void aPasswordThatTheSecondDatabaseAcceptsIsNoFailure() {
        log.lines("auth: passwd-file(bob,91.10.20.30,<s>): unknown user", login("bob", "s"));

        assertThat(log.summary()).containsExactly("auth_succeeded bob 0");
    }

    @Test
    void failuresBeforeALogInOfTheSameConnectionAreTold() {
        log.lines("auth(bob,91.10.20.30,sasl:plain)<s>: passwd-file: Password mismatch")
                .later(Duration.ofSeconds(5));
        log.lines("auth(bob,91.10.20.30,sasl:plain)<s>: pam: unknown user", login("bob", "s"));

        assertThat(log.summary()).containsExactly("auth_failed bob 0", "auth_succeeded bob 0");
    }

    @Test
    void attemptsOfAConnectionWhoseEndIsMissingAreToldAfterTenMinutes() {
        log.lines("auth: passwd-file(alice,91.10.20.30,<s>): Password mismatch").later(Duration.ofMinutes(11));
        log.lines("master: Dovecot v2.3.19.1 (9b53102964) starting up for imap");

        assertThat(log.summary()).containsExactly("auth_failed alice 0");
        assertThat(log.assembler().open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth: Master user logging in as alice",
                "auth: passwd-file(helpdesk,91.10.20.30,master,<s>): Password mismatch",
                "auth(helpdesk,91.10.20.30,sasl:plain,master)<s>: passwd-file: Master user logging in as alice",
            })
    void aMasterUsersLogInIsNotTheAccounts(String line) {
        log.lines(line, login("alice", "s"));

        assertThat(log.events()).isEmpty();
        log.lines(login("alice", "t"));
        assertThat(log.summary()).containsExactly("auth_succeeded alice 0");
    }

    @Test
    void aMasterUsersWrongPasswordIsNobodysFailure() {
        log.lines("auth: passwd-file(helpdesk,91.10.20.30,master,<s>): Password mismatch", failed("helpdesk", 1, "s"));

        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "imap-login: Login: user=<x>, method=PLAIN, rip=192.0.2.9, lip=1.1.1.1, session=<y>>" + PLACE + "s>",
                "imap-login: Login: user=<x>, method=PLAIN, rip=192.0.2.9>" + PLACE + "s>",
                "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<x>, rip=192.0.2.9, lip=1.1.1.1, user=<y>"
                        + PLACE + "s>",
                "imap-login: Login: rip=91.10.20.30, user=<x>, rip=192.0.2.9, user=<y>, session=<s>",
                "imap-login: Login: alice from 91.10.20.30",
                "auth: passwd-file(x,192.0.2.9,<a>): Password mismatch,91.10.20.30,<s>): Password mismatch",
                "auth: passwd-file(x,91.10.20.30,<s>): unknown user (given password: y,192.0.2.9,<a>): Password mismatch)",
                "auth(x,192.0.2.9)<a>: passwd-file: Password mismatch,91.10.20.30,sasl:plain)<s>: passwd-file: Password mismatch",
            })
    void aLineWithTwoReadingsIsNotUnderstood(String line) {
        assertThat(log.read(line)).isEqualTo(LineResult.NOT_UNDERSTOOD);

        assertThat(log.later(Duration.ofMinutes(11)).lines("master: x").events())
                .isEmpty();
    }

    @Test
    void anAttemptThatAClientWroteIntoItsNameIsNotTold() {
        log.read(
                "imap-login: Disconnected (no auth attempts in 1 secs): user=<x (auth failed, 9 attempts in 1 secs): user=<victim>"
                        + PLACE + "s>");

        assertThat(log.events()).isEmpty();
    }

    @Test
    void otherElementsInAnotherOrderAreRead() {
        log.lines("imap-login: Login: session=<s>, user=<alice>, rip=91.10.20.30, port=993");

        assertThat(log.summary()).containsExactly("auth_succeeded alice 0");
        assertThat(log.events().get(0).id()).isEqualTo("dovecot:login:s");
    }

    @Test
    void aNameThatDovecotCutIsNobodys() {
        log.lines(login("a".repeat(77) + "...", "s"), failed("a".repeat(77) + "...", 1, "t"));

        assertThat(log.events()).isEmpty();
    }

    @Test
    void aRestartForgetsNothing() {
        log.lines(
                "auth: passwd-file(alice,91.10.20.30,<s>): Password mismatch",
                "auth: Master user logging in as bob",
                login("carol", "c"));

        log.restart().lines(failed("alice", 1, "s"), login("bob", "b"), login("carol", "d"));

        assertThat(log.summary()).containsExactly("auth_succeeded carol 0", "auth_failed alice 0");
    }

    @Test
    void aDamagedStateIsRefusedAndLeavesTheAssemblerAsNew() {
        DataInputStream damaged = new DataInputStream(new ByteArrayInputStream(new byte[] {1, 0, 0, 0, 9, 0, 1, 'a'}));

        assertThatThrownBy(() -> log.assembler().restore(damaged)).isInstanceOf(IOException.class);
        assertThat(log.assembler().open()).isZero();
    }

    @Test
    void linesOfOtherProgramsAreForeign() {
        assertThat(new AssembledLog("postfix/smtpd", DovecotLogAssembler::new).read(login("alice", "s")))
                .isEqualTo(LineResult.FOREIGN);
    }

    @Test
    void withoutSessionsInTheLinesOfLogInsTheirUserAndAddressTell() {
        log.lines(
                "auth: passwd-file(alice,91.10.20.30,<s1>): Password mismatch",
                "auth: passwd-file(alice,91.10.20.31,<s3>): Password mismatch",
                "auth: passwd-file(bob,91.10.20.30,<s2>): unknown user",
                "imap-login: Login: user=<bob>, method=PLAIN, rip=91.10.20.30, lip=192.0.2.1, mpid=42, TLS",
                "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<alice>, method=PLAIN, rip=91.10.20.30");
        assertThat(log.summary())
                .as("the second database took bob's password, and alice's failure is told once")
                .containsExactly("auth_succeeded bob 0", "auth_failed alice 0");

        log.later(Duration.ofMinutes(11)).lines(login("carol", "c"));
        assertThat(log.summary().subList(2, 4)).containsExactly("auth_failed alice 0", "auth_succeeded carol 0");
        assertThat(log.events().get(2).clientAddress()).isEqualTo("91.10.20.31");
        assertThat(log.assembler().open()).isZero();
    }

    @Test
    void aMasterUsersLogInIsRecognizedWithoutASession() {
        log.lines(
                "auth(helpdesk,91.10.20.30,sasl:plain,master)<s>: passwd-file: Master user logging in as alice",
                "imap-login: Login: user=<alice>, method=PLAIN, rip=91.10.20.30, lip=192.0.2.1, mpid=42, TLS");
        assertThat(log.events()).isEmpty();
    }

    @Test
    void aClockThatWasSetTellsOfNoOpenConnectionAndKeepsNone() {
        log.lines("auth: passwd-file(alice,91.10.20.30,<s>): Password mismatch").later(Duration.ofDays(4400));
        log.lines("auth: passwd-file(bob,91.10.20.31,<t>): Password mismatch", login("alice", "s"));
        assertThat(log.summary()).containsExactly("auth_failed alice 0", "auth_succeeded alice 0");

        log.restart().later(Duration.ofDays(-4400)).lines(login("carol", "c"));
        log.later(Duration.ofMinutes(5)).lines(login("carol", "c2")).later(Duration.ofMinutes(6));
        log.lines(login("carol", "c3"));
        assertThat(log.summary()).contains("auth_failed bob 0");
        assertThat(log.assembler().open()).isZero();
    }
}
