package org.sekimori.lab.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every measure on a few messages whose answer is counted by hand. June 1st of 2026 is a Monday. */
class SenderTest {

    @Test
    void messagesAndRecipientsAreCountedByLocalDay() {
        // 23:30 and 00:30 in Tokyo are one day in UTC and two days here.
        assertThat(twoDays().counts(Measure.DAY_MESSAGES)).isEqualTo(Map.of(2L, 1L, 1L, 1L));
        assertThat(twoDays().counts(Measure.DAY_RECIPIENTS)).isEqualTo(Map.of(4L, 1L, 7L, 1L));
        assertThat(twoDays().counts(Measure.MESSAGE_RECIPIENTS)).isEqualTo(Map.of(1L, 1L, 3L, 1L, 7L, 1L));
        assertThat(twoDays().counts(Measure.HOUR)).isEqualTo(Map.of(22L, 1L, 23L, 1L, 0L, 1L));
        assertThat(twoDays().counts(Measure.WEEKDAY)).isEqualTo(Map.of(1L, 2L, 2L, 1L));
        assertThat(twoDays().counts(Measure.ACCOUNT_MESSAGES)).isEqualTo(Map.of(3L, 1L));
    }

    private static Acts twoDays() {
        return new Acts()
                .sent("2026-06-01T22:30", 1)
                .sent("2026-06-01T23:30", 3)
                .sent("2026-06-02T00:30", 7);
    }

    @Test
    void theBusiestHourIsOneOfTheClock() {
        Acts acts = new Acts()
                .sent("2026-06-01T09:10", 1)
                .sent("2026-06-01T09:58", 1)
                .sent("2026-06-01T09:59", 1)
                .sent("2026-06-01T10:00", 1)
                .sent("2026-06-01T10:01", 1);
        assertThat(acts.counts(Measure.BUSIEST_HOUR)).isEqualTo(Map.of(3L, 1L));
    }

    @Test
    void theFirstTenMinutesBeginWithTheFirstMessageAndEndBeforeTheTenth() {
        assertThat(burst().counts(Measure.FIRST_MESSAGES)).isEqualTo(Map.of(2L, 1L));
        assertThat(burst().counts(Measure.FIRST_RECIPIENTS)).isEqualTo(Map.of(105L, 1L));
    }

    private static Acts burst() {
        return new Acts()
                .sent("2026-06-01T09:00:00", 5)
                .sent("2026-06-01T09:09:59", 100)
                .sent("2026-06-01T09:10:00", 50);
    }

    @Test
    void gapsLieBetweenActiveDays() {
        Acts acts = new Acts()
                .sent("2026-06-01T09:00", 1)
                .sent("2026-06-02T09:00", 1)
                .add(new Act.Failed(Acts.at("2026-06-10T09:00")))
                .sent("2026-07-03T09:00", 1);
        assertThat(acts.counts(Measure.GAP)).isEqualTo(Map.of(1L, 1L, 31L, 1L));
    }

    @Test
    void habitsAreTakenOfTenActiveDays() {
        // 1 message on each of nine days and 3 on the tenth, of 19 days: mean 1.2, variance 0.4.
        assertThat(tenDays().counts(Measure.ACTIVE_SHARE)).isEqualTo(Map.of(Bins.middle(Bins.of(526)), 1L));
        assertThat(tenDays().counts(Measure.ACCOUNT_RATE)).isEqualTo(Map.of(120L, 1L));
        assertThat(tenDays().counts(Measure.DISPERSION)).isEqualTo(Map.of(33L, 1L));
        assertThat(tenDays().counts(Measure.PEAK)).isEqualTo(Map.of(250L, 1L));
    }

    private static Acts tenDays() {
        Acts acts = new Acts();
        for (int day = 1; day <= 19; day += 2) {
            acts.sent("2026-06-%02dT09:00".formatted(day), 1);
        }
        return acts.sent("2026-06-19T10:00", 1).sent("2026-06-19T11:00", 1);
    }

    @Test
    void nineActiveDaysAreNoHabit() {
        Acts acts = new Acts();
        for (int day = 1; day <= 9; day++) {
            acts.sent("2026-06-0%dT09:00".formatted(day), 1);
        }
        assertThat(acts.counts(Measure.DISPERSION)).isEmpty();
    }

    @Test
    void recipientsAreNewOnlyOnceTenAreKnown() {
        Acts acts = new Acts()
                .named("2026-06-01T09:00", 1, 2, 3, 4, 5, 6, 7, 8, 9)
                .named("2026-06-01T10:00", 9)
                .named("2026-06-01T11:00", 10)
                .named("2026-06-01T12:00", 10, 3, 11)
                .named("2026-06-01T13:00", 11);
        assertThat(acts.counts(Measure.NEW_RECIPIENT)).isEqualTo(Map.of(0L, 3L, 1L, 1L));
    }

    @Test
    void anAccountThatKnowsTooManyIsAskedNoFurther() {
        Acts acts = new Acts();
        for (int i = 1; i <= 1100; i++) {
            acts.named("2026-06-01T09:00", i);
        }
        assertThat(acts.counts(Measure.NEW_RECIPIENT)).isEqualTo(Map.of(1L, 1014L));
    }

    @Test
    void networksOfADayAreCountedOnce() {
        Acts acts = new Acts()
                .from("2026-06-01T09:00", 7, Act.Whereabouts.HOME)
                .from("2026-06-01T10:00", 8, Act.Whereabouts.ABROAD)
                .from("2026-06-01T11:00", 7, Act.Whereabouts.HOME)
                .from("2026-06-02T09:00", 7, Act.Whereabouts.UNKNOWN)
                .sent("2026-06-03T09:00", 1);
        assertThat(acts.counts(Measure.DAY_NETWORKS)).isEqualTo(Map.of(2L, 1L, 1L, 1L));
    }

    @Test
    void abroadIsAShareOfThoseWhoseCountryIsKnown() {
        Acts acts = new Acts()
                .from("2026-06-01T09:00", 7, Act.Whereabouts.HOME)
                .from("2026-06-01T10:00", 8, Act.Whereabouts.ABROAD)
                .from("2026-06-01T11:00", 9, Act.Whereabouts.UNKNOWN);
        assertThat(acts.counts(Measure.ABROAD)).isEqualTo(Map.of(0L, 1L, 1L, 1L));
    }

    @Test
    void aNetworkIsNewIfItWasNotUsedForThirtyDays() {
        Acts acts = new Acts()
                .from("2026-06-01T09:00", 7, Act.Whereabouts.HOME)
                .from("2026-06-05T09:00", 8, Act.Whereabouts.HOME) // within the first fortnight: not counted
                .from("2026-06-15T09:00", 9, Act.Whereabouts.HOME) // new
                .from("2026-06-15T10:00", 9, Act.Whereabouts.HOME) // known
                .from("2026-07-01T09:00", 7, Act.Whereabouts.HOME) // 30 days later: known
                .from("2026-08-01T09:00", 7, Act.Whereabouts.HOME); // 31 days later: new again
        assertThat(acts.counts(Measure.NEW_NETWORK)).isEqualTo(Map.of(0L, 2L, 1L, 2L));
    }

    @Test
    void failedLoginsAreCountedOnDaysOfAnyKind() {
        Acts acts = new Acts()
                .sent("2026-06-01T09:00", 1)
                .add(new Act.Failed(Acts.at("2026-06-02T09:00")))
                .add(new Act.Failed(Acts.at("2026-06-02T10:00")));
        assertThat(acts.counts(Measure.DAY_FAILURES)).isEqualTo(Map.of(0L, 1L, 2L, 1L));
    }

    @Test
    void bouncesAreAShareOfAllRecipients() {
        Acts acts =
                new Acts().sent("2026-06-01T09:00", 9).add(new Act.Bounced(2)).sent("2026-06-01T09:30", 1);
        assertThat(acts.counts(Measure.BOUNCED)).isEqualTo(Map.of(0L, 8L, 1L, 2L));
    }

    @Test
    void moreBouncesThanRecipientsAreAllOfThem() {
        Acts acts = new Acts().sent("2026-06-01T09:00", 1).add(new Act.Bounced(5));
        assertThat(acts.counts(Measure.BOUNCED)).isEqualTo(Map.of(1L, 1L));
    }

    @Test
    void unknownSizesDoNotCount() {
        Acts acts = new Acts()
                .sent("2026-06-01T09:00", 1)
                .add(new Act.Sent(
                        Acts.at("2026-06-01T10:00"), 1, Act.UNNAMED, 200, Act.NOWHERE, Act.Whereabouts.UNKNOWN));
        assertThat(acts.counts(Measure.SIZE)).isEqualTo(Map.of(200L, 1L));
    }

    @Test
    void whatComesAfterALaterDayIsNotCounted() {
        Acts acts = new Acts().sent("2026-06-02T09:00", 1);
        boolean taken = acts.sender().add(new Act.Failed(Acts.at("2026-06-01T09:00")));
        assertThat(taken).isFalse();
        assertThat(acts.counts(Measure.DAY_FAILURES)).isEqualTo(Map.of(0L, 1L));
    }
}
