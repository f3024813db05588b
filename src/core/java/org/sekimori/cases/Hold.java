package org.sekimori.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Submission is closed for an account until somebody releases it, or until it ends. Receiving and reading mail are not
 * touched.
 *
 * @param by who placed it; {@code sekimori} if a flag did
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

    /** Whether another end, null for none, would be earlier than this one's. */
    public boolean outlasts(@Nullable Instant end) {
        return end != null && (until == null || end.isBefore(until));
    }

    /** With another end. */
    public Hold until(@Nullable Instant end) {
        return new Hold(by, since, end, reason);
    }
}
