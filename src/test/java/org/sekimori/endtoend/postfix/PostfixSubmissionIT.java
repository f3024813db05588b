package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.endtoend.TopicReader;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixListener;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpReply;
import org.sekimori.rig.SwaksCommand;
import org.sekimori.rig.SwaksResult;

/** What a customer of a provider with Postfix and Sekimori sees. */
@NeedsPostfix
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class PostfixSubmissionIT {

    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";

    private static SekimoriProcess sekimori;
    private static PostfixRig postfix;

    @BeforeAll
    static void start(@TempDir Path folder) {
        sekimori = SekimoriProcess.start(folder.resolve("data"), TestRulebook.in(folder));
        postfix = PostfixRig.start(folder.resolve("postfix"), sekimori.policyPort());
    }

    @AfterAll
    static void stop() {
        postfix.close();
        sekimori.close();
    }

    private static SwaksCommand mail(String user, String from) {
        return postfix.swaks().from(from).user(user).sender(user).to("friend@example.net");
    }

    @Test
    void homePasses() {
        assertThat(mail("alice@isp.example", HOME).send().accepted()).isTrue();
    }

    @Test
    void overseasIsRefusedWithReferenceAndBothWaysOut() {
        SwaksResult result = mail("alice@isp.example", GERMANY).send();
        assertThat(result.accepted()).isFalse();
        assertThat(result.finalReply())
                .startsWith("550 5.7.1 ")
                .contains("Germany", "https://webmail.isp.example", "https://my.isp.example/travel")
                .containsPattern("Reference [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");
    }

    @Test
    void overSmtpTheRefusalIsPlainAsciiAndElsewhereInTheLanguageOfTheDomain() {
        String reply = mail("taro@jp.example", GERMANY).send().finalReply();
        assertThat(reply)
                .startsWith("550 5.7.1 ")
                .contains(
                        "come from Germany, and sending from there is not enabled for taro@jp.example",
                        "https://my.isp.example/travel")
                .matches("[ -~]+");

        String body = "{\"account\":\"taro@jp.example\",\"client_address\":\"" + GERMANY + "\",\"recipient_count\":1}";
        assertThat(TestHttpClient.post(
                                sekimori.http() + "/v1/decisions",
                                sekimori.apiKey(),
                                body.getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("ドイツからの接続と判定したため", "受付番号 ");
    }

    @Test
    void aGrantOpensExtendsEndsAndIsRevoked() {
        SwaksCommand abroad = mail("bob@isp.example", GERMANY);
        assertThat(abroad.send().accepted()).isFalse();
        String soon =
                Instant.now().plusSeconds(12).truncatedTo(ChronoUnit.SECONDS).toString();
        Printed opened =
                sekimori.run("grant", "open", "Bob@ISP.example", "--country", "DE", "--until", soon, "--by", "desk");
        assertThat(opened.exitCode()).as(opened.err()).isZero();
        assertThat(abroad.send().accepted()).isTrue();
        assertThat(mail("bob@isp.example", "92.170.1.1").send().accepted())
                .as("France is not Germany")
                .isFalse();

        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !abroad.send().accepted());
        assertThat(Instant.now()).isAfter(Instant.parse(soon).minusSeconds(1));

        String until =
                Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString();
        assertThat(sekimori.run("grant", "open", "bob@isp.example", "--until", until)
                        .exitCode())
                .isZero();
        Instant before = Instant.now();
        Printed extended = sekimori.run("grant", "extend", "bob@isp.example", "--json");
        assertThat(extended.exitCode()).as(extended.err()).isZero();
        assertThat(latestEnd(extended.out()))
                .isBetween(before.plus(Duration.ofDays(7)), Instant.now().plus(Duration.ofDays(7)));
        assertThat(abroad.send().accepted()).isTrue();
        assertThat(sekimori.run("grant", "revoke", "bob@isp.example").exitCode())
                .isZero();
        assertThat(abroad.send().accepted()).isFalse();
    }

    private static Instant latestEnd(String json) {
        return java.util.regex.Pattern.compile("\"until\":\"([^\"]+)\"")
                .matcher(json)
                .results()
                .map(match -> Instant.parse(match.group(1)))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    @Test
    void aHoldBindsTheNextMailAtHomeToo() {
        assertThat(mail("carol@isp.example", HOME).send().accepted()).isTrue();
        assertThat(sekimori.run("hold", "set", "carol@isp.example", "--reason", "test")
                        .exitCode())
                .isZero();
        assertThat(mail("carol@isp.example", HOME).send().finalReply())
                .startsWith("550 5.7.1 ")
                .contains("03-0000-0000");
        assertThat(sekimori.run("hold", "release", "carol@isp.example", "--reason", "false alarm")
                        .exitCode())
                .isZero();
        assertThat(mail("carol@isp.example", HOME).send().accepted()).isTrue();
    }

    @Test
    void webmailAndRelayNetworksPass() {
        assertThat(mail("alice@isp.example", "91.10.20.200").send().accepted())
                .as("exempt network")
                .isTrue();
        assertThat(mail("alice@isp.example", "209.85.220.41").send().accepted())
                .as("Google's relay by network")
                .isTrue();
        assertThat(mail("alice@isp.example", GERMANY)
                        .clientName("mail-sor-f41.google.com")
                        .send()
                        .accepted())
                .as("Google's relay by confirmed name")
                .isTrue();
        assertThat(mail("alice@isp.example", "10.1.2.3").send().accepted())
                .as("private address")
                .isTrue();
    }

    @Test
    void ipv6AndMappedIpv4AreLocated() {
        assertThat(mail("alice@isp.example", "2400:4050::1").send().accepted()).isTrue();
        assertThat(mail("alice@isp.example", "2003:c0:1::1").send().accepted()).isFalse();
        assertThat(mail("alice@isp.example", "2003:c0:ffff::1").send().accepted())
                .isTrue();
        assertThat(mail("alice@isp.example", "::ffff:133.11.93.10").send().accepted())
                .isTrue();
        assertThat(mail("alice@isp.example", "::ffff:91.10.20.30").send().accepted())
                .isFalse();
        assertThat(mail("alice@isp.example", HOME).overIpv6().send().accepted()).isTrue();
    }

    @Test
    void theNullSenderIsDecidedByItsAccount() {
        assertThat(mail("alice@isp.example", HOME).sender("").send().accepted()).isTrue();
        assertThat(mail("alice@isp.example", GERMANY).sender("").send().accepted())
                .isFalse();
    }

    @Test
    void manyRecipientsAtOnceAreOneMessage() {
        String[] recipients = IntStream.range(0, 150)
                .mapToObj(i -> "r" + i + "@d" + i % 7 + ".example")
                .toArray(String[]::new);
        try (SmtpClient client = postfix.smtp()) {
            client.from(HOME);
            client.auth("hanako@isp.example");
            assertThat(client.send("hanako@isp.example", recipients).accepted()).isTrue();
        }
        String decision = new TopicReader(sekimori.kafka()).awaitDecision("hanako@isp.example");
        assertThat(decision).contains("\"accepted_messages\":1", "\"accepted_recipients\":150");
        String event = new TopicReader(sekimori.kafka()).awaitEvent("hanako@isp.example");
        assertThat(event).contains("@d6.example").doesNotContain("r149@");
    }

    @Test
    void manyClientsAtOnceAreAllAnswered() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(30);
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            boolean home = i % 2 == 0;
            clients.add(() -> {
                try (SmtpClient client = postfix.smtp()) {
                    client.from(home ? HOME : GERMANY);
                    client.auth("alice@isp.example");
                    SmtpReply first = client.send("alice@isp.example", "a@example.net");
                    SmtpReply second = client.send("alice@isp.example", "b@example.net", "c@example.net");
                    return first.accepted() == home && second.accepted() == home;
                }
            });
        }
        for (Future<Boolean> right : pool.invokeAll(clients)) {
            assertThat(right.get()).isTrue();
        }
        pool.shutdown();
    }

    @Test
    void receivingMailIsNeverTouched() {
        assertThat(postfix.swaks()
                        .listener(PostfixListener.MX)
                        .from(GERMANY)
                        .sender("stranger@abroad.example")
                        .to("alice@isp.example")
                        .send()
                        .accepted())
                .isTrue();
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void postfixGoesOnWhileSekimoriIsFrozen() {
        sekimori.signal("STOP");
        try {
            assertThat(mail("alice@isp.example", GERMANY).send().accepted()).isTrue();
        } finally {
            sekimori.signal("CONT");
        }
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !mail("alice@isp.example", GERMANY).send().accepted());
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void postfixGoesOnWhenSekimoriIsStoppedOrAnswersGarbage() throws IOException {
        int port = sekimori.policyPort();
        sekimori.close();
        assertThat(mail("alice@isp.example", GERMANY).send().accepted()).isTrue();
        try (ServerSocket garbage = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
            Thread talker = new Thread(() -> babble(garbage));
            talker.setDaemon(true);
            talker.start();
            assertThat(mail("alice@isp.example", GERMANY).send().accepted()).isTrue();
        }
    }

    private static void babble(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream().write("\u0000garbage without a name\n\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The test has closed the port, or Postfix has hung up on the garbage: both are what it is about.
                continue;
            }
        }
    }

    @Test
    void aTestSubmissionShowsItsDecision() {
        String port = Integer.toString(postfix.port(PostfixListener.SUBMISSION));
        Map<String, String> password = Map.of("SEKIMORI_SMTP_PASSWORD", PostfixRig.PASSWORD);
        Printed tried = sekimori.run(
                password,
                "connect",
                "try",
                "--smtp",
                "localhost:" + port,
                "--user",
                "carol@isp.example",
                "--protection",
                "none");

        assertThat(tried.out())
                .as(tried.err())
                .containsPattern("Accepted: {2}250 2.0.0 Ok: queued as \\S+\\nDecided: .* accept +carol@isp.example");
        assertThat(tried.exitCode()).isZero();
        assertThat(sekimori.run(
                                Map.of("SEKIMORI_SMTP_PASSWORD", "wrong"),
                                "connect",
                                "try",
                                "--smtp",
                                "localhost:" + port,
                                "--user",
                                "carol@isp.example",
                                "--protection",
                                "none")
                        .err())
                .contains("the server refused the log-in of carol@isp.example");
    }

    @Test
    void theConfigurationOfTheRigIsConnected() {
        Printed checked = SekimoriProcess.runAlone(List.of(
                "connect",
                "check",
                "postfix",
                "--config",
                postfix.configuration().toString(),
                "--policy",
                "127.0.0.1:" + sekimori.policyPort()));

        String service = "127.0.0.1:" + postfix.port(PostfixListener.SUBMISSION);
        assertThat(checked.out())
                .as(checked.err())
                .contains(
                        "ok       " + service + ": messages are decided at their end",
                        "ok       " + service + ": recipients are named at RCPT (smtpd_recipient_restrictions)",
                        "note     " + service + ": while Sekimori is away, mail passes",
                        "ok       queue ids are never used again",
                        "Connected.");
        assertThat(checked.exitCode()).isZero();
    }
}
