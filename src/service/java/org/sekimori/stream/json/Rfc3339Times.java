package org.sekimori.stream.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * RFC 3339 times. UTC with {@code Z} is read by hand: the JDK's formatter takes longer than the rest of an event.
 */
public final class Rfc3339Times {

    private Rfc3339Times() {}

    /**
     * The instant that a text means.
     *
     * @throws DateTimeException if it is no RFC 3339 time
     */
    public static Instant parse(String text) {
        int length = text.length();
        if (length < 20 || length > 30 || text.charAt(length - 1) != 'Z' || text.charAt(10) != 'T') {
            return OffsetDateTime.parse(text).toInstant();
        }
        long day = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))
                .toEpochDay();
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        boolean separated = text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && (length == 20 || (text.charAt(19) == '.' && length > 21));
        if (!separated || hour > 23 || minute > 59 || second > 59) {
            return OffsetDateTime.parse(text).toInstant();
        }
        int nanos = 0;
        int scale = 100_000_000;
        for (int i = 20; i < length - 1; i++) {
            nanos += digits(text, i, i + 1) * scale;
            scale /= 10;
        }
        return Instant.ofEpochSecond(day * 86_400 + hour * 3_600 + minute * 60 + second, nanos);
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("not an RFC 3339 time");
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
