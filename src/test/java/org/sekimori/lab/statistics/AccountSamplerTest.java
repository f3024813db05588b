package org.sekimori.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every measure on a few messages whose answer is counted by hand. June 1st of 2026 is a Monday. */
class AccountSamplerTest {

    @Test
    void messagesAndRecipientsAreCountedByLocalDay() {
        // 23:30 and 00:30 in Tokyo are one day in UTC and two days here.
        assertThat(twoDays().counts(TrafficMeasure.DAY_MESSAGES)).isEqualTo(Map.of(2L, 1L, 1L, 1L));
        assertThat(twoDays().counts(TrafficMeasure.DAY_RECIPIENTS)).isEqualTo(Map.of(4L, 1L, 7L, 1L));
        assertThat(twoDays().counts(TrafficMeasure.MESSAGE_RECIPIENTS)).isEqualTo(Map.of(1L, 1L, 3L, 1L, 7L, 1L));
        assertThat(twoDays().counts(TrafficMeasure.HOUR)).isEqualTo(Map.of(22L, 1L, 23L, 1L, 0L, 1L));
        assertThat(twoDays().counts(TrafficMeasure.WEEKDAY)).isEqualTo(Map.of(1L, 2L, 2L, 1L));
        assertThat(twoDays().counts(TrafficMeasure.ACCOUNT_MESSAGES)).isEqualTo(Map.of(3L, 1L));
    }

    private static ActivityFixture twoDays() {
        return new ActivityFixture()
                .sent("2026-06-01T22:30", 1)
                .sent("2026-06-01T23:30", 3)
                .sent("2026-06-02T00:30", 7);
    }

    @Test
    void theBusiestHourIsOneOfTheClock() {
        ActivityFixture acts = new ActivityFixture()
                .sent("2026-06-01T09:10", 1)
                .sent("2026-06-01T09:58", 1)
                .sent("2026-06-01T09:59", 1)
                .sent("2026-06-01T10:00", 1)
                .sent("2026-06-01T10:01", 1);
        assertThat(acts.counts(TrafficMeasure.BUSIEST_HOUR)).isEqualTo(Map.of(3L, 1L));
    }

    @Test
    void theFirstTenMinutesBeginWithTheFirstMessageAndEndBeforeTheTenth() {
        assertThat(burst().counts(TrafficMeasure.FIRST_MESSAGES)).isEqualTo(Map.of(2L, 1L));
        assertThat(burst().counts(TrafficMeasure.FIRST_RECIPIENTS)).isEqualTo(Map.of(105L, 1L));
    }

    private static ActivityFixture burst() {
        return new ActivityFixture()
                .sent("2026-06-01T09:00:00", 5)
                .sent("2026-06-01T09:09:59", 100)
                .sent("2026-06-01T09:10:00", 50);
    }

    @Test
    void gapsLieBetweenActiveDays() {
        ActivityFixture acts = new ActivityFixture()
                .sent("2026-06-01T09:00", 1)
                .sent("2026-06-02T09:00", 1)
                .add(new AccountActivity.Failed(ActivityFixture.at("2026-06-10T09:00")))
                .sent("2026-07-03T09:00", 1);
        assertThat(acts.counts(TrafficMeasure.GAP)).isEqualTo(Map.of(1L, 1L, 31L, 1L));
    }

    @Test
    void habitsAreTakenOfTenActiveDays() {
        // 1 message on each of nine days and 3 on the tenth, of 19 days: mean 1.2, variance 0.4.
        assertThat(tenDays().counts(TrafficMeasure.ACTIVE_SHARE))
                .isEqualTo(Map.of(LogLinearBins.middle(LogLinearBins.of(526)), 1L));
        assertThat(tenDays().counts(TrafficMeasure.ACCOUNT_RATE)).isEqualTo(Map.of(120L, 1L));
        assertThat(tenDays().counts(TrafficMeasure.DISPERSION)).isEqualTo(Map.of(33L, 1L));
        assertThat(tenDays().counts(TrafficMeasure.PEAK)).isEqualTo(Map.of(250L, 1L));
    }

    private static ActivityFixture tenDays() {
        ActivityFixture acts = new ActivityFixture();
        for (int day = 1; day <= 19; day += 2) {
            acts.sent("2026-06-%02dT09:00".formatted(day), 1);
        }
        return acts.sent("2026-06-19T10:00", 1).sent("2026-06-19T11:00", 1);
    }

    @Test
    void nineActiveDaysAreNoHabit() {
        ActivityFixture acts = new ActivityFixture();
        for (int day = 1; day <= 9; day++) {
            acts.sent("2026-06-0%dT09:00".formatted(day), 1);
        }
        assertThat(acts.counts(TrafficMeasure.DISPERSION)).isEmpty();
    }

    @Test
    void recipientsAreNewOnlyOnceTenAreKnown() {
        ActivityFixture acts = new ActivityFixture()
                .named("2026-06-01T09:00", 1, 2, 3, 4, 5, 6, 7, 8, 9)
                .named("2026-06-01T10:00", 9)
                .named("2026-06-01T11:00", 10)
                .named("2026-06-01T12:00", 10, 3, 11)
                .named("2026-06-01T13:00", 11);
        assertThat(acts.counts(TrafficMeasure.NEW_RECIPIENT)).isEqualTo(Map.of(0L, 3L, 1L, 1L));
    }

    @Test
    void anAccountThatKnowsTooManyIsAskedNoFurther() {
        ActivityFixture acts = new ActivityFixture();
        for (int i = 1; i <= 1100; i++) {
            acts.named("2026-06-01T09:00", i);
        }
        assertThat(acts.counts(TrafficMeasure.NEW_RECIPIENT)).isEqualTo(Map.of(1L, 1014L));
    }

    @Test
    void networksOfADayAreCountedOnce() {
        ActivityFixture acts = new ActivityFixture()
                .from("2026-06-01T09:00", 7, AccountActivity.ClientRegion.HOME)
                .from("2026-06-01T10:00", 8, AccountActivity.ClientRegion.ABROAD)
                .from("2026-06-01T11:00", 7, AccountActivity.ClientRegion.HOME)
                .from("2026-06-02T09:00", 7, AccountActivity.ClientRegion.UNKNOWN)
                .sent("2026-06-03T09:00", 1);
        assertThat(acts.counts(TrafficMeasure.DAY_NETWORKS)).isEqualTo(Map.of(2L, 1L, 1L, 1L));
    }

    @Test
    void abroadIsAShareOfThoseWhoseCountryIsKnown() {
        ActivityFixture acts = new ActivityFixture()
                .from("2026-06-01T09:00", 7, AccountActivity.ClientRegion.HOME)
                .from("2026-06-01T10:00", 8, AccountActivity.ClientRegion.ABROAD)
                .from("2026-06-01T11:00", 9, AccountActivity.ClientRegion.UNKNOWN);
        assertThat(acts.counts(TrafficMeasure.ABROAD)).isEqualTo(Map.of(0L, 1L, 1L, 1L));
    }

    @Test
    void aNetworkIsNewIfItWasNotUsedForThirtyDays() {
        ActivityFixture acts = new ActivityFixture()
                .from("2026-06-01T09:00", 7, AccountActivity.ClientRegion.HOME)
                .from(
                        "2026-06-05T09:00",
                        8,
                        AccountActivity.ClientRegion.HOME) // within the first fortnight: not counted
                .from("2026-06-15T09:00", 9, AccountActivity.ClientRegion.HOME) // new
                .from("2026-06-15T10:00", 9, AccountActivity.ClientRegion.HOME) // known
                .from("2026-07-01T09:00", 7, AccountActivity.ClientRegion.HOME) // 30 days later: known
                .from("2026-08-01T09:00", 7, AccountActivity.ClientRegion.HOME); // 31 days later: new again
        assertThat(acts.counts(TrafficMeasure.NEW_NETWORK)).isEqualTo(Map.of(0L, 2L, 1L, 2L));
    }

    @Test
    void failedLoginsAreCountedOnDaysOfAnyKind() {
        ActivityFixture acts = new ActivityFixture()
                .sent("2026-06-01T09:00", 1)
                .add(new AccountActivity.Failed(ActivityFixture.at("2026-06-02T09:00")))
                .add(new AccountActivity.Failed(ActivityFixture.at("2026-06-02T10:00")));
        assertThat(acts.counts(TrafficMeasure.DAY_FAILURES)).isEqualTo(Map.of(0L, 1L, 2L, 1L));
    }

    @Test
    void bouncesAreAShareOfAllRecipients() {
        ActivityFixture acts = new ActivityFixture()
                .sent("2026-06-01T09:00", 9)
                .add(new AccountActivity.Bounced(2))
                .sent("2026-06-01T09:30", 1);
        assertThat(acts.counts(TrafficMeasure.BOUNCED)).isEqualTo(Map.of(0L, 8L, 1L, 2L));
    }

    @Test
    void moreBouncesThanRecipientsAreAllOfThem() {
        ActivityFixture acts = new ActivityFixture().sent("2026-06-01T09:00", 1).add(new AccountActivity.Bounced(5));
        assertThat(acts.counts(TrafficMeasure.BOUNCED)).isEqualTo(Map.of(1L, 1L));
    }

    @Test
    void unknownSizesDoNotCount() {
        ActivityFixture acts = new ActivityFixture()
                .sent("2026-06-01T09:00", 1)
                .add(new AccountActivity.Sent(
                        ActivityFixture.at("2026-06-01T10:00"),
                        1,
                        AccountActivity.UNNAMED,
                        200,
                        AccountActivity.NOWHERE,
                        AccountActivity.ClientRegion.UNKNOWN));
        assertThat(acts.counts(TrafficMeasure.SIZE)).isEqualTo(Map.of(200L, 1L));
    }

    @Test
    void whatComesAfterALaterDayIsNotCounted() {
        ActivityFixture acts = new ActivityFixture().sent("2026-06-02T09:00", 1);
        boolean taken = acts.sender().add(new AccountActivity.Failed(ActivityFixture.at("2026-06-01T09:00")));
        assertThat(taken).isFalse();
        assertThat(acts.counts(TrafficMeasure.DAY_FAILURES)).isEqualTo(Map.of(0L, 1L));
    }
}
