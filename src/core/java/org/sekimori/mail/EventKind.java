package org.sekimori.mail;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kinds of events. The words are those of the wire format, see {@code docs/events.md}. */
public enum EventKind {
    /** A submission that the server is about to accept; the only kind that is decided. */
    ATTEMPT,
    /** The server queued the message. */
    ACCEPTED,
    /** Delivery of a queued message is put off: the next hop did not take it yet. */
    DEFERRED,
    /** A server refused the message: the next hop or, with {@code before_queue}, the reporting one before it queued it. */
    REJECTED,
    /** The same, because of a limit on rates. */
    RATE_LIMITED,
    /** A queued message could not be delivered to some of its recipients. */
    BOUNCED,
    /** A recipient complained about the message. */
    COMPLAINT,
    AUTH_FAILED,
    AUTH_SUCCEEDED,
    PASSWORD_CHANGED,
    ACCOUNT_CLOSED,
    ACCOUNT_RENAMED,
    /** The answer that a synchronous endpoint really sent; written by endpoints only. */
    ANSWERED;

    private static final Map<String, EventKind> BY_WORD = new HashMap<>();

    static {
        for (EventKind kind : values()) {
            BY_WORD.put(kind.word, kind);
        }
    }

    private final String word = name().toLowerCase(java.util.Locale.ROOT);

    /** Whether it reports a refusal; only such an event may prove that it was before the queue. */
    public boolean refusal() {
        return this == REJECTED || this == RATE_LIMITED;
    }

    /** Whether it reports the outcome of one submission, found by server and queue id. */
    public boolean outcome() {
        return switch (this) {
            case ACCEPTED, DEFERRED, REJECTED, RATE_LIMITED, BOUNCED, COMPLAINT -> true;
            default -> false;
        };
    }

    /** Whether anybody in the world can cause it without the password: then it proves nothing about who uses the account. */
    public boolean causedByAnybody() {
        return this == AUTH_FAILED;
    }

    /** Whether it changes the rights of the account; mail servers cannot know such changes. */
    public boolean changesAccount() {
        return this == PASSWORD_CHANGED || this == ACCOUNT_CLOSED || this == ACCOUNT_RENAMED;
    }

    /** The word on the wire, such as {@code attempt}. */
    public String word() {
        return word;
    }

    /** Parses a kind's word; null if unknown. */
    public static @Nullable EventKind of(String word) {
        return BY_WORD.get(word);
    }
}
