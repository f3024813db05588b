package org.sekimori.intake.milter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.rig.FreePorts;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpReply;

/** A real Postfix that asks over the milter protocol and nothing else. */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class MilterPostfixIT {

    private static final String GERMANY = "91.10.20.30";
    private static final Duration DEADLINE = Duration.ofMillis(400);

    private static MilterFixture milter;
    private static MilterServer server;
    private static PostfixRig postfix;
    private static int port;

    @BeforeAll
    static void start(@TempDir Path folder) {
        milter = new MilterFixture();
        server = milter.listen(DEADLINE);
        List<Integer> free = FreePorts.free(2);
        port = free.get(0);
        postfix = PostfixRig.start(folder, free.get(1));
        postfix.keepQueue();
        postfix.listen(
                port,
                "smtpd_milters=inet:127.0.0.1:" + server.address().getPort(),
                "milter_default_action=tempfail",
                "smtpd_recipient_restrictions=permit_sasl_authenticated,reject_unauth_destination",
                "smtpd_end_of_data_restrictions=");
    }

    @AfterAll
    static void stop() {
        postfix.close();
        server.close();
    }

    @BeforeEach
    void acceptAll() {
        milter.asked.clear();
        milter.decide = event -> CompletableFuture.completedFuture(MilterFixture.accept());
    }

    private SmtpClient client;

    private SmtpClient login() {
        client = postfix.smtp(port);
        client.from(GERMANY);
        assertThat(client.auth("alice@isp.example").accepted()).isTrue();
        return client;
    }

    @AfterEach
    void hangUp() {
        if (client != null) {
            client.close();
        }
    }

    @Test
    void aSubmissionIsKnownWithAllOfItAndAccepted() {
        SmtpReply reply = login().send(
                        "alice@isp.example",
                        List.of("bob@example.net", "carol@example.org"),
                        "Message-ID: <1.alice@laptop.client.example>\nSubject: a test\n\n"
                                + "A line.\n".repeat(20_000));

        assertThat(reply.code()).isEqualTo(250);
        MailEvent event = milter.last();
        assertThat(event.account()).hasToString("alice@isp.example");
        assertThat(event.clientAddress()).isEqualTo(GERMANY);
        assertThat(event.clientName()).isNull();
        assertThat(event.helo()).isEqualTo("laptop.client.example");
        assertThat(event.server()).isEqualTo("127.0.0.1");
        assertThat(event.recipients()).containsExactlyInAnyOrder("#bob@example.net", "#carol@example.org");
        assertThat(event.recipientCount()).isEqualTo(2);
        assertThat(event.messageId()).isEqualTo("1.alice@laptop.client.example");
        assertThat(event.size()).isBetween(180_000L, 180_200L);
        assertThat(reply.text()).endsWith("queued as " + event.queueId());
    }

    @Test
    void theClientReadsARefusalAsItIsWritten() {
        milter.refuse("Your connection appears to come from Germany, 100 % sure. Reference 7K3F-9Q2M");

        assertThat(login().send("alice@isp.example", "bob@example.net").lines())
                .containsExactly(
                        "550 5.7.1 Your connection appears to come from Germany, 100 % sure. Reference 7K3F-9Q2M");
    }

    @Test
    void aLongRefusalHasSeveralLines() {
        String text = "word ".repeat(180).strip();
        milter.refuse(text);

        SmtpReply reply = login().send("alice@isp.example", "bob@example.net");
        assertThat(reply.lines()).hasSize(2);
        assertThat(reply.lines().get(0)).startsWith("550-5.7.1 word").hasSizeLessThanOrEqualTo(510);
        assertThat(reply.lines().get(1)).startsWith("550 5.7.1 word").endsWith("word");
    }

    @Test
    void aClientThatAskedForSmtputf8ReadsJapanese() {
        String japanese = "お使いの接続はドイツからのようです。受付番号 7K3F-9Q2M";
        milter.decide = event -> CompletableFuture.completedFuture(MilterFixture.reject(japanese, "in English"));
        SmtpClient client = login();

        for (String parameter : List.of(" SMTPUTF8", "")) {
            client.command("MAIL FROM:<alice@isp.example>" + parameter);
            client.command("RCPT TO:<bob@example.net>");
            client.command("DATA");
            String text = parameter.isEmpty() ? "in English" : japanese;
            assertThat(client.content("Subject: test\n\nA test.").lines()).containsExactly("550 5.7.1 " + text);
            client.command("RSET");
        }
    }

    @Test
    void messagesOfOneSessionAreDecidedOneByOneAndGivenUpOnesNotAtAll() {
        milter.decide = event -> CompletableFuture.completedFuture(
                event.recipients().contains("#victim@example.net")
                        ? MilterFixture.reject("no", "no")
                        : MilterFixture.accept());
        SmtpClient client = login();

        assertThat(client.send("alice@isp.example", "bob@example.net").code()).isEqualTo(250);
        assertThat(client.send("alice@isp.example", "victim@example.net").code())
                .isEqualTo(550);
        client.command("MAIL FROM:<alice@isp.example>");
        client.command("RCPT TO:<victim@example.net>");
        client.command("RSET");
        assertThat(client.send("alice@isp.example", "bob@example.net").code()).isEqualTo(250);
        assertThat(milter.asked).hasSize(3);
        assertThat(milter.last().recipientCount()).isEqualTo(1);
        assertThat(milter.asked).extracting(MailEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void aMessageInQuarantineWaitsInTheQueueOfPostfixAndTheClientIsToldNothing() {
        milter.decide = event -> CompletableFuture.completedFuture(
                new SubmissionAnswer(Verdict.QUARANTINE, "", "7K3F-9Q2M", SubmissionAnswer.Source.LOG));
        SmtpClient client = login();

        assertThat(client.send("alice@isp.example", "bob@example.net").code()).isEqualTo(250);
        String queueId = Objects.requireNonNull(milter.last().queueId());
        assertThat(postfix.queue().lines().filter(line -> line.contains(queueId)))
                .singleElement()
                .asString()
                .contains("\"queue_name\": \"hold\"");
        assertThat(postfix.mailLog()).contains(queueId + ": milter-hold: END-OF-MESSAGE from unknown[" + GERMANY + "]");

        acceptAll();
        assertThat(client.send("alice@isp.example", "bob@example.net").code()).isEqualTo(250);
        assertThat(postfix.queue()
                        .lines()
                        .filter(line -> line.contains(
                                Objects.requireNonNull(milter.last().queueId()))))
                .singleElement()
                .asString()
                .doesNotContain("\"hold\"");
    }

    @Test
    void incomingMailIsLetPassAndNobodyIsAsked() {
        client = postfix.smtp(port);

        assertThat(client.send("stranger@example.net", "bob@isp.example").code())
                .isEqualTo(250);
        assertThat(client.send("stranger@example.net", "bob@isp.example").code())
                .isEqualTo(250);
        assertThat(client.auth("alice@isp.example").accepted()).isTrue();
        assertThat(milter.asked).isEmpty();
        assertThat(client.send("alice@isp.example", "bob@example.net").code()).isEqualTo(250);
        assertThat(milter.asked).hasSize(1);
    }

    @Test
    void theFallbackAnswersAtTheDeadlineAndTheSessionGoesOn() {
        milter.decide = event ->
                new CompletableFuture<SubmissionAnswer>().orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        SmtpClient client = login();
        assertThat(client.send("alice@isp.example", "bob@example.net").lines()).containsExactly("451 4.3.0 Try later");

        milter.decide = event -> CompletableFuture.completedFuture(MilterFixture.accept());
        assertThat(client.send("alice@isp.example", "bob@example.net").code()).isEqualTo(250);
    }

    @Test
    void postfixDoesWhatItIsToldWhenSekimoriIsStoppedOrTalksGarbage() throws IOException {
        int unused = FreePorts.free(1).get(0);
        try (ServerSocket garbage = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread talks = new Thread(() -> talk(garbage));
            talks.setDaemon(true);
            talks.start();
            int other = FreePorts.free(1).get(0);
            postfix.listen(other, "smtpd_recipient_restrictions=permit_sasl_authenticated,reject");
            for (int nobody : List.of(unused, garbage.getLocalPort())) {
                for (String action : List.of("accept", "tempfail")) {
                    postfix.set(
                            other,
                            "smtpd_milters=inet:127.0.0.1:" + nobody,
                            "milter_default_action=" + action,
                            "smtpd_end_of_data_restrictions=");
                    int expected = action.equals("accept") ? 250 : 451;
                    await().untilAsserted(() -> assertThat(sendAt(other).code()).isEqualTo(expected));
                }
            }
        }
    }

    private static SmtpReply sendAt(int port) {
        try (SmtpClient client = postfix.smtp(port)) {
            client.auth("alice@isp.example");
            return client.send("alice@isp.example", "bob@example.net");
        }
    }

    private static void talk(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                connection.getInputStream().readNBytes(10);
            } catch (IOException e) {
                // Postfix has hung up, or the test is over.
            }
        }
    }
}
