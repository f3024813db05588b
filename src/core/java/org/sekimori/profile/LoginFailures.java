package org.sekimori.profile;

import org.sekimori.mail.MailEvent;
import org.sekimori.profile.TimeWindow.Step;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;

/**
 * Failed log-ins of the last 24 hours, counted in the steps of a {@link TimeWindow}.
 *
 * @param minutes how many, by minute, of the last hour
 * @param halfHours how many, by half hour of UTC
 * @param networks from how many networks; exact up to 16, see {@link DistinctSketch}
 */
record LoginFailures(TimeSeriesCounters minutes, TimeSeriesCounters halfHours, DistinctSketch networks) {

    private static final int NETWORKS = 16;
    private static final int MINUTES_OF_HALF_HOUR = Step.HALF_HOUR.seconds() / Step.MINUTE.seconds();
    private static final int[] ONE = {1};

    static final LoginFailures NONE = new LoginFailures(
            TimeSeriesCounters.empty(Step.MINUTE.most(), 1),
            TimeSeriesCounters.empty(Step.HALF_HOUR.most(), 1),
            DistinctSketch.empty(NETWORKS));

    LoginFailures plus(MailEvent event) {
        long second = event.time().getEpochSecond();
        String network = event.origin().network();
        return new LoginFailures(
                minutes.plus(RecentOrigins.minute(second), ONE),
                halfHours.plus(halfHour(second), ONE),
                network == null ? networks : networks.plus(StableHash.of(network), RecentOrigins.minute(second)));
    }

    /**
     * After a change of password: keeps failures of later minutes, which concern the new password. Within the half hour of the
     * change this is known for the newest hour only; a change reported later drops that half hour.
     */
    LoginFailures changedAt(long second) {
        int minute = RecentOrigins.minute(second);
        int halfHour = halfHour(second);
        TimeSeriesCounters after = minutes.after(minute);
        int last = (halfHour + 1) * MINUTES_OF_HALF_HOUR - 1;
        long since = after.sum(0, last, MINUTES_OF_HALF_HOUR);
        TimeSeriesCounters later = halfHours.after(halfHour);
        return new LoginFailures(
                after,
                since == 0 ? later : later.plus(halfHour, new int[] {Math.toIntExact(since)}),
                networks.after(minute));
    }

    /** Without failures later than a moment. */
    LoginFailures until(long second) {
        int minute = RecentOrigins.minute(second);
        return new LoginFailures(
                minutes.before(minute + 1), halfHours.before(halfHour(second) + 1), networks.until(minute));
    }

    /** Time of the newest failure, to half an hour, in seconds since 1970; 0 without one. */
    long newest() {
        return halfHours.size() == 0 ? 0 : (long) halfHours.step(halfHours.size() - 1) * Step.HALF_HOUR.seconds();
    }

    long count(long now, TimeWindow window) {
        return switch (window.step()) {
            case MINUTE -> minutes.sum(0, RecentOrigins.minute(now), window.steps());
            case HALF_HOUR -> halfHours.sum(0, halfHour(now), window.steps());
            case DAY ->
                throw new IllegalArgumentException("failures are counted in windows of up to 24h, not " + window);
        };
    }

    /** Never less than what {@link #write} takes, in octets. */
    int atMost() {
        return atMost(minutes, Step.MINUTE) + atMost(halfHours, Step.HALF_HOUR) + networks.atMost();
    }

    /** Of each row a step, a bit and a count; the first step is longer. */
    private static int atMost(TimeSeriesCounters series, Step step) {
        return Math.min(series.atMost(), 1 + 4 + step.most() * 6);
    }

    private static int halfHour(long second) {
        return Math.toIntExact(Math.floorDiv(second, (long) Step.HALF_HOUR.seconds()));
    }

    void write(BinaryStateWriter out) {
        minutes.write(out);
        halfHours.write(out);
        networks.write(out);
    }

    /** Decodes {@link #write}'s output; format 5 and before had no minutes, and each half hour counts at its beginning. */
    static LoginFailures read(BinaryStateReader in, int format) {
        TimeSeriesCounters minutes = format < Profile.FAILURE_MINUTES_FORMAT
                ? NONE.minutes
                : TimeSeriesCounters.read(in, Step.MINUTE.most(), 1);
        TimeSeriesCounters halfHours = TimeSeriesCounters.read(in, Step.HALF_HOUR.most(), 1);
        if (format < Profile.FAILURE_MINUTES_FORMAT) {
            for (int i = 0; i < halfHours.size(); i++) {
                minutes = minutes.plus(halfHours.step(i) * MINUTES_OF_HALF_HOUR, new int[] {halfHours.value(i, 0)});
            }
        }
        return new LoginFailures(minutes, halfHours, DistinctSketch.read(in, NETWORKS, format, false));
    }
}
