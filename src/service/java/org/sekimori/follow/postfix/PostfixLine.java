package org.sekimori.follow.postfix;

import org.jspecify.annotations.Nullable;

/** A line of Postfix's log, as far as it matters to submissions. */
sealed interface PostfixLine {

    /**
     * A client begins a message ({@code smtpd.c}, {@code mail_open_stream}).
     *
     * @param name the client's verified name; {@code unknown} without one
     * @param address the client's address
     * @param username SASL username; null if it did not log in
     * @param original queue id before a content filter, as the filter passed it on (XFORWARD); null without one
     */
    record Client(
            String queueId,
            String name,
            String address,
            @Nullable String username,
            @Nullable String original) implements PostfixLine {}

    /** The Message-ID header, without its angle brackets; the client's words. */
    record MessageId(String queueId, String id) implements PostfixLine {}

    /** A header or body line that {@code header_checks} and the like log: may name the original of a bounce. */
    record Reference(String queueId, String text) implements PostfixLine {}

    /** The queue manager has the message. */
    record Queued(String queueId, String sender, long size, int recipients) implements PostfixLine {}

    /**
     * What became of a recipient ({@code log_adhoc.c}).
     *
     * @param recipient the address that it was sent to
     * @param submitted the address as submitted, before aliases
     * @param statusCode enhanced status code; null from versions before 2.3
     * @param relayIsLocal whether it went to a program on this machine, such as a content filter
     * @param next queue id that the next hop named; null without one
     */
    record Delivery(
            String queueId,
            String recipient,
            String submitted,
            @Nullable String statusCode,
            DeliveryStatus status,
            boolean relayIsLocal,
            @Nullable String next)
            implements PostfixLine {}

    /** Undelivered for too long, or made to expire by a person. */
    record Expired(String queueId) implements PostfixLine {}

    /** It left the queue: delivered, returned, deleted or cancelled. */
    record Removed(String queueId) implements PostfixLine {}

    /** The server refused it at its end, before it queued it. */
    record Refused(String queueId, @Nullable String statusCode) implements PostfixLine {}

    /**
     * It is to wait in the hold queue.
     *
     * @param atEnd whether the client has sent all of it
     */
    record Held(String queueId, boolean atEnd) implements PostfixLine {}

    /** The client was told that it was taken, and it is thrown away. */
    record Discarded(String queueId) implements PostfixLine {}

    /** The sender is told that it could not be delivered. */
    record Returned(String queueId) implements PostfixLine {}

    /** A person put it through the queue again ({@code postsuper -r}), under a new id. */
    record Requeued(String queueId, String original) implements PostfixLine {}

    /** The client went away before the end of the message. */
    record Lost(String queueId) implements PostfixLine {}

    /**
     * A log-in failed.
     *
     * @param username null if the line has none that can be trusted
     */
    record LoginFailed(
            String name, String address, @Nullable String username) implements PostfixLine {}

    /** A line without use here. */
    enum Useless implements PostfixLine {
        /** Of a known form. */
        KNOWN,
        UNKNOWN
    }

    /** What a delivery agent says of a recipient. */
    enum DeliveryStatus {
        SENT,
        DEFERRED,
        BOUNCED,
        /** An answer to an address probe; there is no message. */
        PROBED
    }
}
