package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Decision;
import org.sekimori.profile.TimeWindow;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** A clock that is wrong for a moment, ahead or behind, must lift no limit once it is right again, nor while it is wrong. */
@SuppressWarnings("NullAway.Init")
class ClockFaultTest {

    private static final Instant NOW = Instant.parse("2026-11-10T03:00:00Z");
    private static final String POLICY = """
            defaults:
              home: [JP]
              limits: {messages_per_hour: none, messages_per_day: 3, recipients_per_day: 100}
            domains:
              hour.example: {limits: {messages_per_hour: 3, messages_per_day: none}}
            """;

    private static Rulebook rulebook;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(TestPolicy.rulebook(POLICY));
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    private SingleAccountHarness of(String domain) {
        return new SingleAccountHarness(rulebook, "alice@" + domain);
    }

    /** What is decided about a submission that the log got at this moment. */
    private static String verdict(SingleAccountHarness alice, Instant time, Instant arrival) {
        return alice.outputs(new LogEntry.Mail(alice.event(TestEventBuilder.submission(time)), arrival)).stream()
                .filter(StepOutput.DecisionMade.class::isInstance)
                .map(output -> ((StepOutput.DecisionMade) output).decision())
                .map(Decision::verdict)
                .map(verdict -> verdict.word())
                .findFirst()
                .orElse("none");
    }

    private static String verdict(SingleAccountHarness alice, Instant time) {
        return verdict(alice, time, time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2D", "P20D", "P40D", "P366D", "P3660D"})
    void afterAClockWasAheadTheDaysLimitHolds(Duration ahead) {
        try (SingleAccountHarness alice = of("isp.example")) {
            verdict(alice, NOW.plus(ahead));
            for (int i = 0; i < 3; i++) {
                assertThat(verdict(alice, NOW.plusSeconds(i))).isEqualTo("accept");
            }
            assertThat(verdict(alice, NOW.plusSeconds(4))).isEqualTo("defer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2D", "P20D", "P366D", "P3660D"})
    void andTheHoursLimitToo(Duration ahead) {
        try (SingleAccountHarness alice = of("hour.example")) {
            verdict(alice, NOW.plus(ahead));
            for (int i = 0; i < 3; i++) {
                assertThat(verdict(alice, NOW.plusSeconds(i))).isEqualTo("accept");
            }
            assertThat(verdict(alice, NOW.plusSeconds(4))).isEqualTo("defer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2D", "P366D", "P20000D"})
    void whileAClockIsBehindTheLimitHolds(Duration behind) {
        try (SingleAccountHarness alice = of("isp.example")) {
            verdict(alice, NOW);
            Instant wrong = NOW.minus(behind);
            for (int i = 0; i < 3; i++) {
                assertThat(verdict(alice, wrong.plusSeconds(i))).isEqualTo("accept");
            }
            assertThat(verdict(alice, wrong.plusSeconds(4))).isEqualTo("defer");
        }
    }

    @Test
    void whatAWrongTimeZoneDatedAheadCountsWithTheRestOfTheDay() {
        try (SingleAccountHarness alice = of("isp.example")) {
            verdict(alice, NOW.plus(Duration.ofHours(9)));
            assertThat(verdict(alice, NOW)).isEqualTo("accept");
            assertThat(verdict(alice, NOW.plusSeconds(1))).isEqualTo("accept");
            assertThat(verdict(alice, NOW.plus(Duration.ofHours(10)))).isEqualTo("defer");
        }
    }

    @Test
    void anEventThatIsReportedLateWipesNoCounts() {
        try (SingleAccountHarness alice = of("isp.example")) {
            for (int i = 0; i < 3; i++) {
                verdict(alice, NOW.plusSeconds(i));
            }
            verdict(alice, NOW.minus(Duration.ofDays(34)), NOW.plusSeconds(5));

            assertThat(verdict(alice, NOW.plusSeconds(6))).isEqualTo("defer");
        }
    }

    @Test
    void norDoesOneOfWhichTheArrivalIsNotKnown() {
        try (SingleAccountHarness alice = of("isp.example")) {
            for (int i = 0; i < 3; i++) {
                verdict(alice, NOW.plusSeconds(i));
            }
            alice.outputs(new LogEntry.Mail(alice.event(TestEventBuilder.submission(NOW.minus(Duration.ofDays(34))))));

            assertThat(verdict(alice, NOW.plusSeconds(6))).isEqualTo("defer");
        }
    }

    @Test
    void anInstanceWhoseClockIsAheadOfTheBrokersForGoodKeepsItsCounts() {
        try (SingleAccountHarness alice = of("isp.example")) {
            Instant broker = NOW.minus(Duration.ofDays(3));
            for (int i = 0; i < 3; i++) {
                verdict(alice, NOW.plusSeconds(i), broker.plusSeconds(i));
            }
            assertThat(verdict(alice, NOW.plusSeconds(4), broker.plusSeconds(4)))
                    .isEqualTo("defer");
        }
    }

    @Test
    void aNetworkThatWasSeenAheadOfTimeStillBecomesFamiliar() {
        try (SingleAccountHarness alice = of("isp.example");
                SingleAccountHarness control = of("isp.example")) {
            fromHome(alice, NOW.plus(Duration.ofDays(3660)));
            fromHome(control, NOW.minus(Duration.ofDays(1)));
            for (int day = 0; day < 8; day++) {
                fromHome(alice, NOW.plus(Duration.ofDays(day)));
                fromHome(control, NOW.plus(Duration.ofDays(day)));
            }
            Instant last = NOW.plus(Duration.ofDays(7));
            assertThat(unfamiliar(control, last)).isZero();
            assertThat(unfamiliar(alice, last)).isZero();
        }
    }

    private static void fromHome(SingleAccountHarness alice, Instant time) {
        TestEventBuilder submission = TestEventBuilder.submission(time).from("JP", "203.0.113.9");
        alice.outputs(new LogEntry.Mail(alice.event(submission), time));
    }

    private static long unfamiliar(SingleAccountHarness alice, Instant time) {
        return alice.profile().at(time, ZoneOffset.UTC).unfamiliarNetworks(TimeWindow.of("24h"));
    }
}
