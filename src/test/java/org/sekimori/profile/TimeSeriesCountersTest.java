package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeSeriesCountersTest {

    private static final TimeSeriesCounters EMPTY = TimeSeriesCounters.empty(5, 2);

    private static int[] row(int first, int second) {
        return new int[] {first, second};
    }

    @Test
    void lateRowCountsInItsOwnStep() {
        TimeSeriesCounters series = EMPTY.plus(10, row(1, 0)).plus(8, row(2, 7));

        assertThat(series.sum(0, 10, 1)).isEqualTo(1);
        assertThat(series.sum(0, 10, 3)).isEqualTo(3);
        assertThat(series.sum(1, 8, 1)).isEqualTo(7);
    }

    @Test
    void rowBeforeTheKeptStepsIsNotCounted() {
        TimeSeriesCounters series = EMPTY.plus(10, row(1, 1));

        assertThat(series.plus(5, row(9, 9))).isSameAs(series);
        assertThat(series.plus(6, row(9, 9)).sum(0, 10, 5)).isEqualTo(10);
    }

    @Test
    void newStepDropsThoseItLeavesBehind() {
        TimeSeriesCounters series =
                EMPTY.plus(10, row(1, 0)).plus(12, row(2, 0)).plus(15, row(3, 0));

        assertThat(series.size()).isEqualTo(2);
        assertThat(series.sum(0, 12, 5)).isEqualTo(2);
    }

    @Test
    void stepThatWasTakenBackStillSaysHowFarTheSeriesReaches() {
        TimeSeriesCounters series =
                EMPTY.plus(10, row(1, 0)).plus(14, row(1, 0)).plus(14, row(-1, 0));

        assertThat(series.sum(0, 14, 5)).isEqualTo(1);
        assertThat(series.plus(9, row(1, 0))).isSameAs(series);
    }

    @Test
    void takingBackStopsAtZero() {
        assertThat(EMPTY.plus(10, row(1, 1)).plus(10, row(-2, 0)).sum(0, 10, 1)).isZero();
    }

    /** Once 2,147 messages to a million recipients each had made it zero. */
    @Test
    void countStopsAtItsMostAndDoesNotOverflow() {
        TimeSeriesCounters series = EMPTY;
        for (int i = 0; i < 3000; i++) {
            series = series.plus(10, row(1_000_000, 0));
        }

        assertThat(series.sum(0, 10, 1)).isEqualTo(TimeSeriesCounters.MOST);
    }

    @Test
    void furtherAmountsThanItsWidthAreNotKept() {
        assertThat(EMPTY.plus(10, new int[] {1, 2, 3})).isEqualTo(EMPTY.plus(10, row(1, 2)));
    }
}
