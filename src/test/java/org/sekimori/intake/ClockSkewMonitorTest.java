package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.intake.ClockSkewMonitor.Skew;

/** Whose clock is wrong, and whose events were only long under way. */
class ClockSkewMonitorTest {

    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");

    private final ClockSkewMonitor watch = new ClockSkewMonitor();

    private static Instant at(double minute) {
        return NOON.plusMillis(Math.round(minute * 60_000));
    }

    /** Events every half minute, each under way for up to a quarter of a minute. */
    private void steady(String server, Duration behind, double fromMinute, int events) {
        for (int i = 0; i < events; i++) {
            Instant arrival = at(fromMinute + i * 0.5);
            watch.record(server, arrival.minus(behind).minusSeconds(i % 4 * 5), arrival);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT9H, 9 h 0 min behind, true",
        "PT5H30M20S, 5 h 30 min behind, true",
        "PT4M, 4 min behind, false",
        "PT10H12M, 10 h 12 min behind, false",
        "PT-40S, 40 s ahead, false",
        "PT-9H, 9 h 0 min ahead, true"
    })
    void aClockThatDisagreesIsNamedWithItsLikelyCause(Duration behind, String text, boolean zone) {
        steady("mx1", Duration.ofSeconds(1), 0, 20);
        steady("mx2", behind, 0, 20);

        assertThat(watch.skewed()).extracting(Skew::server).containsExactly("mx2");
        assertThat(watch.skewed().get(0).text()).startsWith(text);
        assertThat(watch.skewed().get(0).text().contains("half hours")).isEqualTo(zone);
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT2S", "PT1M50S", "PT-20S"})
    void aClockThatAgreesIsNot(Duration behind) {
        steady("mx1", behind, 0, 40);

        assertThat(watch.skewed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"120, 1", "120, 20", "600, 60", "30, 15"})
    void aQueueThatIsWorkedOffIsNoWrongClock(int minutesHeld, int minutesToWorkOff) {
        int events = 400;
        for (int i = 0; i < events; i++) {
            double share = (double) i / events;
            Instant arrival = at(minutesHeld + share * minutesToWorkOff);
            watch.record("mx1", at(share * (minutesHeld + minutesToWorkOff)), arrival);
            assertThat(watch.skewed()).isEmpty();
        }
    }

    @Test
    void eventsThatAreShippedInBatchesAreNoWrongClock() {
        for (int batch = 1; batch <= 12; batch++) {
            for (int i = 0; i < 15; i++) {
                watch.record("mx1", at(batch * 15 - 15 + i), at(batch * 15));
            }
            assertThat(watch.skewed()).isEmpty();
        }
    }

    @Test
    void aFewEventsProveNothing() {
        steady("mx1", Duration.ofHours(9), 0, 8);
        watch.record("mx2", NOON.plus(Duration.ofDays(900)), NOON);

        assertThat(watch.skewed()).isEmpty();
    }

    @Test
    void aClockThatWasSetAgreesWithItsNextEvent() {
        steady("mx1", Duration.ofHours(9), 0, 20);
        watch.record("mx1", at(11), at(11));

        assertThat(watch.skewed()).isEmpty();
    }

    @Test
    void aServerThatIsSilentForADayIsNotMentionedAnyMore() {
        steady("mx1", Duration.ofHours(9), 0, 20);
        steady("mx2", Duration.ZERO, 25 * 60, 2);

        assertThat(watch.skewed()).isEmpty();
    }

    @Test
    void namesThatAreInventedDoNotPushOutServers() {
        steady("mx2", Duration.ofHours(9), 0, 20);
        for (int i = 0; i < 10_000; i++) {
            watch.record("invented-" + i, at(11), at(11));
        }

        assertThat(watch.skewed()).extracting(Skew::server).containsExactly("mx2");
    }

    @Test
    void eventsThatArriveOutOfOrderAmongPartitionsAreTaken() {
        for (int i = 0; i < 20; i++) {
            int minute = i % 2 == 0 ? i : i - 2;
            watch.record("mx1", at(minute).minus(Duration.ofHours(9)), at(minute));
        }

        assertThat(watch.skewed()).extracting(Skew::server).containsExactly("mx1");
    }
}
