package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.ConsumerLag;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.StableDates;
import org.sekimori.endtoend.TestInboxPublisher;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.endtoend.TopicReader;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import tools.jackson.databind.JsonNode;

/** The day's first send that is already at the limit, in its readings, after a past that was imported. */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class FirstSendAtLimitIT {

    private static final String OWNERS = "133.11.93.10";
    private static final String OTHERS = "126.1.2.3";
    private static final String FLAG = "first-send-at-limit";
    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: "%s"
            domains:
              people.example:
                limits: {recipients_per_hour: 100}
              ten.example:
                limits: {messages_per_day: 10}
              fifteen.example:
                limits: {messages_per_day: 15}
            """;

    private static SekimoriProcess sekimori;
    private static PostfixRig postfix;
    private static TopicReader log;

    /** Days have passed and twelve hours of today: every past is published before anything is sent. */
    @BeforeAll
    static void start(@TempDir Path folder) {
        Path rules = TestRulebook.in(folder, POLICY.formatted(StableDates.zone()));
        sekimori = SekimoriProcess.start(folder.resolve("data"), rules);
        postfix = PostfixRig.start(folder.resolve("postfix"), sekimori.policyPort());
        log = new TopicReader(sekimori.kafka());
        List<String> past = new ArrayList<>();
        for (String account :
                List.of("quiet@people.example", "early@people.example", "quick@ten.example", "owner@ten.example")) {
            past.addAll(past(account, 20, 1));
        }
        past.addAll(past("news@fifteen.example", 10, 15));
        new TestInboxPublisher(sekimori.kafka()).publish(past);
        try (ConsumerLag backlog = new ConsumerLag(sekimori.kafka())) {
            backlog.awaitWorkedOff(Duration.ofMinutes(3));
        }
    }

    @AfterAll
    static void stop() {
        postfix.close();
        sekimori.close();
    }

    /** Every day at this hour so many messages, a minute from one to the next, to the same two people. */
    private static List<String> past(String account, int days, int aDay) {
        Instant now = Clock.systemUTC().instant();
        List<String> past = new ArrayList<>();
        for (int day = days; day >= 1; day--) {
            for (int i = 0; i < aDay; i++) {
                past.add(TopicReader.JSON
                        .createObjectNode()
                        .put("id", "past-" + day + "-" + i)
                        .put(
                                "time",
                                now.minus(Duration.ofDays(day))
                                        .plus(Duration.ofMinutes(i))
                                        .toString())
                        .put("kind", "attempt")
                        .put("history", true)
                        .put("account", account)
                        .put("client_address", OWNERS)
                        .put("recipient_count", 2)
                        .toString());
            }
        }
        return past;
    }

    private static JsonNode last(String account, int decisions) {
        List<JsonNode> all = log.awaitDecisions(account, decisions);
        assertThat(all).hasSize(decisions);
        return all.get(decisions - 1);
    }

    private static List<String> flags(JsonNode decision) {
        List<String> flags = new ArrayList<>();
        decision.path("flags").forEach(flag -> flags.add(flag.asString()));
        return flags;
    }

    private static String reason(JsonNode decision) {
        for (JsonNode finding : decision.path("findings")) {
            if (finding.path("rule").asString().equals(FLAG)) {
                return finding.path("reason").asString();
            }
        }
        return "";
    }

    @Test
    void theFirstMessageOfTheDayBeyondTheRecipientsLimitIsRefusedAndFlagged() {
        String account = "quiet@people.example";
        try (SmtpSubmitter quiet = new SmtpSubmitter(postfix, account, OWNERS)) {
            assertThat(quiet.send(101).text()).startsWith("550 5.5.3 ").contains("more recipients than " + account);
        }
        JsonNode decision = last(account, 1);
        assertThat(flags(decision)).contains(FLAG);
        assertThat(reason(decision))
                .isEqualTo("the day's first message goes beyond the send limit, after 24 hours without mail");
    }

    @Test
    void theSecondMessageOfTheDayBeyondItIsFlaggedAsReachedAtOnce() {
        String account = "early@people.example";
        try (SmtpSubmitter early = new SmtpSubmitter(postfix, account, OWNERS)) {
            early.sendAccepted(1);
            assertThat(early.send(100).text()).startsWith("450 4.7.1 ");
        }
        assertThat(reason(last(account, 2))).contains("minutes after the day's first message");
    }

    @Test
    void aQuietAccountThatReachesTheMessageLimitInTheDaysFirstMinutesIsFlagged() {
        String account = "quick@ten.example";
        try (SmtpSubmitter quick = new SmtpSubmitter(postfix, account, OWNERS)) {
            quick.sendAccepted(10);
            assertThat(quick.send().text()).startsWith("450 4.7.1 ");
        }
        JsonNode tenth = log.awaitDecisions(account, 10).get(9);
        assertThat(flags(tenth)).doesNotContain(FLAG);
        assertThat(flags(last(account, 11))).contains(FLAG);
    }

    @Test
    void theOwnersFirstMessageTodayAtALimitThatOthersUsedUpIsDeferredAndFlagged() {
        String account = "owner@ten.example";
        try (SmtpSubmitter others = new SmtpSubmitter(postfix, account, OTHERS);
                SmtpSubmitter owner = new SmtpSubmitter(postfix, account, OWNERS)) {
            others.sendAccepted(10);
            assertThat(owner.send().text()).startsWith("450 4.7.1 ");
        }
        JsonNode decision = last(account, 11);
        assertThat(flags(decision)).contains(FLAG);
        assertThat(decision.path("findings").toString())
                .contains("the owner's first message today meets a limit that others used up: 10 messages")
                .contains("\"sent_unfamiliar_today\":10");
    }

    @Test
    void aNewsletterThatReachesItsLimitAtItsUsualHourIsOnlyDeferred() {
        String account = "news@fifteen.example";
        try (SmtpSubmitter news = new SmtpSubmitter(postfix, account, OWNERS)) {
            news.sendAccepted(15);
            assertThat(news.send().text()).startsWith("450 4.7.1 ");
        }
        JsonNode decision = last(account, 16);
        assertThat(decision.path("findings").path(0).path("rule").asString()).isEqualTo("send-limit");
        assertThat(flags(decision)).isEmpty();
    }
}
