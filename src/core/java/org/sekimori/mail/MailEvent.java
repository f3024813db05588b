package org.sekimori.mail;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of one account at a mail server, validated and normalised; fields as in {@code docs/events.md}.
 *
 * @param id unique per event; a repetition has the same id
 * @param time when it happened; at a synchronous endpoint, when the request arrived
 * @param kind the kind
 * @param server the reporting server's name as {@link ServerName} writes it; empty if it gave none
 * @param channel the channel of the message
 * @param account the account
 * @param clientAddress canonical address (RFC 5952 for IPv6, mapped IPv4 unmapped); null without one
 * @param clientName host name that the mail server verified; null if unknown
 * @param helo the client's HELO name; null if unknown
 * @param tls protocol such as {@code TLSv1.3}; null if unencrypted or unknown
 * @param sender envelope sender; empty for the null sender, null if unknown
 * @param recipients keyed hash and domain of each recipient, as {@code hash@domain}; may be fewer than the count
 * @param recipientCount number of envelope recipients, duplicates included, at least 0
 * @param size octets, at least 0
 * @param queueId the server's queue id; null without one, also for placeholder words, see {@link QueueId}
 * @param instance the server's id of the SMTP transaction; null without one, likewise
 * @param messageId the Message-ID header (RFC 5322) without its angle brackets; null if unknown; 1 to
 *     {@link #MAX_MESSAGE_ID_LENGTH} characters, no white space
 * @param statusCode enhanced status code or SMTP reply of an outcome; null without one
 * @param history imported past: warms the profile and decides nothing
 * @param beforeQueue proof that the reporting server itself refused the message before queueing it; only with
 *     {@link EventKind#REJECTED} and {@link EventKind#RATE_LIMITED}
 * @param afterQueue an attempt that its server had queued before it reported it, such as one from a log: decided as advice, since
 *     nobody waits for the answer; only with {@link EventKind#ATTEMPT}
 * @param reportedTime the server's time, if {@code time} is the arrival because the server's time was too late to be
 *     believed; else null
 * @param origin the client's origin
 * @param login the SASL username as sent, safe to display, where it differs from the account ({@link SaslLogin}); else null
 * @param publisher the publisher: an id of {@code publishers.yml}, or a name with a colon; null if this service's own policy
 *     server wrote it, or a version without publishers
 * @param attemptRequired counts only together with its attempt: its publisher has no right to report submissions
 * @param lists the lists that it was on when it arrived, each as {@code kind:list} such as {@code network:spam-hosts}, sorted; at
 *     most {@link #MAX_LISTS}. Looked up here, never taken from a publisher
 */
public record MailEvent(
        String id,
        Instant time,
        EventKind kind,
        String server,
        SubmissionChannel channel,
        Account account,
        @Nullable String clientAddress,
        @Nullable String clientName,
        @Nullable String helo,
        @Nullable String tls,
        @Nullable String sender,
        List<String> recipients,
        int recipientCount,
        long size,
        @Nullable String queueId,
        @Nullable String instance,
        @Nullable String messageId,
        @Nullable String statusCode,
        boolean history,
        boolean beforeQueue,
        boolean afterQueue,
        @Nullable Instant reportedTime,
        Origin origin,
        @Nullable String login,
        @Nullable String publisher,
        boolean attemptRequired,
        List<String> lists) {

    /** Longest id accepted, in characters. */
    public static final int MAX_ID_LENGTH = 200;

    /** Longest Message-ID accepted, in characters, without its angle brackets. */
    public static final int MAX_MESSAGE_ID_LENGTH = 250;

    /** Longest queue id accepted, in characters. */
    public static final int MAX_QUEUE_ID_LENGTH = 64;

    /** Longest id of an SMTP transaction accepted, in characters. */
    public static final int MAX_INSTANCE_LENGTH = 128;

    /** Most lists that are kept of an event: of more, the first by name. */
    public static final int MAX_LISTS = 16;

    /** Most recipients that are kept one by one; the count is kept for all. */
    public static final int MAX_RECIPIENTS = 1000;

    public MailEvent {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("id must have 1 to " + MAX_ID_LENGTH + " characters");
        }
        if (recipientCount < 0 || size < 0) {
            throw new IllegalArgumentException("recipient_count and size must not be negative");
        }
        if (messageId != null && (messageId.isEmpty() || messageId.length() > MAX_MESSAGE_ID_LENGTH)) {
            throw new IllegalArgumentException("message_id must have 1 to " + MAX_MESSAGE_ID_LENGTH + " characters");
        }
        if (beforeQueue && !kind.refusal()) {
            throw new IllegalArgumentException("before_queue does not go with " + kind.word());
        }
        if (afterQueue && kind != EventKind.ATTEMPT) {
            throw new IllegalArgumentException("after_queue does not go with " + kind.word());
        }
        server = ServerName.of(server);
        queueId = QueueId.of(queueId, MAX_QUEUE_ID_LENGTH);
        instance = QueueId.of(instance, MAX_INSTANCE_LENGTH);
        recipients = List.copyOf(recipients);
        lists = List.copyOf(lists);
        if (lists.size() > MAX_LISTS) {
            throw new IllegalArgumentException("more than " + MAX_LISTS + " lists");
        }
        if (recipients.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException("more than " + MAX_RECIPIENTS + " recipients");
        }
    }

    /** Starts an event by submission from an unknown place; what else is known of it is added. */
    public static MailEventBuilder builder(String id, Instant time, EventKind kind, Account account) {
        return builder().id(id).time(time).kind(kind).account(account);
    }

    /** Starts an event for a reader that meets its fields in any order; id, time, kind and account have to be set. */
    public static MailEventBuilder builder() {
        return new MailEventBuilder();
    }

    /** Starts a copy of this event. */
    public MailEventBuilder toBuilder() {
        return new MailEventBuilder(this);
    }

    /** The reporter: the publisher, or the server where no publisher is known. */
    public String reporter() {
        return publisher == null ? server : publisher;
    }

    /** The same event with the proof that its server refused the message before it queued it. */
    public MailEvent refusedBeforeQueue() {
        return toBuilder().beforeQueue(true).build();
    }

    /** The outcome that an attempt of a queued message implies: the server took it. */
    public MailEvent asAccepted() {
        return toBuilder().kind(EventKind.ACCEPTED).afterQueue(false).build();
    }

    /**
     * The same event with a publisher.
     *
     * @param by the publisher
     * @param onlyWithAttempt whether it counts only together with its attempt
     */
    public MailEvent publishedBy(String by, boolean onlyWithAttempt) {
        return toBuilder().publisher(by).attemptRequired(onlyWithAttempt).build();
    }

    /** The same event with no more recipients than that, counted or listed. */
    public MailEvent withRecipientsAtMost(int most) {
        return toBuilder()
                .recipients(recipients.subList(0, Math.min(most, recipients.size())))
                .recipientCount(Math.min(most, recipientCount))
                .build();
    }
}
