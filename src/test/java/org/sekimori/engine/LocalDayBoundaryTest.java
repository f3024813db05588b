package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.Decision;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** Where a day ends, in zones where that is not obvious. Begin and end of each day are written in UTC, by hand. */
@SuppressWarnings("NullAway.Init")
class LocalDayBoundaryTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String POLICY = """
            defaults:
              home: [JP]
              limits: {messages_per_day: 3, recipients_per_day: 100}
            domains:
              tokyo.example: {time_zone: Asia/Tokyo}
              new-york.example: {time_zone: America/New_York}
              berlin.example: {time_zone: Europe/Berlin}
              apia.example: {time_zone: Pacific/Apia}
              utc.example: {time_zone: UTC}
              hour.example: {time_zone: America/New_York, limits: {messages_per_hour: 3, messages_per_day: none}}
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

    @ParameterizedTest
    @CsvSource({
        "tokyo, 2026-06-01T15:00:00Z, 2026-06-02T15:00:00Z, an ordinary day",
        "new-york, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z, 23 hours",
        "new-york, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z, 25 hours",
        "berlin, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 23 hours",
        "berlin, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, 25 hours",
        "apia, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z, the last day before the skipped one",
        "apia, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z, the first day after the skipped one",
    })
    void theDaysLimitHoldsFromLocalMidnightToTheNext(String zone, Instant begin, Instant end, String what) {
        try (SingleAccountHarness alice = new SingleAccountHarness(rulebook, "alice@" + zone + ".example")) {
            assertThat(alice.verdict(begin.minus(SECOND))).as("the day before").isEqualTo("accept");
            assertThat(alice.verdict(begin)).isEqualTo("accept");
            assertThat(alice.verdict(begin.plus(Duration.ofHours(2)))).isEqualTo("accept");
            assertThat(alice.verdict(end.minus(Duration.ofHours(1)))).isEqualTo("accept");
            assertThat(alice.verdict(end.minus(SECOND))).as(what).isEqualTo("defer");
            assertThat(alice.verdict(end)).as("the day after").isEqualTo("accept");
            assertThat(alice.verdict(end)).isEqualTo("accept");
            assertThat(alice.verdict(end)).isEqualTo("accept");
            assertThat(alice.verdict(end)).isEqualTo("defer");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tokyo, 2026-06-01T15:00:00Z, 2026-06-02T15:00:00Z",
        "new-york, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z",
        "new-york, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        "berlin, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "berlin, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "apia, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
        "apia, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
    })
    void theFirstSendOfTheDayIsTheFirstSinceLocalMidnight(String zone, Instant begin, Instant end) {
        try (SingleAccountHarness alice = new SingleAccountHarness(rulebook, "alice@" + zone + ".example")) {
            assertThat(alice.verdict(begin)).isEqualTo("accept");
            Decision sameDay =
                    alice.decide(TestEventBuilder.submission(end.minus(SECOND)).recipients(101));
            assertThat(sameDay.verdict().word()).isEqualTo("reject");
            assertThat(sameDay.flags()).doesNotContain("first-send-at-limit");
            Decision nextDay = alice.decide(TestEventBuilder.submission(end).recipients(101));
            assertThat(nextDay.verdict().word()).isEqualTo("reject");
            assertThat(nextDay.flags()).contains("first-send-at-limit");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-08T06:30:00Z, an hour of the clock is skipped",
        "2026-11-01T05:30:00Z, an hour of the clock comes twice",
    })
    void theHoursLimitDoesNotCareForTheClocksOnTheWall(Instant begin, String what) {
        Instant later = begin.plus(Duration.ofHours(1));
        try (SingleAccountHarness alice = new SingleAccountHarness(rulebook, "alice@hour.example")) {
            for (int i = 0; i < 3; i++) {
                assertThat(alice.verdict(begin)).isEqualTo("accept");
            }
            assertThat(alice.verdict(later.minus(SECOND))).as(what).isEqualTo("defer");
            assertThat(alice.verdict(later)).as(what).isEqualTo("accept");
        }
    }

    @Test
    void afterAChangeOfTheZoneEachMessageStaysInTheDayItWasCountedIn() throws Exception {
        String tokyo = POLICY.replace("utc.example: {time_zone: UTC}", "utc.example: {time_zone: Asia/Tokyo}");
        try (Rulebook eastward = Rulebook.compile(TestPolicy.rulebook(tokyo));
                SingleAccountHarness alice = new SingleAccountHarness(rulebook, "alice@utc.example")) {
            Instant evening = Instant.parse("2026-06-01T16:00:00Z");
            for (int i = 0; i < 3; i++) {
                assertThat(alice.verdict(evening)).isEqualTo("accept");
            }
            assertThat(alice.verdict(evening.plus(SECOND))).isEqualTo("defer");

            alice.activate(eastward);
            Instant later = evening.plus(Duration.ofMinutes(10));
            for (int i = 0; i < 3; i++) {
                assertThat(alice.verdict(later))
                        .as("in Tokyo it is the second of June, of which nothing is counted")
                        .isEqualTo("accept");
            }
            assertThat(alice.verdict(later)).isEqualTo("defer");

            alice.activate(rulebook);
            assertThat(alice.verdict(later.plus(Duration.ofMinutes(10))))
                    .as("the first of June again, with the three that were counted in it")
                    .isEqualTo("defer");
            assertThat(alice.verdict(Instant.parse("2026-06-02T00:00:00Z")))
                    .as("the second of June has come here too, with the three counted in Tokyo")
                    .isEqualTo("defer");
            assertThat(alice.verdict(Instant.parse("2026-06-03T00:00:00Z"))).isEqualTo("accept");
        }
    }

    @Test
    void aChangeOfTheZoneDoesNotTouchTheHoursLimit() throws Exception {
        String tokyo =
                POLICY.replace("hour.example: {time_zone: America/New_York", "hour.example: {time_zone: Asia/Tokyo");
        try (Rulebook moved = Rulebook.compile(TestPolicy.rulebook(tokyo));
                SingleAccountHarness alice = new SingleAccountHarness(rulebook, "alice@hour.example")) {
            Instant noon = Instant.parse("2026-06-01T12:00:00Z");
            for (int i = 0; i < 3; i++) {
                assertThat(alice.verdict(noon)).isEqualTo("accept");
            }
            alice.activate(moved);
            assertThat(alice.verdict(noon.plus(Duration.ofMinutes(59)))).isEqualTo("defer");
            assertThat(alice.verdict(noon.plus(Duration.ofMinutes(60)))).isEqualTo("accept");
        }
    }
}
