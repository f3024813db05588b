package org.sekimori.intake.event;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.intake.InvalidEventException;
import org.sekimori.mail.EventKind;

/**
 * Determines the effective time of an event: the server's or, if that is not credible, its arrival. A server whose clock is an
 * hour behind would otherwise submit into an hour that is over, where no limit reaches.
 *
 * @param lateAfter how much later than its time an attempt may arrive and still count at that time
 * @param clocks is shown all times
 */
public record EventTimePolicy(Duration lateAfter, ClockSkewMonitor clocks) {

    /**
     * Tolerance of servers' clocks. Profiles match an outcome with submissions at most this much younger, so a later outcome
     * could miss its own.
     */
    public static final Duration CLOCKS = Duration.ofMinutes(5);

    /** Nothing happens after it was reported; less is a matter of clocks that are right. */
    private static final Duration AHEAD = Duration.ofSeconds(1);

    /**
     * @param reported the server's time; null if it equals {@code time}
     */
    record EffectiveTime(Instant time, @Nullable Instant reported) {}

    /**
     * The effective time of an event.
     *
     * @param arrival when the log or the endpoint got it
     * @param afterQueue see {@link org.sekimori.mail.MailEvent#afterQueue}
     * @throws InvalidEventException if it is too far ahead or behind to count at all
     */
    EffectiveTime timed(
            String server, EventKind kind, Instant reported, Instant arrival, boolean history, boolean afterQueue) {
        // Complaints come days later, and imported past arrives at any time.
        if (!history && kind != EventKind.COMPLAINT) {
            clocks.record(server, reported, arrival);
        }
        EventTimeParser.check(reported, arrival, history);
        if (history) {
            return new EffectiveTime(reported, null);
        }
        boolean ahead = reported.isAfter(arrival.plus(AHEAD));
        boolean late = reported.isBefore(arrival.minus(allowed(kind, afterQueue)));
        return ahead || late ? new EffectiveTime(arrival, reported) : new EffectiveTime(reported, null);
    }

    private Duration allowed(EventKind kind, boolean afterQueue) {
        return switch (kind) {
            // What is queued cannot evade a limit any more, and a log that is read late must not look like a burst.
            case ATTEMPT -> afterQueue ? EventTimeParser.AGE : lateAfter;
            // A change reported late must not count after the cleaning of the device, nor drop later events.
            case PASSWORD_CHANGED, ACCOUNT_CLOSED, ACCOUNT_RENAMED -> EventTimeParser.AGE;
            default -> lateAfter.compareTo(CLOCKS) < 0 ? lateAfter : CLOCKS;
        };
    }
}
