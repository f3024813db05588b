package org.sekimori.lists;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who put something on a list, why and until when.
 *
 * @param by who did it; not empty
 * @param reason one line, may be empty
 * @param since when it was done, by the clock of the instance that was asked
 * @param until from when it is not on the list any more, by the time of the event; null: until it is taken off
 */
public record ListTerms(
        String by, String reason, Instant since, @Nullable Instant until) {

    public ListTerms {
        if (by.isBlank()) {
            throw new IllegalArgumentException("somebody must answer for an entry of a list");
        }
        if (until != null && !until.isAfter(since)) {
            throw new IllegalArgumentException("the end " + until + " is not after the beginning " + since);
        }
    }

    /** Whether it holds for an event of that time. */
    public boolean holdsAt(Instant time) {
        return until == null || time.isBefore(until);
    }
}
