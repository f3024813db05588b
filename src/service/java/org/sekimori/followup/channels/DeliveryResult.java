package org.sekimori.followup.channels;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one attempt to send. Reasons have no personal data. */
public sealed interface DeliveryResult {

    /** The other side has it. */
    record Accepted() implements DeliveryResult {}

    /**
     * It may go later.
     *
     * @param after when the other side said, null: it did not say
     * @param everything whether it would have been the same with any other notice
     */
    record RetryLater(String reason, @Nullable Duration after, boolean everything) implements DeliveryResult {}

    /** It will never go. */
    record Refused(String reason) implements DeliveryResult {}
}
