package org.sekimori.intake.publishers;

import java.util.Locale;

/** What a publisher may lack; the words are those of metrics and of the health page. */
enum PublisherRight {
    /** It is listed nowhere, and something must be. */
    LISTED,
    /** Its signature is missing or wrong. */
    SIGNATURE,
    KIND,
    SERVER,
    CHANNEL,
    ACCOUNT,
    NETWORK,
    HISTORY,
    BEFORE_QUEUE,
    /** Ids that only this service's own doors give. */
    ID,
    RECIPIENTS,
    RATE;

    /** Such as {@code before_queue}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
