package org.sekimori.followup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one attempt to send. Reasons have no personal data. */
sealed interface Sent {

    /** The other side has it. */
    record Accepted() implements Sent {}

    /**
     * It may go later.
     *
     * @param after when the other side said, null: it did not say
     * @param everything whether it would have been the same with any other notice
     */
    record Later(String reason, @Nullable Duration after, boolean everything) implements Sent {}

    /** It will never go. */
    record Refused(String reason) implements Sent {}
}
