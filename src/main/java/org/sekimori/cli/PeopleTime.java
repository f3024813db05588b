package org.sekimori.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times as people read them: UTC, to the second, such as {@code 2026-11-29T19:45:49Z}, whatever precision the record has. The same text can
 * be typed where a time is asked for. What programs read ({@code --json}) keeps the record's own.
 */
final class PeopleTime {

    private PeopleTime() {}

    /** A time; {@code an unknown time} if there is none. */
    static String of(@Nullable Instant time) {
        return time == null ? "an unknown time" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A time of a record in RFC 3339; what is no such time stays as it is. */
    static String of(String text) {
        try {
            return of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return text;
        }
    }
}
