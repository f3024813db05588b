package org.sekimori.stream.inbox;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;

/** What the belt asks of the intake: turn what somebody published to the inbox into an event, or say what is wrong with it. */
public interface InboxDecoder {

    /**
     * What becomes of a record.
     *
     * @param position where it stands, such as {@code inbox-3@128}; the event's id if it brings none
     * @param arrival when the broker appended it: however long it waited there, it did not arrive late
     * @param credential by which its publisher is known
     */
    DecodeResult decode(byte[] payload, String position, Instant arrival, PublisherCredential credential);

    /** Topics of single publishers that are followed beside the inbox, with their whole names; may change from call to call. */
    default Set<String> topics() {
        return Set.of();
    }

    /**
     * What a record brings beside its value.
     *
     * @param topic where it stands
     * @param signature null if it brings none
     */
    record PublisherCredential(String topic, @Nullable RecordSignature signature) {}

    /** What became of it. */
    sealed interface DecodeResult {}

    /** Fit for the log. */
    record DecodedEvent(MailEvent event) implements DecodeResult {}

    /**
     * A dead letter.
     *
     * @param reason what is wrong, naming the field
     * @param payload what came, its personal parts redacted
     * @param field the field at fault, null if it is not one field
     * @param forbidden whether it could be read, and its publisher may not say it
     */
    record RejectedRecord(
            String reason, String payload, @Nullable String field, boolean forbidden) implements DecodeResult {

        /** What cannot be read. */
        public RejectedRecord(String reason, String payload, @Nullable String field) {
            this(reason, payload, field, false);
        }
    }
}
