package org.sekimori.intake;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Kind;

/**
 * Says at which time an event counts: at the one that its server gave or, where that cannot be believed, at its arrival. A server
 * whose clock is an hour behind would otherwise submit into an hour that is over, where no limit reaches.
 *
 * @param lateAfter how much later than its time an attempt may arrive and still count at that time
 * @param clocks is shown all times
 */
record EventTiming(Duration lateAfter, ClockWatch clocks) {

    /**
     * As far as servers' clocks may differ. Profiles look for an outcome's submission among those that are no more than this
     * younger, so an outcome that is later could miss its own.
     */
    static final Duration CLOCKS = Duration.ofMinutes(5);

    /** Nothing happens after it was reported; less is a matter of clocks that are right. */
    private static final Duration AHEAD = Duration.ofSeconds(1);

    /** @param reported what the server gave, null if that is {@code time} */
    record Timed(Instant time, @Nullable Instant reported) {}

    /**
     * The time of an event.
     *
     * @param arrival when the log or the door got it
     * @throws BrokenEventException if it is too far ahead or behind to count at all
     */
    Timed timed(String server, Kind kind, Instant reported, Instant arrival, boolean history) {
        // Complaints come when people complain; imported past has no arrival that says anything.
        if (!history && kind != Kind.COMPLAINT) {
            clocks.note(server, reported, arrival);
        }
        EventTime.check(reported, arrival, history);
        if (history) {
            return new Timed(reported, null);
        }
        boolean ahead = reported.isAfter(arrival.plus(AHEAD));
        boolean late = reported.isBefore(arrival.minus(allowed(kind)));
        return ahead || late ? new Timed(arrival, reported) : new Timed(reported, null);
    }

    private Duration allowed(Kind kind) {
        return switch (kind) {
            case ATTEMPT -> lateAfter;
            // A change that is reported late must not pass for one after the device was cleaned, nor forget what came
            // between.
            case PASSWORD_CHANGED, ACCOUNT_CLOSED, ACCOUNT_RENAMED -> EventTime.AGE;
            default -> lateAfter.compareTo(CLOCKS) < 0 ? lateAfter : CLOCKS;
        };
    }
}
