package org.sekimori.follow;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.EventKind;

/**
 * What a log told: an event as publishers send it ({@code docs/events.md}), neither validated nor normalised. Recipients are in
 * clear, until the intake hashes them.
 *
 * @param id the same whenever the same lines are read; 1 to 200 characters
 * @param kind the kind
 * @param time when the server logged it
 * @param server the name of the server; empty for the name that is configured
 * @param account the SASL username as logged; empty for a client that did not log in, whose account the intake finds by its address and
 *     sender
 * @param clientAddress the client's address; null if unknown
 * @param clientName the client's verified name; null if unknown
 * @param helo the client's HELO name; null if unknown
 * @param tls protocol such as {@code TLSv1.3}; null if unencrypted or unknown
 * @param sender envelope sender, empty for the null sender; null if unknown
 * @param recipients envelope recipients as far as the log names them
 * @param recipientCount number of recipients, at least 0
 * @param size octets; 0 if unknown
 * @param queueId the queue id; null without one
 * @param messageId the Message-ID without its angle brackets; null if unknown
 * @param statusCode enhanced status code or reply of an outcome; null without one
 * @param beforeQueue proof that this server refused the message before it queued it
 */
public record LogEvent(
        String id,
        EventKind kind,
        Instant time,
        String server,
        String account,
        @Nullable String clientAddress,
        @Nullable String clientName,
        @Nullable String helo,
        @Nullable String tls,
        @Nullable String sender,
        List<String> recipients,
        int recipientCount,
        long size,
        @Nullable String queueId,
        @Nullable String messageId,
        @Nullable String statusCode,
        boolean beforeQueue) {

    public LogEvent {
        recipients = List.copyOf(recipients);
    }

    /** A builder of an event. */
    public static Builder of(EventKind kind, String id, Instant time, String account) {
        return new Builder(kind, id, time, account);
    }

    /** Builds an event; what is not set is unknown. */
    public static final class Builder {
        private final EventKind kind;
        private final String id;
        private final Instant time;
        private final String account;
        private String server = "";
        private @Nullable String clientAddress;
        private @Nullable String clientName;
        private @Nullable String helo;
        private @Nullable String tls;
        private @Nullable String sender;
        private List<String> recipients = List.of();
        private int recipientCount;
        private long size;
        private @Nullable String queueId;
        private @Nullable String messageId;
        private @Nullable String statusCode;
        private boolean beforeQueue;

        private Builder(EventKind kind, String id, Instant time, String account) {
            this.kind = kind;
            this.id = id;
            this.time = time;
            this.account = account;
        }

        public Builder server(String value) {
            server = value;
            return this;
        }

        public Builder clientAddress(@Nullable String value) {
            clientAddress = value;
            return this;
        }

        public Builder clientName(@Nullable String value) {
            clientName = value;
            return this;
        }

        public Builder helo(@Nullable String value) {
            helo = value;
            return this;
        }

        public Builder tls(@Nullable String value) {
            tls = value;
            return this;
        }

        public Builder sender(@Nullable String value) {
            sender = value;
            return this;
        }

        public Builder recipients(List<String> value) {
            recipients = value;
            return this;
        }

        public Builder recipientCount(int value) {
            recipientCount = value;
            return this;
        }

        public Builder size(long value) {
            size = value;
            return this;
        }

        public Builder queueId(@Nullable String value) {
            queueId = value;
            return this;
        }

        public Builder messageId(@Nullable String value) {
            messageId = value;
            return this;
        }

        public Builder statusCode(@Nullable String value) {
            statusCode = value;
            return this;
        }

        public Builder beforeQueue(boolean value) {
            beforeQueue = value;
            return this;
        }

        public LogEvent build() {
            return new LogEvent(
                    id,
                    kind,
                    time,
                    server,
                    account,
                    clientAddress,
                    clientName,
                    helo,
                    tls,
                    sender,
                    recipients,
                    recipientCount,
                    size,
                    queueId,
                    messageId,
                    statusCode,
                    beforeQueue);
        }
    }
}
