package org.sekimori.stream.inbox;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;

/** The intake's interface for the inbox: decodes a published record to an event, or reports its fault. */
public interface InboxDecoder {

    /**
     * Decodes a record.
     *
     * @param position such as {@code inbox-3@128}; id of an event without one
     * @param arrival when the broker appended it: time spent in the inbox is no delay
     * @param credential identifies its publisher
     */
    DecodeResult decode(byte[] payload, String position, Instant arrival, PublisherCredential credential);

    /** Topics of single publishers that are followed beside the inbox, with their whole names; may change from call to call. */
    default Set<String> topics() {
        return Set.of();
    }

    /**
     * Credentials of a record.
     *
     * @param topic its topic
     * @param signature null without one
     */
    record PublisherCredential(String topic, @Nullable RecordSignature signature) {}

    /** Result of decoding. */
    sealed interface DecodeResult {}

    /** Fit for the log. */
    record DecodedEvent(MailEvent event) implements DecodeResult {}

    /**
     * A dead letter.
     *
     * @param reason the fault, naming the field
     * @param payload the redacted record
     * @param field the faulty field; null if it is not a single field
     * @param forbidden whether it was readable, but its publisher lacks the right
     */
    record RejectedRecord(
            String reason, String payload, @Nullable String field, boolean forbidden) implements DecodeResult {

        /** An unreadable record. */
        public RejectedRecord(String reason, String payload, @Nullable String field) {
            this(reason, payload, field, false);
        }
    }
}
