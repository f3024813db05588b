package org.sekimori.profile;

import java.time.Instant;
import org.sekimori.profile.Window.Step;

/**
 * What an account sent and what became of it, by minute for an hour, by half hour for a day, by local day for 35 days. A
 * message that comes late counts where it belongs, in each of the three as far as that reaches back from the newest message.
 *
 * @param minutes the last 60 minutes
 * @param halfHours the last 48 half hours of UTC
 * @param days the last 35 days; each message in the day that it was in the time zone in force when it was counted
 */
record SendHistory(Series minutes, Series halfHours, Series days) {

    static final SendHistory EMPTY = new SendHistory(
            Series.empty(Step.MINUTE.most(), Column.SHORT_COUNT),
            Series.empty(Step.HALF_HOUR.most(), Column.SHORT_COUNT),
            Series.empty(Step.DAY.most(), Column.COUNT));

    /**
     * Adds a row, or takes it back where its amounts are negative.
     *
     * @param day local day of {@code second}, counted from 1970
     * @param row see {@link Column}
     */
    SendHistory plus(long second, int day, int[] row) {
        return new SendHistory(
                minutes.plus(step(second, Step.MINUTE), row),
                halfHours.plus(step(second, Step.HALF_HOUR), row),
                days.plus(day, row));
    }

    long sum(int column, Instant now, int today, Window window) {
        return switch (window.step()) {
            case MINUTE -> minutes.sum(column, step(now.getEpochSecond(), Step.MINUTE), window.steps());
            case HALF_HOUR -> halfHours.sum(column, step(now.getEpochSecond(), Step.HALF_HOUR), window.steps());
            case DAY -> days.sum(column, today, window.steps());
        };
    }

    private static int step(long second, Step step) {
        return Math.toIntExact(Math.floorDiv(second, (long) step.seconds()));
    }

    /** See {@link Series#atMost}. */
    int atMost() {
        return minutes.atMost() + halfHours.atMost() + days.atMost();
    }

    /** See {@link Series#measured}. */
    SendHistory measured() {
        return new SendHistory(minutes.measured(), halfHours.measured(), days.measured());
    }

    void write(PackedWriter out) {
        minutes.write(out);
        halfHours.write(out);
        days.write(out);
    }

    static SendHistory read(PackedReader in) {
        return new SendHistory(
                Series.read(in, Step.MINUTE.most(), Column.SHORT_COUNT),
                Series.read(in, Step.HALF_HOUR.most(), Column.SHORT_COUNT),
                Series.read(in, Step.DAY.most(), Column.COUNT));
    }
}
