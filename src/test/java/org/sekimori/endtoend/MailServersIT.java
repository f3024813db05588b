package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.DovecotRig;
import org.sekimori.rig.EximRig;
import org.sekimori.rig.FreePorts;
import org.sekimori.rig.HarakaRig;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpReply;

/** What a customer of a provider with Exim, Haraka, or Postfix over the milter sees; over the policy protocol PostfixSubmissionIT shows it. */
@SuppressWarnings("NullAway.Init")
class MailServersIT {

    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";

    private static SekimoriProcess sekimori;
    private static int milterPort;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path folder) {
        milterPort = FreePorts.free(1).get(0);
        sekimori = SekimoriProcess.start(
                Map.of("SEKIMORI_AUTHPOLICY_REFUSE", "overseas-without-grant,account-on-hold"),
                folder.resolve("data"),
                TestRulebook.in(folder),
                "--milter-port",
                Integer.toString(milterPort));
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    /** Submits one message as the account, from an address. */
    private interface Submission {
        SmtpReply from(String address);
    }

    private static void run(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
    }

    private static SmtpReply send(SmtpClient connected, String account) {
        try (SmtpClient client = connected) {
            assertThat(client.auth(account).accepted()).isTrue();
            return client.send(account, "friend@example.net");
        }
    }

    /** The text of a refusal; Exim spreads it over lines of its own. */
    private static String refusal(SmtpReply reply) {
        assertThat(reply.lines()).allMatch(line -> line.matches("550[ -]5\\.7\\.1 .*"));
        return reply.lines().stream()
                .map(line -> line.substring("550 5.7.1 ".length()))
                .collect(Collectors.joining(" "));
    }

    private static void openAGrantForGermany(String account) {
        String until =
                Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS).toString();
        run("grant", "open", account, "--country", "DE", "--until", until, "--by", "desk");
    }

    private static void aGrantOpensAndAHoldBinds(String account, Submission submission) {
        assertThat(submission.from(HOME).code()).isEqualTo(250);
        assertThat(refusal(submission.from(GERMANY)))
                .contains("Germany", "https://my.isp.example/travel")
                .containsPattern("Reference [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");

        openAGrantForGermany(account);
        assertThat(submission.from(GERMANY).code()).isEqualTo(250);

        run("hold", "set", account, "--reason", "test");
        for (String address : List.of(HOME, GERMANY)) {
            assertThat(refusal(submission.from(address))).contains("03-0000-0000");
        }
        run("hold", "release", account, "--reason", "false alarm");
        assertThat(submission.from(GERMANY).code()).isEqualTo(250);
    }

    @Test
    void throughExim() throws IOException {
        assumeTrue(EximRig.missing().isEmpty(), EximRig.missing());
        try (EximRig exim = EximRig.start(folder, sekimori.policyPort())) {
            String account = "ellen@isp.example";
            aGrantOpensAndAHoldBinds(account, address -> send(exim.behindProxy(address), account));
        }
    }

    @Test
    void throughHaraka() throws IOException {
        assumeTrue(HarakaRig.missing().isEmpty(), HarakaRig.missing());
        try (HarakaRig haraka = HarakaRig.start(folder, sekimori.http(), sekimori.apiKey(), "defer", true)) {
            String account = "alice@isp.example";
            aGrantOpensAndAHoldBinds(account, address -> send(haraka.behindProxy(address), account));
        }
    }

    @Test
    void throughTheMilterOfPostfix() throws IOException {
        assumeTrue(PostfixRig.available().complete(), PostfixRig.available().reason());
        int port = FreePorts.free(1).get(0);
        try (PostfixRig postfix = PostfixRig.start(
                Files.createDirectory(folder.resolve("postfix")),
                FreePorts.free(1).get(0))) {
            postfix.listen(
                    port,
                    "smtpd_milters=inet:127.0.0.1:" + milterPort,
                    "milter_default_action=tempfail",
                    "smtpd_recipient_restrictions=permit_sasl_authenticated,reject",
                    "smtpd_end_of_data_restrictions=");
            String account = "carol@isp.example";
            aGrantOpensAndAHoldBinds(account, address -> {
                SmtpClient client = postfix.smtp(port);
                client.from(address);
                return send(client, account);
            });
        }
    }

    /** Dovecot refuses the log-in, and keeps the reason for its log. What the desk did holds there as soon as it is read back from the log. */
    @Test
    void throughTheAuthPolicyOfDovecot() throws IOException {
        assumeTrue(DovecotRig.missing().isEmpty(), DovecotRig.missing());
        String policy = DovecotRig.authPolicy(sekimori.http() + "/?server=imap1&", sekimori.apiKey());
        try (DovecotRig dovecot = DovecotRig.start(folder, policy)) {
            String account = "bob@isp.example";
            Submission logIn = address -> dovecot.submission(address, account, PostfixRig.PASSWORD);
            assertThat(logIn.from(HOME).code()).isEqualTo(235);
            assertThat(logIn.from(GERMANY).code()).as(dovecot.log()).isEqualTo(535);

            openAGrantForGermany(account);
            await().until(() -> logIn.from(GERMANY).code() == 235);

            run("hold", "set", account, "--reason", "test");
            await().until(() -> logIn.from(HOME).code() == 535);
            assertThat(logIn.from(GERMANY).code()).isEqualTo(535);
            assertThat(dovecot.imap(GERMANY, account, PostfixRig.PASSWORD)).startsWith("b OK");

            run("hold", "release", account, "--reason", "false alarm");
            await().until(() -> logIn.from(GERMANY).code() == 235);
        }
    }
}
