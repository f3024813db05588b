package org.sekimori.intake.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.EventField;
import org.sekimori.intake.InvalidEventException;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.UnreadableField;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.ClientIdentity;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SaslLogin;
import org.sekimori.mail.SubmissionChannel;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects and checks the fields of one event, and builds it. */
final class EventFieldCollector {

    /** Far above any message; a larger number is a mistake that would spoil the account's profile. */
    static final int MAX_RECIPIENT_COUNT = 1_000_000;

    /** Largest whole number that every reader of JSON keeps exactly, 2^53 - 1. */
    static final long MAX_SIZE = (1L << 53) - 1;

    private final Account.LoginNormalizer naming;
    private final RecipientHasher hasher;
    private int seen;
    private @Nullable String id;
    private @Nullable Instant time;
    private @Nullable EventKind kind;
    private @Nullable String server;
    private SubmissionChannel channel = SubmissionChannel.SUBMISSION;
    private @Nullable String account;
    private @Nullable ClientAddress clientAddress;
    private @Nullable String clientName;
    private @Nullable String helo;
    private @Nullable String tls;
    private @Nullable String sender;
    private List<String> recipients = List.of();
    private int listed;
    private int recipientCount = -1;
    private long size;
    private @Nullable String queueId;
    private @Nullable String instance;
    private @Nullable String messageId;
    private @Nullable String statusCode;
    private boolean history;
    private boolean beforeQueue;
    private @Nullable String certificate;
    private @Nullable String headerFrom;
    private boolean afterQueue;
    private final List<UnreadableField> unread = new ArrayList<>();
    private boolean nameless;
    private boolean lenient;

    EventFieldCollector(Account.LoginNormalizer naming, RecipientHasher hasher) {
        this.naming = naming;
        this.hasher = hasher;
    }

    /**
     * Reads the parser's value, or records its fault: for synchronous endpoints, which decide the rest. A fault in the kind or
     * the mark of history, which would make the request a report, is not passed over.
     */
    void readLeniently(JsonParser json, EventField field) {
        int depth = json.streamReadContext().getNestingDepth();
        json.nextToken();
        lenient = true;
        try {
            read(json, field);
        } catch (InvalidEventException e) {
            if (field == EventField.KIND || field == EventField.HISTORY) {
                throw e;
            }
            unread.add(new UnreadableField(field.word(), e.problem()));
            forget(field);
            while (json.streamReadContext().getNestingDepth() > depth) {
                json.nextToken();
            }
        }
    }

    /** Drops both of two different values, accounts or addresses: it is unknown which is meant. */
    private void forget(EventField field) {
        if (field == EventField.ACCOUNT) {
            account = null;
            nameless = true;
        } else if (field == EventField.CLIENT_ADDRESS) {
            clientAddress = null;
        } else if (field == EventField.RECIPIENTS) {
            recipientCount = Math.max(recipientCount, listed);
        }
    }

    /** The unreadable fields. */
    List<UnreadableField> unread() {
        return unread;
    }

    /** Reads the parser's value. */
    void read(JsonParser json, EventField field) {
        if ((seen & field.bit()) != 0) {
            throw new InvalidEventException(field, "is given twice, and it is not clear which one is meant");
        }
        seen |= field.bit();
        switch (field) {
            case ID -> id = JsonFieldReader.optional(json, field);
            case TIME -> time = EventValueParser.time(JsonFieldReader.optional(json, field));
            case KIND -> kind = EventValueParser.kind(JsonFieldReader.optional(json, field));
            case SERVER -> server = JsonFieldReader.optional(json, field);
            case CHANNEL -> channel = EventValueParser.channel(JsonFieldReader.optional(json, field));
            case ACCOUNT -> account = JsonFieldReader.anyText(json, field);
            case CLIENT_ADDRESS -> clientAddress = EventValueParser.address(JsonFieldReader.optional(json, field));
            case CLIENT_NAME -> clientName = EventValueParser.verified(JsonFieldReader.optional(json, field));
            case HELO -> helo = JsonFieldReader.optional(json, field);
            case TLS -> tls = JsonFieldReader.optional(json, field);
            case SENDER -> sender = JsonFieldReader.text(json, field);
            case RECIPIENTS -> recipients(json);
            case RECIPIENT_COUNT -> recipientCount = count(json);
            case SIZE -> size = JsonFieldReader.count(json, field, MAX_SIZE);
            case QUEUE_ID -> queueId = JsonFieldReader.optional(json, field);
            case INSTANCE -> instance = JsonFieldReader.optional(json, field);
            case MESSAGE_ID -> messageId = EventValueParser.messageId(JsonFieldReader.optional(json, field));
            case STATUS_CODE -> statusCode = JsonFieldReader.optional(json, field);
            case HISTORY -> history = JsonFieldReader.flag(json, field);
            case BEFORE_QUEUE -> beforeQueue = JsonFieldReader.flag(json, field);
            case CERTIFICATE -> certificate = JsonFieldReader.optional(json, field);
            case HEADER_FROM -> headerFrom = JsonFieldReader.optional(json, field);
            case AFTER_QUEUE -> afterQueue = JsonFieldReader.flag(json, field);
        }
    }

    /**
     * The event.
     *
     * @param fallbackId id for an event without one
     * @param arrival when the log or an endpoint got it; null: the event may be of any time
     * @param publisher its publisher; null for an event of a recording
     */
    MailEvent event(
            String fallbackId,
            OriginLookup origins,
            EventTimePolicy timing,
            @Nullable Instant arrival,
            @Nullable Publisher publisher) {
        return event(fallbackId, origins, timing, arrival, publisher, false);
    }

    private MailEvent event(
            String fallbackId,
            OriginLookup origins,
            EventTimePolicy timing,
            @Nullable Instant arrival,
            @Nullable Publisher publisher,
            boolean asked) {
        EventKind what = present(kind, EventField.KIND, "name what happened, such as \"attempt\"");
        SaslLogin whose = client(what);
        Instant given = present(time, EventField.TIME, "write it like 2026-10-01T08:00:00Z");
        if (publisher != null) {
            // Before the server's clock is judged: another publisher may use its name.
            publisher.check(new Publisher.Claim(
                    id,
                    what,
                    server == null ? "" : server,
                    channel,
                    whose.account(),
                    clientAddress,
                    history,
                    beforeQueue,
                    asked));
        }
        EventTimePolicy.EffectiveTime timed = arrival == null
                ? new EventTimePolicy.EffectiveTime(given, null)
                : timing.timed(server == null ? "" : server, what, given, arrival, history, afterQueue);
        if (recipientCount >= 0 && recipientCount < listed) {
            throw new InvalidEventException(
                    EventField.RECIPIENT_COUNT,
                    "is " + recipientCount + ", but \"recipients\" lists " + listed + "; give the full number or none");
        }
        if (beforeQueue && !what.refusal()) {
            throw new InvalidEventException(
                    EventField.BEFORE_QUEUE,
                    "goes with 'rejected' and 'rate_limited' only, not with '" + what.word() + "': "
                            + (what.outcome()
                                    ? "that says that the server had queued the message"
                                    : "that is no refusal by the server"));
        }
        if (afterQueue && what != EventKind.ATTEMPT) {
            throw new InvalidEventException(
                    EventField.AFTER_QUEUE,
                    "goes with 'attempt' only, not with '" + what.word() + "': it says when an attempt is reported");
        }
        Origin origin = origins.locate(clientAddress, clientName);
        boolean attemptRequired = publisher != null && what == EventKind.ACCEPTED && !publisher.countsUnasked();
        return MailEvent.builder(id == null ? fallbackId : id, timed.time(), what, whose.account())
                .server(server == null ? "" : server)
                .channel(channel)
                .clientAddress(clientAddress == null ? null : clientAddress.text())
                .clientName(clientName)
                .helo(helo)
                .tls(tls)
                .sender(sender)
                .recipients(recipients)
                .recipientCount(Math.max(recipientCount, listed))
                .size(size)
                .queueId(queueId)
                .instance(instance)
                .messageId(messageId)
                .statusCode(statusCode)
                .history(history)
                .beforeQueue(beforeQueue)
                .afterQueue(afterQueue)
                .reportedTime(timed.reported())
                .origin(origin)
                .login(whose.shown())
                .publisher(publisher == null ? null : publisher.id())
                .attemptRequired(attemptRequired)
                .build();
    }

    /**
     * The attempt of a synchronous request. A kind is not needed, and the time of receipt replaces any other: a server's clock
     * must not extend a grant.
     *
     * @param fallbackId id for an event without one
     * @param receipt when the endpoint got it
     * @param publisher the requesting publisher
     */
    MailEvent attempt(
            String fallbackId, OriginLookup origins, EventTimePolicy timing, Instant receipt, Publisher publisher) {
        if (kind != null && kind != EventKind.ATTEMPT) {
            throw new InvalidEventException(
                    EventField.KIND,
                    "must be 'attempt' where a decision is asked for; nothing is decided about others");
        }
        if (history) {
            throw new InvalidEventException(
                    EventField.HISTORY,
                    "must not be true where a decision is asked for; nothing is decided about the past");
        }
        if (time != null) {
            try {
                timing.timed(server == null ? "" : server, EventKind.ATTEMPT, time, receipt, false, false);
            } catch (InvalidEventException e) {
                unread.add(new UnreadableField(EventField.TIME.word(), e.problem()));
            }
        }
        if (recipientCount >= 0 && recipientCount < listed) {
            unread.add(new UnreadableField(
                    EventField.RECIPIENT_COUNT.word(),
                    "is " + recipientCount + ", but \"recipients\" lists " + listed));
            recipientCount = listed;
        }
        if (beforeQueue) {
            unread.add(new UnreadableField(EventField.BEFORE_QUEUE.word(), "does not go with an attempt"));
            beforeQueue = false;
        }
        if (afterQueue) {
            unread.add(new UnreadableField(
                    EventField.AFTER_QUEUE.word(), "does not go with a question: its answer would come too late"));
            afterQueue = false;
        }
        kind = EventKind.ATTEMPT;
        time = receipt;
        return event(fallbackId, origins, timing, null, publisher, true);
    }

    private <T> T present(@Nullable T value, EventField field, String advice) {
        if (value == null) {
            boolean empty = (seen & field.bit()) != 0;
            throw new InvalidEventException(field, empty ? "is empty, and it is required" : "is missing; " + advice);
        }
        return value;
    }

    private SaslLogin client(EventKind what) {
        if (nameless) {
            return new SaslLogin(Account.UNNAMEABLE, null);
        }
        Account application = account == null && naming.hasApplications() ? naming.application(identity()) : null;
        if (application != null) {
            return new SaslLogin(application, null);
        }
        return logIn(
                present(
                        account,
                        EventField.ACCOUNT,
                        "give the SASL username, or list the client under 'applications' in policy.yml"),
                what);
    }

    private ClientIdentity identity() {
        return new ClientIdentity(
                clientAddress, certificate == null ? List.of() : List.of(certificate), sender, headerFrom);
    }

    /**
     * Resolves the log-in. A submission is decided whatever its log-in looks like, or an odd one would evade every rule; other
     * events of a log-in that cannot be normalised are refused.
     */
    private SaslLogin logIn(String name, EventKind what) {
        SaslLogin logIn = naming.resolve(name);
        if (what == EventKind.ATTEMPT || !logIn.account().equals(Account.UNNAMEABLE)) {
            return logIn;
        }
        try {
            return new SaslLogin(naming.account(name), logIn.shown());
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            throw new InvalidEventException(
                    EventField.ACCOUNT,
                    problem.startsWith("account ") ? problem.substring("account ".length()) : problem);
        }
    }

    private static int count(JsonParser json) {
        boolean absent = json.currentToken() == JsonToken.VALUE_NULL;
        return absent ? -1 : (int) JsonFieldReader.count(json, EventField.RECIPIENT_COUNT, MAX_RECIPIENT_COUNT);
    }

    /** Hashes them as they come, so that no recipient in clear is kept for longer than that. */
    private void recipients(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidEventException(
                    EventField.RECIPIENTS, "must be a list of strings, not " + JsonFieldReader.describe(json));
        }
        recipients = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String recipient = recipient(json);
            if (listed++ < MailEvent.MAX_RECIPIENTS) {
                recipients.add(hasher.hash(recipient));
            }
        }
    }

    /**
     * Reads the parser's recipient. At a synchronous endpoint an unreadable one counts as a recipient without a domain: the
     * client chose it, and must not hide the others by it.
     */
    private String recipient(JsonParser json) {
        try {
            String recipient = JsonFieldReader.string(json, EventField.RECIPIENTS);
            if (recipient.isBlank()) {
                throw new InvalidEventException(EventField.RECIPIENTS, "has an empty recipient at position " + listed);
            }
            return recipient;
        } catch (InvalidEventException e) {
            if (!lenient) {
                throw e;
            }
            String word = EventField.RECIPIENTS.word();
            if (unread.stream().noneMatch(one -> one.field().equals(word))) {
                unread.add(new UnreadableField(word, e.problem()));
            }
            String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
            json.skipChildren();
            return text.replace('@', ' ');
        }
    }
}
