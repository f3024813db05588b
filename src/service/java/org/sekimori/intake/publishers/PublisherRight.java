package org.sekimori.intake.publishers;

import java.util.Locale;

/** Rights of publishers; the words are those of metrics and of the health page. */
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
    /** Ids of this service's own endpoints. */
    ID,
    RECIPIENTS,
    RATE;

    /** Such as {@code before_queue}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
