package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.StableDates;
import org.sekimori.endtoend.TestInboxPublisher;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.endtoend.TopicReader;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpReply;
import tools.jackson.databind.JsonNode;

/** The limits of policy.yml as a mail client meets them: where they begin, what counts and what does not. */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class SendLimitIT {

    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";
    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: "%s"
              contact: 03-0000-0000
            domains:
              hour.example:
                limits: {messages_per_hour: 5}
              day.example:
                limits: {messages_per_day: 4}
              people.example:
                limits: {messages_per_hour: 3, recipients_per_day: 100}
              travel.example:
                limits: {messages_per_day: 5, overseas: {messages_per_day: 3, recipients_per_hour: 40}}
              crowd.example:
                limits: {messages_per_hour: 15}
            """;

    private static SekimoriProcess sekimori;
    private static PostfixRig postfix;
    private static TopicReader log;

    @BeforeAll
    static void start(@TempDir Path folder) {
        Path rules = TestRulebook.in(folder, POLICY.formatted(StableDates.zone()));
        sekimori = SekimoriProcess.start(folder.resolve("data"), rules);
        postfix = PostfixRig.start(folder.resolve("postfix"), sekimori.policyPort());
        log = new TopicReader(sekimori.kafka());
    }

    @AfterAll
    static void stop() {
        postfix.close();
        sekimori.close();
    }

    private static SmtpSubmitter submitter(String account, String address) {
        return new SmtpSubmitter(postfix, account, address);
    }

    private static void assertDeferred(SmtpReply reply, String account) {
        assertThat(reply.text())
                .startsWith("450 4.7.1 ")
                .contains(
                        "goes beyond the sending limit of " + account + " (",
                        "Please send it again after ",
                        "03-0000-0000")
                .containsPattern("Reference [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");
    }

    @Test
    void theSixthMessageOfAnHourIsDeferredWithTextAndReferenceAndNobodyElseIs() {
        try (SmtpSubmitter alice = submitter("alice@hour.example", HOME);
                SmtpSubmitter bob = submitter("bob@hour.example", HOME)) {
            alice.sendAccepted(5);
            assertDeferred(alice.send(), "alice@hour.example");
            assertDeferred(alice.send(), "alice@hour.example");
            bob.sendAccepted(5);
            assertDeferred(bob.send(), "bob@hour.example");
        }
        List<JsonNode> decisions = log.awaitDecisions("alice@hour.example", 7);
        assertThat(decisions)
                .extracting(d -> d.path("verdict").asString())
                .containsExactly("accept", "accept", "accept", "accept", "accept", "defer", "defer");
        JsonNode last = decisions.get(6);
        assertThat(last.path("counters").toString())
                .isEqualTo("{\"accepted_messages\":5,\"accepted_recipients\":5,\"refused_messages\":2}");
        assertThat(last.path("findings").path(0).path("rule").asString()).isEqualTo("send-limit");
        assertThat(last.path("findings").path(0).path("evidence").toString()).isEqualTo("{\"sent\":5,\"limit\":5}");
        assertThat(last.path("figures").path("sent_1h").asInt()).isEqualTo(5);
        assertThat(last.path("figures").path("recipients_today").asInt()).isEqualTo(5);
    }

    @Test
    void theFifthMessageOfADayIsDeferred() {
        try (SmtpSubmitter carol = submitter("carol@day.example", HOME)) {
            carol.sendAccepted(4);
            assertDeferred(carol.send(), "carol@day.example");
        }
        JsonNode last = log.awaitDecisions("carol@day.example", 5).get(4);
        assertThat(last.path("findings").path(0).path("reason").asString())
                .isEqualTo("4 messages today, the limit is 4");
    }

    @Test
    void mailThatIsRefusedAsOverseasCountsForNothing() {
        String account = "dave@hour.example";
        try (SmtpSubmitter home = submitter(account, HOME);
                SmtpSubmitter abroad = submitter(account, GERMANY)) {
            home.sendAccepted(3);
            for (int i = 0; i < 4; i++) {
                assertThat(abroad.send().text()).startsWith("550 5.7.1 ");
            }
            home.sendAccepted(2);
            assertDeferred(home.send(), account);
            assertThat(abroad.send().text()).as("the stronger reason is told").startsWith("550 5.7.1 ");
        }
        JsonNode last = log.awaitDecisions(account, 11).get(10);
        assertThat(last.path("counters").toString())
                .isEqualTo("{\"accepted_messages\":5,\"accepted_recipients\":5,\"refused_messages\":6}");
    }

    @Test
    void mailThatPostfixItselfRefusesIsGivenBackByItsOutcome() {
        String account = "erin@hour.example";
        try (SmtpSubmitter erin = submitter(account, HOME)) {
            erin.sendAccepted(4);
            SmtpReply refused = erin.sendInCircles();
            assertThat(refused.text()).startsWith("554 ").contains("hops");
            assertDeferred(erin.send(), account);

            JsonNode circling = log.awaitDecisions(account, 6).get(4);
            assertThat(circling.path("verdict").asString()).isEqualTo("accept");
            publishRejected(account, circling.path("event_id").asString());

            erin.sendAccepted(1);
            assertDeferred(erin.send(), account);
        }
    }

    /** As a follower of the mail log does; an outcome that stands on the log comes before whatever is asked from now on. */
    private static void publishRejected(String account, String attempt) {
        JsonNode event = TopicReader.JSON.readTree(
                log.awaitRecord("sekimori.events", value -> value.contains("\"id\":\"" + attempt + "\"")));
        String outcome = TopicReader.JSON
                .createObjectNode()
                .put("id", "rejected-" + attempt)
                .put("time", Clock.systemUTC().instant().toString())
                .put("kind", "rejected")
                .put("account", account)
                .put("server", event.path("server").asString())
                .put("queue_id", event.path("queue_id").asString())
                .put("status_code", "5.4.0")
                .put("before_queue", true)
                .toString();
        new TestInboxPublisher(sekimori.kafka()).publish(List.of(outcome));
        log.awaitRecord("sekimori.events", value -> value.contains("\"id\":\"rejected-" + attempt + "\""));
    }

    @Test
    void thirtyRecipientsAreOneMessageAndThirtyRecipients() {
        String exactly = "exactly@people.example";
        String beyond = "beyond@people.example";
        try (SmtpSubmitter one = submitter(exactly, HOME);
                SmtpSubmitter other = submitter(beyond, HOME)) {
            assertThat(one.send(30).accepted()).isTrue();
            assertThat(one.send(69).accepted()).isTrue();
            assertDeferred(one.send(2), exactly);
            assertThat(one.send(1).accepted()).as("the hundredth recipient").isTrue();
            assertDeferred(one.send(1), exactly);

            assertThat(other.send(71).accepted()).isTrue();
            assertDeferred(other.send(30), beyond);
            assertThat(other.send(29).accepted()).as("exactly one hundred").isTrue();
        }
        List<JsonNode> decisions = log.awaitDecisions(exactly, 5);
        assertThat(decisions.get(0).path("counters").toString())
                .isEqualTo("{\"accepted_messages\":1,\"accepted_recipients\":30,\"refused_messages\":0}");
        assertThat(decisions.get(2).path("findings").path(0).path("reason").asString())
                .isEqualTo("99 recipients today and 2 more, the limit is 100");
        assertThat(decisions.get(4).path("counters").path("accepted_recipients").asInt())
                .isEqualTo(100);
    }

    @Test
    void aTravellerWithAGrantHasTheLimitsForOverseasBesideTheGeneralOnes() {
        String account = "frank@travel.example";
        assertThat(sekimori.run("grant", "open", account, "--country", "DE").exitCode())
                .isZero();
        try (SmtpSubmitter abroad = submitter(account, GERMANY);
                SmtpSubmitter home = submitter(account, HOME)) {
            assertThat(abroad.send(30).accepted()).isTrue();
            assertDeferred(abroad.send(11), account);
            assertThat(abroad.send(10).accepted())
                    .as("the fortieth recipient from overseas")
                    .isTrue();
            assertDeferred(abroad.send(), account);
            assertThat(home.send(50).accepted()).as("no limit at home").isTrue();
        }
        assertThat(sekimori.run("grant", "open", "grace@travel.example", "--country", "DE")
                        .exitCode())
                .isZero();
        try (SmtpSubmitter abroad = submitter("grace@travel.example", GERMANY);
                SmtpSubmitter home = submitter("grace@travel.example", HOME)) {
            abroad.sendAccepted(3);
            assertDeferred(abroad.send(), "grace@travel.example");
            home.sendAccepted(2);
            assertDeferred(home.send(), "grace@travel.example");
        }
        JsonNode refused = log.awaitDecisions("grace@travel.example", 7).get(3);
        assertThat(refused.path("findings").path(0).path("evidence").toString()).isEqualTo("{\"sent\":3,\"limit\":3}");
        assertThat(refused.has("grant")).isTrue();
    }

    @Test
    void clientsInParallelNeverOvershootTheLimit() throws Exception {
        String account = "team@crowd.example";
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Callable<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(() -> {
                try (SmtpSubmitter one = submitter(account, HOME)) {
                    int accepted = 0;
                    for (int message = 0; message < 5; message++) {
                        accepted += one.send().accepted() ? 1 : 0;
                    }
                    return accepted;
                }
            });
        }
        int accepted = 0;
        for (Future<Integer> client : pool.invokeAll(clients)) {
            accepted += client.get();
        }
        pool.shutdown();
        assertThat(accepted).isEqualTo(15);
        assertThat(log.awaitDecisions(account, 30))
                .filteredOn(d -> d.path("verdict").asString().equals("accept"))
                .hasSize(15);
    }
}
