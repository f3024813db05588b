package org.sekimori.intake;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Channel;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Nearest;
import org.sekimori.mail.Quoted;

/** What the texts of an event mean; null: the field is missing. */
final class EventWords {

    /** What Postfix says when it could not verify a client's name. */
    private static final String UNVERIFIED = "unknown";

    private static final String KINDS = Arrays.stream(Kind.values())
            .filter(kind -> kind != Kind.ANSWERED)
            .map(Kind::word)
            .collect(Collectors.joining(", "));

    private EventWords() {}

    static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : EventTime.parse(text);
    }

    static @Nullable Kind kind(@Nullable String word) {
        if (word == null) {
            return null;
        }
        Kind kind = Kind.of(word);
        if (kind == null) {
            throw new BrokenEventException(
                    Field.KIND,
                    "is none of " + KINDS + ": " + Quoted.of(word) + Nearest.meant(word, List.of(KINDS.split(", "))));
        }
        if (kind == Kind.ANSWERED) {
            throw new BrokenEventException(Field.KIND, "must not be 'answered': only Sekimori's own doors write that");
        }
        return kind;
    }

    static Channel channel(@Nullable String word) {
        Channel channel = word == null ? Channel.SUBMISSION : Channel.of(word);
        if (channel == null) {
            throw new BrokenEventException(
                    Field.CHANNEL,
                    "is none of submission, webmail, api: " + Quoted.of(String.valueOf(word))
                            + Nearest.meant(String.valueOf(word), List.of("submission", "webmail", "api")));
        }
        return channel;
    }

    static @Nullable ClientAddress address(@Nullable String literal) {
        try {
            return literal == null ? null : ClientAddress.of(literal);
        } catch (IllegalArgumentException e) {
            throw new BrokenEventException(Field.CLIENT_ADDRESS, "is " + e.getMessage());
        }
    }

    static @Nullable String verified(@Nullable String name) {
        return UNVERIFIED.equals(name) ? null : name;
    }

    /**
     * A Message-ID without its angle brackets. What RFC 5322 allows within is not held against anybody, since clients write
     * much else; but it must be one word, or logs and searches would take it for several. {@code <>} is how Postfix logs that
     * a message has none.
     */
    static @Nullable String messageId(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean bracketed = text.length() > 1 && text.startsWith("<") && text.endsWith(">");
        String id = bracketed ? text.substring(1, text.length() - 1) : text;
        if (id.length() > MailEvent.MAX_MESSAGE_ID_LENGTH) {
            throw new BrokenEventException(
                    Field.MESSAGE_ID,
                    "has " + id.length() + " characters, at most " + MailEvent.MAX_MESSAGE_ID_LENGTH + " are allowed");
        }
        int end = bracketed ? text.length() - 1 : text.length();
        for (int i = text.length() - end; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isSpaceChar(c) || c == '\uFEFF') {
                throw new BrokenEventException(Field.MESSAGE_ID, "contains white space at position " + i);
            }
            if (c == '<' || c == '>') {
                throw new BrokenEventException(
                        Field.MESSAGE_ID,
                        "contains an angle bracket at position " + i + "; give one Message-ID, as it is");
            }
        }
        return id.isEmpty() ? null : id;
    }
}
