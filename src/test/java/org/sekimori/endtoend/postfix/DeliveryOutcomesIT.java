package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.StableDates;
import org.sekimori.endtoend.TestInboxPublisher;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.endtoend.TopicReader;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.ScriptedMilter;
import org.sekimori.rig.ScriptedPolicyServer;
import org.sekimori.rig.SmtpReply;
import org.sekimori.rig.SmtpSink;

/** What of a real Postfix's log gives a limit back and what does not, published line by line as a shipper does. */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class DeliveryOutcomesIT {

    private static final String HOME = "133.11.93.10";
    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: "%s"
              limits: {messages_per_hour: 5}
            """;

    private static SekimoriProcess sekimori;
    private static PostfixRig postfix;
    private static ScriptedPolicyServer laterPolicy;
    private static ScriptedMilter milter;
    private static SmtpSink remote;
    private static TopicReader log;
    private static int shipped;
    private static final PostfixLogShipper SHIPPER = new PostfixLogShipper();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Path rules = TestRulebook.in(folder, POLICY.formatted(StableDates.zone()));
        sekimori = SekimoriProcess.start(folder.resolve("data"), rules);
        postfix = PostfixRig.start(folder.resolve("postfix"), sekimori.policyPort());
        log = new TopicReader(sekimori.kafka());
        laterPolicy = new ScriptedPolicyServer(0);
        milter = new ScriptedMilter();
        remote = SmtpSink.deferring(folder.resolve("remote"));
        postfix.deliverTo("slow.example", remote.port());
        postfix.addPolicyServerAfter(laterPolicy.port());
        postfix.useMilter(milter.port());
    }

    @AfterAll
    static void stop() throws Exception {
        postfix.close();
        sekimori.close();
        laterPolicy.close();
        milter.close();
        remote.close();
    }

    @BeforeEach
    void nothingIsShippedOfThisAccount() {
        shipped = 0;
    }

    private static SmtpReply send(SmtpSubmitter submitter) {
        return submitter.sendTo("friend@slow.example");
    }

    /** Publishes what Postfix logged until now, so many outcomes of a kind about an account in all, and waits for the log. */
    private static void ship(String account, String kind, int least) {
        List<String> outcomes = new ArrayList<>();
        int before = shipped;
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            outcomes.addAll(SHIPPER.ship(postfix.mailLog()));
            return outcomes.stream()
                            .filter(one -> one.contains("\"" + account + "\"") && one.contains("\"" + kind + "\""))
                            .count()
                    >= least - before;
        });
        shipped = least;
        new TestInboxPublisher(sekimori.kafka()).publish(outcomes);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> log.all("sekimori.events").stream()
                                .filter(one -> one.contains("\"account\":\"" + account + "\"")
                                        && one.contains("\"kind\":\"" + kind + "\""))
                                .count()
                        >= least);
    }

    @Test
    void mailThatARemoteServerDefersLiftsNoLimit() {
        String account = "thief@isp.example";
        try (SmtpSubmitter thief = new SmtpSubmitter(postfix, account, HOME)) {
            int taken = 0;
            for (int message = 1; message <= 8; message++) {
                boolean accepted = send(thief).accepted();
                taken += accepted ? 1 : 0;
                if (accepted) {
                    ship(account, "deferred", taken);
                }
            }
            assertThat(taken).isEqualTo(5);
            assertThat(send(thief).text()).startsWith("450 4.7.1 ");
        }
        assertThat(log.awaitRecord("sekimori.events", one -> one.contains("\"deferred\"")))
                .contains("\"status_code\":\"4.");
    }

    @Test
    void mailThatALaterPolicyCheckRefusesIsGivenBackByItsProof() {
        String account = "erin@isp.example";
        try (SmtpSubmitter erin = new SmtpSubmitter(postfix, account, HOME)) {
            laterPolicy.answer(request ->
                    account.equals(request.get("sasl_username")) ? "550 5.7.1 Not with this attachment" : "DUNNO");
            for (int message = 1; message <= 5; message++) {
                assertThat(send(erin).text()).startsWith("550 5.7.1 ");
            }
            assertThat(send(erin).text()).as("used up until it is told").startsWith("450 4.7.1 ");

            ship(account, "rejected", 5);
            laterPolicy.answer(request -> "DUNNO");
            for (int message = 1; message <= 5; message++) {
                assertThat(send(erin).accepted()).isTrue();
            }
            assertThat(send(erin).text()).startsWith("450 4.7.1 ");
        }
    }

    @Test
    void mailThatAMilterRefusesIsGivenBackByItsProof() {
        String account = "frank@isp.example";
        try (SmtpSubmitter frank = new SmtpSubmitter(postfix, account, HOME)) {
            milter.reply(ScriptedMilter.Reply.REJECT);
            for (int message = 1; message <= 3; message++) {
                assertThat(send(frank).text()).startsWith("550 5.7.1 ");
            }
            milter.reply(ScriptedMilter.Reply.TEMPFAIL);
            for (int message = 4; message <= 5; message++) {
                assertThat(send(frank).text()).startsWith("451 4.7.1 ");
            }
            milter.reply(ScriptedMilter.Reply.CONTINUE);
            assertThat(send(frank).text()).as("used up until it is told").startsWith("450 4.7.1 ");

            ship(account, "rejected", 5);
            for (int message = 1; message <= 5; message++) {
                assertThat(send(frank).accepted()).isTrue();
            }
            assertThat(send(frank).text()).startsWith("450 4.7.1 ");
        }
    }
}
