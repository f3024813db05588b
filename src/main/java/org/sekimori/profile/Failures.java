package org.sekimori.profile;

import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Window.Step;

/**
 * Failed log-ins of the last 24 hours.
 *
 * @param halfHours how many, by half hour of UTC
 * @param networks from how many networks; exact up to 16, see {@link DistinctSketch}
 */
record Failures(Series halfHours, DistinctSketch networks) {

    private static final int NETWORKS = 16;

    static final Failures NONE = new Failures(Series.empty(Step.HALF_HOUR.most(), 1), DistinctSketch.empty(NETWORKS));

    Failures plus(MailEvent event) {
        long second = event.time().getEpochSecond();
        String network = event.origin().network();
        return new Failures(
                halfHours.plus(halfHour(second), new int[] {1}),
                network == null ? networks : networks.plus(Hash.of(network), Places.minute(second)));
    }

    /** After the password was changed: nothing is left, unless later failures are known, which concern the new password. */
    Failures changedAt(long second) {
        return halfHours.size() > 0 && halfHours.step(halfHours.size() - 1) > halfHour(second) ? this : NONE;
    }

    /** Without what is dated later than a moment. */
    Failures until(long second) {
        return new Failures(halfHours.before(halfHour(second) + 1), networks.until(Places.minute(second)));
    }

    /** When the newest was, to half an hour, in seconds since 1970; 0 if there is none. */
    long newest() {
        return halfHours.size() == 0
                ? 0
                : (long) halfHours.step(halfHours.size() - 1) * Step.HALF_HOUR.seconds();
    }

    long count(long now, Window window) {
        if (window.step() == Step.DAY) {
            throw new IllegalArgumentException("failures are counted in windows of up to 24h, not " + window);
        }
        int steps = Math.max(1, window.step() == Step.MINUTE ? (window.steps() + 29) / 30 : window.steps());
        return halfHours.sum(0, halfHour(now), steps);
    }

    private static int halfHour(long second) {
        return Math.toIntExact(Math.floorDiv(second, (long) Step.HALF_HOUR.seconds()));
    }

    void write(PackedWriter out) {
        halfHours.write(out);
        networks.write(out);
    }

    static Failures read(PackedReader in, int format) {
        return new Failures(
                Series.read(in, Step.HALF_HOUR.most(), 1), DistinctSketch.read(in, NETWORKS, format, false));
    }
}
