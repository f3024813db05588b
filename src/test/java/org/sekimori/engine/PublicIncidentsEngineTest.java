package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Origin;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** What went wrong elsewhere with counting; docs/public-cases.md tells the cases. */
@SuppressWarnings("NullAway.Init")
class PublicIncidentsEngineTest {

    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:00Z");
    private static final String POLICY = """
            defaults:
              home: [JP]
            domains:
              ten.example: {limits: {messages_per_hour: 10}}
              hundred.example: {limits: {recipients_per_hour: 100}}
            """;

    private static Rulebook rulebook;

    private SingleAccountHarness alice;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(TestPolicy.rulebook(POLICY));
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    @BeforeEach
    void open() {
        alice = new SingleAccountHarness(rulebook, "alice@isp.example");
    }

    @AfterEach
    void close() {
        alice.close();
    }

    private static Instant minute(int minute) {
        return NIGHT.plus(Duration.ofMinutes(minute));
    }

    private static List<String> reasons(Decision decision) {
        return decision.findings().stream().map(Finding::reason).toList();
    }

    @Test
    void anAccountAtAHundredAddressesInANightIsNotedThenFlaggedAndRefused() {
        for (int i = 1; i <= 110; i++) {
            Decision decision =
                    alice.decide(TestEventBuilder.submission(minute(i)).from("JP", "203." + i + ".113.7"));
            assertThat(decision.flags().contains("many-places"))
                    .as("address " + i)
                    .isEqualTo(i == 40);
            // Once it is refused, what is tried further is the same mail: recorded, and no further flag.
            assertThat(reasons(decision).stream().anyMatch(reason -> reason.contains("flagged already")))
                    .as("address " + i)
                    .isEqualTo(i > 40);
            assertThat(decision.verdict().word()).as("address " + i).isEqualTo(i < 40 ? "accept" : "reject");
        }
    }

    @Test
    void aBotnetInsideTheHomeCountryIsSeenByItsNetworks() {
        for (int i = 1; i <= 12; i++) {
            Decision decision =
                    alice.decide(TestEventBuilder.submission(minute(i)).from("JP", "203.0." + i + ".7"));
            assertThat(reasons(decision).stream().anyMatch(reason -> reason.contains("unfamiliar networks")))
                    .as("network " + i)
                    .isEqualTo(i == 12);
        }
    }

    @Test
    void theServersOfARelayAreNoPlacesAndTheirMailIsCounted() {
        try (SingleAccountHarness customer = new SingleAccountHarness(rulebook, "carol@ten.example")) {
            for (int i = 1; i <= 10; i++) {
                String ip = "209.85." + i + ".41";
                Decision decision = customer.decide(TestEventBuilder.submission(minute(i))
                        .from(ip, new Origin.Relay("google", "209.85." + i + ".0/24")));
                assertThat(decision.findings()).isEmpty();
            }
            Decision next =
                    customer.decide(TestEventBuilder.submission(minute(11)).from("JP", "198.51.100.1"));
            assertThat(reasons(next)).containsExactly("10 messages in the last hour, the limit is 10");
            assertThat(next.refusal()).isNotNull();
            assertThat(next.refusal().figures())
                    .containsEntry("countries_24h", 0L)
                    .containsEntry("networks_24h", 0L);
        }
    }

    @Test
    void elevenRecipientsAreOneMessageForALimitOfTenMessages() {
        try (SingleAccountHarness sender = new SingleAccountHarness(rulebook, "dave@ten.example")) {
            for (int i = 1; i <= 10; i++) {
                assertThat(sender.decide(TestEventBuilder.submission(minute(i)).recipients(11))
                                .verdict()
                                .word())
                        .isEqualTo("accept");
            }
            assertThat(sender.verdict(minute(11))).isEqualTo("defer");
        }
    }

    @Test
    void aMessageRefusedForItsTwoHundredRecipientsUsesNoQuota() {
        try (SingleAccountHarness sender = new SingleAccountHarness(rulebook, "erin@hundred.example")) {
            for (int i = 1; i <= 5; i++) {
                assertThat(sender.decide(TestEventBuilder.submission(minute(i)).recipients(200))
                                .verdict()
                                .word())
                        .isEqualTo("reject");
            }
            assertThat(sender.decide(TestEventBuilder.submission(minute(6)).recipients(100))
                            .verdict()
                            .word())
                    .isEqualTo("accept");
        }
    }

    @Test
    void aMessageCountsOnceHoweverOftenItIsAskedAbout() {
        try (SingleAccountHarness sender = new SingleAccountHarness(rulebook, "frank@hundred.example")) {
            assertThat(sender.decide(TestEventBuilder.submission(minute(1))
                                    .id("m-1")
                                    .recipients(60))
                            .verdict()
                            .word())
                    .as("its own recipients are not among those before it")
                    .isEqualTo("accept");
            for (int i = 0; i < 3; i++) {
                assertThat(sender.step(
                                TestEventBuilder.submission(minute(1)).id("m-1").recipients(60)))
                        .isEmpty();
            }
            Decision exactly =
                    sender.decide(TestEventBuilder.submission(minute(2)).recipients(40));
            assertThat(exactly.verdict().word()).isEqualTo("accept");
            assertThat(exactly.counters().acceptedRecipients()).isEqualTo(100);
        }
    }

    @Test
    void anEmptySenderOfABusyAccountCanBeFlaggedByARule() throws Exception {
        try (Rulebook strict = Rulebook.compile(
                        TestPolicy.rulebook(POLICY).with("origin/overseas-without-grant/rule.drl", """
                                rule "overseas-without-grant"
                                when
                                    s : Submission( sender == "", sent("1h") >= 5 )
                                then
                                    s.flag("the empty sender after " + s.sent("1h") + " messages in an hour");
                                end
                                """));
                SingleAccountHarness bounced = new SingleAccountHarness(strict, "grace@isp.example")) {
            for (int i = 1; i <= 6; i++) {
                Decision decision =
                        bounced.decide(TestEventBuilder.submission(minute(i)).sender(""));
                assertThat(decision.flags().isEmpty()).as("message " + i).isEqualTo(i < 6);
            }
            assertThat(bounced.decide(TestEventBuilder.submission(minute(7))).flags())
                    .isEmpty();
        }
    }

    @Test
    void anOutcomeFindsItsSubmissionByServerQueueIdAndTime() {
        try (SingleAccountHarness sender = new SingleAccountHarness(rulebook, "heidi@ten.example")) {
            sender.decide(TestEventBuilder.submission(minute(0)).queue("mx1", "ABC"));
            sender.decide(TestEventBuilder.submission(minute(20)).queue("mx2", "ABC"));
            sender.decide(TestEventBuilder.submission(minute(40)).queue("mx1", "ABC"));
            for (int i = 41; i <= 47; i++) {
                assertThat(sender.verdict(minute(i))).isEqualTo("accept");
            }
            assertThat(sender.verdict(minute(48))).isEqualTo("defer");

            sender.step(TestEventBuilder.of(EventKind.REJECTED, minute(49))
                    .queue("mx3", "ABC")
                    .beforeQueue());
            assertThat(sender.verdict(minute(49))).as("another server's").isEqualTo("defer");
            sender.step(TestEventBuilder.of(EventKind.REJECTED, minute(49))
                    .queue("mx1", "ABC")
                    .beforeQueue());
            assertThat(sender.verdict(minute(50))).as("given back").isEqualTo("accept");
            sender.step(TestEventBuilder.of(EventKind.REJECTED, minute(51))
                    .queue("mx1", "ABC")
                    .beforeQueue());
            assertThat(sender.verdict(minute(51)))
                    .as("the newest of that name was given back already")
                    .isEqualTo("defer");

            assertThat(sender.verdict(minute(60)))
                    .as("the first one has left the hour")
                    .isEqualTo("accept");
            assertThat(sender.verdict(minute(61))).isEqualTo("defer");
            sender.step(TestEventBuilder.of(EventKind.REJECTED, minute(61))
                    .queue("mx2", "ABC")
                    .beforeQueue());
            assertThat(sender.verdict(minute(62))).as("the other server's").isEqualTo("accept");
        }
    }

    @Test
    void aTravellersOwnNetworkPassesWhereManyPlacesAreRefusedWithReasonAndReference() {
        Origin hotel = new Origin.Country("JP", "192.0.2.0/24", 0, new Origin.Source("test", null));
        for (int day = 10; day >= 1; day--) {
            alice.decide(TestEventBuilder.submission(NIGHT.minus(Duration.ofDays(day)))
                    .from("192.0.2.7", hotel));
        }
        for (int i = 1; i <= 45; i++) {
            alice.step(TestEventBuilder.of(EventKind.AUTH_SUCCEEDED, minute(i)).from("JP", "203.0." + i + ".7"));
        }
        Decision stranger = alice.decide(TestEventBuilder.submission(minute(50)).from("JP", "198.51.100.9"));
        assertThat(stranger.verdict().word()).isEqualTo("reject");
        assertThat(stranger.refusal()).isNotNull();
        assertThat(stranger.refusal().customer()).contains(stranger.reference());
        assertThat(stranger.refusal().analyst()).contains("many-places: far too many places: used from ");

        Decision owner = alice.decide(TestEventBuilder.submission(minute(51)).from("192.0.2.200", hotel));
        assertThat(owner.verdict().word()).isEqualTo("accept");
        assertThat(owner.findings()).extracting(Finding::rule).contains("many-places");
    }

    @Test
    void manyHouseholdsAtOneAddressDoNotAddUp() {
        for (int i = 0; i < 300; i++) {
            try (SingleAccountHarness household = new SingleAccountHarness(rulebook, "user" + i + "@ten.example")) {
                for (int failure = 0; failure < 30; failure++) {
                    household.step(TestEventBuilder.of(EventKind.AUTH_FAILED, minute(0))
                            .from("JP", "100.64.0.9"));
                }
                Decision decision =
                        household.decide(TestEventBuilder.submission(minute(1)).from("JP", "100.64.0.9"));
                assertThat(decision.verdict().word()).isEqualTo("accept");
                assertThat(decision.findings()).isEmpty();
            }
        }
    }

    @Test
    void aBounceForWantOfSmtputf8IsNotCounted() {
        for (String status : List.of("5.6.7", "5.1.1")) {
            try (SingleAccountHarness sender = new SingleAccountHarness(rulebook, "ivan@isp.example")) {
                for (int i = 1; i <= 12; i++) {
                    sender.decide(TestEventBuilder.submission(minute(i)).queue("mx1", "M-" + i));
                    sender.step(TestEventBuilder.of(EventKind.BOUNCED, minute(i))
                            .queue("mx1", "M-" + i)
                            .status(status));
                }
                Decision decision = sender.decide(TestEventBuilder.submission(minute(13)));
                assertThat(decision.flags().contains("backscatter")).as(status).isEqualTo(status.equals("5.1.1"));
            }
        }
    }
}
