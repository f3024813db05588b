package org.sekimori.intake.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.EventField;
import org.sekimori.intake.InvalidEventException;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.text.NameSuggestion;
import org.sekimori.text.QuotedText;

/** Parses the texts of an event's fields; null: the field is missing. */
final class EventValueParser {

    /** Postfix's word for an unverified client name. */
    private static final String UNVERIFIED = "unknown";

    private static final String KINDS = Arrays.stream(EventKind.values())
            .filter(kind -> kind != EventKind.ANSWERED)
            .map(EventKind::word)
            .collect(Collectors.joining(", "));

    private EventValueParser() {}

    static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : EventTimeParser.parse(text);
    }

    static @Nullable EventKind kind(@Nullable String word) {
        if (word == null) {
            return null;
        }
        EventKind kind = EventKind.of(word);
        if (kind == null) {
            throw new InvalidEventException(
                    EventField.KIND,
                    "is none of " + KINDS + ": " + QuotedText.of(word)
                            + NameSuggestion.didYouMean(word, List.of(KINDS.split(", "))));
        }
        if (kind == EventKind.ANSWERED) {
            throw new InvalidEventException(
                    EventField.KIND, "must not be 'answered': only Sekimori's own doors write that");
        }
        return kind;
    }

    static SubmissionChannel channel(@Nullable String word) {
        SubmissionChannel channel = word == null ? SubmissionChannel.SUBMISSION : SubmissionChannel.of(word);
        if (channel == null) {
            throw new InvalidEventException(
                    EventField.CHANNEL,
                    "is none of submission, webmail, api: " + QuotedText.of(String.valueOf(word))
                            + NameSuggestion.didYouMean(String.valueOf(word), List.of("submission", "webmail", "api")));
        }
        return channel;
    }

    static @Nullable ClientAddress address(@Nullable String literal) {
        try {
            return literal == null ? null : ClientAddress.of(literal);
        } catch (IllegalArgumentException e) {
            throw new InvalidEventException(EventField.CLIENT_ADDRESS, "is " + e.getMessage());
        }
    }

    static @Nullable String verified(@Nullable String name) {
        return UNVERIFIED.equals(name) ? null : name;
    }

    /**
     * A Message-ID without its angle brackets. Deviations from RFC 5322 are tolerated, since clients write many; but it must be
     * one word, or logs and searches would take it for several. Postfix logs {@code <>} for a message without one.
     */
    static @Nullable String messageId(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean bracketed = text.length() > 1 && text.startsWith("<") && text.endsWith(">");
        String id = bracketed ? text.substring(1, text.length() - 1) : text;
        if (id.length() > MailEvent.MAX_MESSAGE_ID_LENGTH) {
            throw new InvalidEventException(
                    EventField.MESSAGE_ID,
                    "has " + id.length() + " characters, at most " + MailEvent.MAX_MESSAGE_ID_LENGTH + " are allowed");
        }
        int end = bracketed ? text.length() - 1 : text.length();
        for (int i = text.length() - end; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isSpaceChar(c) || c == '\uFEFF') {
                throw new InvalidEventException(EventField.MESSAGE_ID, "contains white space at position " + i);
            }
            if (c == '<' || c == '>') {
                throw new InvalidEventException(
                        EventField.MESSAGE_ID,
                        "contains an angle bracket at position " + i + "; give one Message-ID, as it is");
            }
        }
        return id.isEmpty() ? null : id;
    }
}
