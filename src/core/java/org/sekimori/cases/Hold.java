package org.sekimori.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Submission is closed for an account until a release or an end date. Receiving and reading mail are not affected.
 *
 * @param by who placed it; {@code sekimori} for a flag
 * @param since when it was placed
 * @param until when it ends by itself, after {@code since}; null: only a release ends it
 * @param reason for the analyst, never shown to the customer; may be empty
 */
public record Hold(String by, Instant since, @Nullable Instant until, String reason) {

    public Hold {
        if (until != null && !until.isAfter(since)) {
            throw new IllegalArgumentException("a hold ends after it begins: " + since + " to " + until);
        }
    }

    /** Whether it is over at an instant. */
    public boolean ended(Instant at) {
        return until != null && !until.isAfter(at);
    }

    /** Whether this hold lasts longer than one with the given end; null is no end. */
    public boolean outlasts(@Nullable Instant end) {
        return end != null && (until == null || end.isBefore(until));
    }

    /** With another end. */
    public Hold until(@Nullable Instant end) {
        return new Hold(by, since, end, reason);
    }
}
