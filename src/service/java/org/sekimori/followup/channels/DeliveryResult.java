package org.sekimori.followup.channels;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Result of one delivery attempt. Reasons contain no personal data. */
public sealed interface DeliveryResult {

    /** The receiver has it. */
    record Accepted() implements DeliveryResult {}

    /**
     * To be retried.
     *
     * @param after delay requested by the receiver; null without one
     * @param everything whether any other notice would have failed as well
     */
    record RetryLater(String reason, @Nullable Duration after, boolean everything) implements DeliveryResult {}

    /** It will never go. */
    record Refused(String reason) implements DeliveryResult {}
}
