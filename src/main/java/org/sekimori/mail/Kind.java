package org.sekimori.mail;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a mail server reports. The words are those of the wire format, see {@code docs/events.md}. */
public enum Kind {
    /** A submission that the server is about to accept; the only kind that is decided upon. */
    ATTEMPT,
    ACCEPTED,
    DEFERRED,
    REJECTED,
    RATE_LIMITED,
    BOUNCED,
    COMPLAINT,
    AUTH_FAILED,
    AUTH_SUCCEEDED,
    PASSWORD_CHANGED,
    ACCOUNT_CLOSED,
    ACCOUNT_RENAMED,
    /** What a door really told the server; written by doors only. */
    ANSWERED;

    private static final Map<String, Kind> BY_WORD = new HashMap<>();

    static {
        for (Kind kind : values()) {
            BY_WORD.put(kind.word, kind);
        }
    }

    private final String word = name().toLowerCase(java.util.Locale.ROOT);

    /** The word on the wire, such as {@code attempt}. */
    public String word() {
        return word;
    }

    /** The kind with this word, or null if there is none. */
    public static @Nullable Kind of(String word) {
        return BY_WORD.get(word);
    }
}
