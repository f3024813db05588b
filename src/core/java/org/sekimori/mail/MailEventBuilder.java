package org.sekimori.mail;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a mail event one component at a time; the components are described and checked by {@link MailEvent}. */
public final class MailEventBuilder {

    private static final Origin NO_ADDRESS = new Origin.Unknown("no_address", null, null);

    private @Nullable String id;
    private @Nullable Instant time;
    private @Nullable EventKind kind;
    private String server = "";
    private SubmissionChannel channel = SubmissionChannel.SUBMISSION;
    private @Nullable Account account;
    private @Nullable String clientAddress;
    private @Nullable String clientName;
    private @Nullable String helo;
    private @Nullable String tls;
    private @Nullable String sender;
    private List<String> recipients = List.of();
    private int recipientCount;
    private long size;
    private @Nullable String queueId;
    private @Nullable String instance;
    private @Nullable String messageId;
    private @Nullable String statusCode;
    private boolean history;
    private boolean beforeQueue;
    private boolean afterQueue;
    private @Nullable Instant reportedTime;
    private Origin origin = NO_ADDRESS;
    private @Nullable String login;
    private @Nullable String publisher;
    private boolean attemptRequired;
    private List<String> lists = List.of();

    MailEventBuilder() {}

    MailEventBuilder(MailEvent from) {
        id = from.id();
        time = from.time();
        kind = from.kind();
        server = from.server();
        channel = from.channel();
        account = from.account();
        clientAddress = from.clientAddress();
        clientName = from.clientName();
        helo = from.helo();
        tls = from.tls();
        sender = from.sender();
        recipients = from.recipients();
        recipientCount = from.recipientCount();
        size = from.size();
        queueId = from.queueId();
        instance = from.instance();
        messageId = from.messageId();
        statusCode = from.statusCode();
        history = from.history();
        beforeQueue = from.beforeQueue();
        afterQueue = from.afterQueue();
        reportedTime = from.reportedTime();
        origin = from.origin();
        login = from.login();
        publisher = from.publisher();
        attemptRequired = from.attemptRequired();
        lists = from.lists();
    }

    public MailEventBuilder id(String value) {
        id = value;
        return this;
    }

    public MailEventBuilder time(Instant value) {
        time = value;
        return this;
    }

    public MailEventBuilder kind(EventKind value) {
        kind = value;
        return this;
    }

    public MailEventBuilder server(String value) {
        server = value;
        return this;
    }

    public MailEventBuilder channel(SubmissionChannel value) {
        channel = value;
        return this;
    }

    public MailEventBuilder account(Account value) {
        account = value;
        return this;
    }

    public MailEventBuilder clientAddress(@Nullable String value) {
        clientAddress = value;
        return this;
    }

    public MailEventBuilder clientName(@Nullable String value) {
        clientName = value;
        return this;
    }

    public MailEventBuilder helo(@Nullable String value) {
        helo = value;
        return this;
    }

    public MailEventBuilder tls(@Nullable String value) {
        tls = value;
        return this;
    }

    public MailEventBuilder sender(@Nullable String value) {
        sender = value;
        return this;
    }

    public MailEventBuilder recipients(List<String> value) {
        recipients = value;
        return this;
    }

    public MailEventBuilder recipientCount(int value) {
        recipientCount = value;
        return this;
    }

    public MailEventBuilder size(long value) {
        size = value;
        return this;
    }

    public MailEventBuilder queueId(@Nullable String value) {
        queueId = value;
        return this;
    }

    public MailEventBuilder instance(@Nullable String value) {
        instance = value;
        return this;
    }

    public MailEventBuilder messageId(@Nullable String value) {
        messageId = value;
        return this;
    }

    public MailEventBuilder statusCode(@Nullable String value) {
        statusCode = value;
        return this;
    }

    public MailEventBuilder history(boolean value) {
        history = value;
        return this;
    }

    public MailEventBuilder beforeQueue(boolean value) {
        beforeQueue = value;
        return this;
    }

    public MailEventBuilder afterQueue(boolean value) {
        afterQueue = value;
        return this;
    }

    public MailEventBuilder reportedTime(@Nullable Instant value) {
        reportedTime = value;
        return this;
    }

    public MailEventBuilder origin(Origin value) {
        origin = value;
        return this;
    }

    public MailEventBuilder login(@Nullable String value) {
        login = value;
        return this;
    }

    public MailEventBuilder publisher(@Nullable String value) {
        publisher = value;
        return this;
    }

    public MailEventBuilder attemptRequired(boolean value) {
        attemptRequired = value;
        return this;
    }

    public MailEventBuilder lists(List<String> value) {
        lists = value;
        return this;
    }

    /**
     * The event.
     *
     * @throws NullPointerException if id, time, kind or account is missing
     * @throws IllegalArgumentException if {@link MailEvent} refuses a component
     */
    public MailEvent build() {
        return new MailEvent(
                Objects.requireNonNull(id, "id"),
                Objects.requireNonNull(time, "time"),
                Objects.requireNonNull(kind, "kind"),
                server,
                channel,
                Objects.requireNonNull(account, "account"),
                clientAddress,
                clientName,
                helo,
                tls,
                sender,
                recipients,
                recipientCount,
                size,
                queueId,
                instance,
                messageId,
                statusCode,
                history,
                beforeQueue,
                afterQueue,
                reportedTime,
                origin,
                login,
                publisher,
                attemptRequired,
                lists);
    }
}
