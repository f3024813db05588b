package org.sekimori.intake;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;

/** The fields of a published mail event, as {@code docs/schemas/mail-event.schema.json} defines them. */
public enum EventField {
    ID(MailEvent.MAX_ID_LENGTH),
    TIME(64),
    KIND(64),
    SERVER(255),
    CHANNEL(64),
    ACCOUNT(Account.MAX_LENGTH),
    CLIENT_ADDRESS(64),
    CLIENT_NAME(255),
    HELO(255),
    TLS(64),
    SENDER(320),
    /** The length is that of each recipient. */
    RECIPIENTS(320),
    RECIPIENT_COUNT(0),
    SIZE(0),
    QUEUE_ID(MailEvent.MAX_QUEUE_ID_LENGTH),
    INSTANCE(MailEvent.MAX_INSTANCE_LENGTH),
    /** The length is that with its angle brackets. */
    MESSAGE_ID(MailEvent.MAX_MESSAGE_ID_LENGTH + 2),
    STATUS_CODE(64),
    HISTORY(0),
    BEFORE_QUEUE(0),
    /** Not kept: it only names the application. */
    CERTIFICATE(255),
    /** The same. */
    HEADER_FROM(320),
    AFTER_QUEUE(0);

    private static final Map<String, EventField> BY_WORD = new HashMap<>();

    static {
        for (EventField field : values()) {
            BY_WORD.put(field.word, field);
        }
    }

    private final String word = name().toLowerCase(Locale.ROOT);
    private final int maxLength;

    EventField(int maxLength) {
        this.maxLength = maxLength;
    }

    /** The name on the wire, such as {@code client_address}. */
    public String word() {
        return word;
    }

    /** Longest text allowed, in UTF-16 units as {@link String#length()} counts them. */
    public int maxLength() {
        return maxLength;
    }

    /** A bit of its own, to remember which fields were seen. */
    public int bit() {
        return 1 << ordinal();
    }

    /** The field with this name, or null: others are ignored. */
    public static @Nullable EventField of(String word) {
        return BY_WORD.get(word);
    }
}
