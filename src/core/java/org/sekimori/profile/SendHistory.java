package org.sekimori.profile;

import java.time.Instant;
import org.sekimori.profile.TimeWindow.Step;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.habits.SendRun;

/**
 * An account's messages and their outcomes, by minute for an hour, by half hour for a day, by local day for 35 days. A late
 * message counts at its own time, in each of the three as far as it reaches back from the newest message.
 *
 * @param minutes the last 60 minutes
 * @param halfHours the last 48 half hours of UTC
 * @param days the last 35 days; each message in its day by the time zone when it was counted
 */
record SendHistory(TimeSeriesCounters minutes, TimeSeriesCounters halfHours, TimeSeriesCounters days) {

    static final SendHistory EMPTY = new SendHistory(
            TimeSeriesCounters.empty(Step.MINUTE.most(), HistoryColumn.SHORT_COUNT),
            TimeSeriesCounters.empty(Step.HALF_HOUR.most(), HistoryColumn.SHORT_COUNT),
            TimeSeriesCounters.empty(Step.DAY.most(), HistoryColumn.COUNT));

    /**
     * Adds a row, or takes it back where its amounts are negative.
     *
     * @param day local day of {@code second}, counted from 1970
     * @param row see {@link HistoryColumn}
     */
    SendHistory plus(long second, int day, int[] row) {
        return new SendHistory(
                minutes.plus(step(second, Step.MINUTE), row),
                halfHours.plus(step(second, Step.HALF_HOUR), row),
                days.plus(day, row));
    }

    /** Adds a row to a local day alone, for columns not kept by minutes and half hours. */
    SendHistory plusDay(int day, int[] row) {
        return new SendHistory(minutes, halfHours, days.plus(day, row));
    }

    /**
     * After a judgement of harmless from one local day on: drops the last day's minutes and half hours, and today; the days
     * between become the owner's, without harm.
     */
    SendHistory harmless(int from, int today) {
        return new SendHistory(
                EMPTY.minutes,
                EMPTY.halfHours,
                days.before(today)
                        .without(from, HistoryColumn.SUSPECT, HistoryColumn.BOUNCED, HistoryColumn.COMPLAINED));
    }

    /** Without the last day by minutes and half hours, and without this local day and those after it. */
    SendHistory before(int day) {
        return new SendHistory(EMPTY.minutes, EMPTY.halfHours, days.before(day));
    }

    /** Without counts later than a moment. */
    SendHistory until(long second, int day) {
        return new SendHistory(
                minutes.before(step(second, Step.MINUTE) + 1),
                halfHours.before(step(second, Step.HALF_HOUR) + 1),
                days.before(day + 1));
    }

    long sum(int column, Instant now, int today, TimeWindow window) {
        return sumOf(1 << column, now, today, window);
    }

    /** The sum of several columns, each a bit of {@code columns}. */
    long sumOf(int columns, Instant now, int today, TimeWindow window) {
        return switch (window.step()) {
            case MINUTE -> minutes.sumOf(columns, step(now.getEpochSecond(), Step.MINUTE), window.steps());
            case HALF_HOUR -> halfHours.sumOf(columns, step(now.getEpochSecond(), Step.HALF_HOUR), window.steps());
            case DAY -> days.sumOf(columns, today, window.steps());
        };
    }

    /**
     * The current run of messages at a moment: that moment's half hour of UTC, and the unbroken row of half hours before it with
     * mail, 48 in all at most. Half hours are the finest step kept for a day, and wide enough that a slow abuser makes one run.
     */
    SendRun run(long second) {
        int last = step(second, Step.HALF_HOUR);
        int first = last;
        boolean any = false;
        for (int i = halfHours.size() - 1; i >= 0; i--) {
            int at = halfHours.step(i);
            if (at > last || messages(halfHours, i) == 0) {
                continue;
            }
            if (at < first - 1 || at <= last - Step.HALF_HOUR.most()) {
                break;
            }
            first = at;
            any = true;
        }
        if (!any) {
            return new SendRun(Instant.ofEpochSecond(second), 0, 0);
        }
        long messages = 0;
        long recipients = 0;
        for (TrafficClass trafficClass : TrafficClass.values()) {
            messages += halfHours.sum(HistoryColumn.messages(trafficClass), last, last - first + 1);
            recipients += halfHours.sum(HistoryColumn.recipients(trafficClass), last, last - first + 1);
        }
        return new SendRun(Instant.ofEpochSecond(Math.min(second, began(first))), messages, recipients);
    }

    /** The first minute of a half hour in which something was sent, if all its minutes are kept; else its beginning. */
    private long began(int halfHour) {
        long from = (long) halfHour * Step.HALF_HOUR.seconds();
        int minute = step(from, Step.MINUTE);
        int perHalfHour = Step.HALF_HOUR.seconds() / Step.MINUTE.seconds();
        int earliest = -1;
        long kept = 0;
        for (int i = minutes.size() - 1; i >= 0 && minutes.step(i) >= minute; i--) {
            if (minutes.step(i) < minute + perHalfHour && messages(minutes, i) > 0) {
                earliest = minutes.step(i);
                kept += messages(minutes, i);
            }
        }
        long all = 0;
        for (TrafficClass trafficClass : TrafficClass.values()) {
            all += halfHours.sum(HistoryColumn.messages(trafficClass), halfHour, 1);
        }
        return kept == all ? (long) earliest * Step.MINUTE.seconds() : from;
    }

    private static long messages(TimeSeriesCounters series, int row) {
        long sum = 0;
        for (TrafficClass trafficClass : TrafficClass.values()) {
            sum += series.value(row, HistoryColumn.messages(trafficClass));
        }
        return sum;
    }

    private static int step(long second, Step step) {
        return Math.toIntExact(Math.floorDiv(second, (long) step.seconds()));
    }

    /** See {@link TimeSeriesCounters#atMost}. */
    int atMost() {
        return minutes.atMost() + halfHours.atMost() + days.atMost();
    }

    /** See {@link TimeSeriesCounters#measured}. */
    SendHistory measured() {
        return new SendHistory(minutes.measured(), halfHours.measured(), days.measured());
    }

    void write(BinaryStateWriter out) {
        minutes.write(out);
        halfHours.write(out);
        days.write(out);
    }

    static SendHistory read(BinaryStateReader in) {
        return new SendHistory(
                TimeSeriesCounters.read(in, Step.MINUTE.most(), HistoryColumn.SHORT_COUNT),
                TimeSeriesCounters.read(in, Step.HALF_HOUR.most(), HistoryColumn.SHORT_COUNT),
                TimeSeriesCounters.read(in, Step.DAY.most(), HistoryColumn.COUNT));
    }
}
