package org.sekimori.intake.event;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.sekimori.intake.EventField;
import org.sekimori.intake.InvalidEventException;
import org.sekimori.stream.json.Rfc3339Times;
import org.sekimori.text.QuotedText;

/** Parses the time of an event and checks that it can still count. */
final class EventTimeParser {

    /** Clocks of mail servers that drift further than this are wrong. */
    static final Duration FUTURE = Duration.ofMinutes(5);

    /** As far as the profile reaches back, and as long as the log is kept. */
    static final Duration AGE = Duration.ofDays(35);

    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

    private EventTimeParser() {}

    /** An RFC 3339 time with an offset and at most nine digits of a second's fraction. */
    static Instant parse(String text) {
        if (!shaped(text)) {
            throw broken(text);
        }
        Instant time;
        try {
            time = Rfc3339Times.parse(text);
        } catch (DateTimeException e) {
            throw broken(text);
        }
        if (time.isBefore(Instant.EPOCH)) {
            throw new InvalidEventException(
                    EventField.TIME, "is " + time + ", before 1970; no mail was submitted then");
        }
        return time;
    }

    /** The JDK takes more forms than RFC 3339 has: without seconds, with seconds in the offset, with an hour 24. */
    private static boolean shaped(String text) {
        int length = text.length();
        if (length < SHAPE.length() + 1) {
            return false;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char c = text.charAt(i);
            char wanted = SHAPE.charAt(i);
            boolean fits = wanted == 'd' ? digit(c) : wanted == c || (wanted == 'T' && c == 't');
            if (!fits) {
                return false;
            }
        }
        boolean hour24 = text.charAt(11) == '2' && text.charAt(12) > '3';
        int at = SHAPE.length();
        if (text.charAt(at) == '.') {
            int start = ++at;
            while (at < length && digit(text.charAt(at))) {
                at++;
            }
            if (at == start || at > start + 9) {
                return false;
            }
        }
        return !hour24 && offset(text, at);
    }

    private static boolean offset(String text, int at) {
        int left = text.length() - at;
        if (left == 1) {
            return text.charAt(at) == 'Z' || text.charAt(at) == 'z';
        }
        return left == 6
                && (text.charAt(at) == '+' || text.charAt(at) == '-')
                && digit(text.charAt(at + 1))
                && digit(text.charAt(at + 2))
                && text.charAt(at + 3) == ':'
                && digit(text.charAt(at + 4))
                && digit(text.charAt(at + 5));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static InvalidEventException broken(String text) {
        return new InvalidEventException(
                EventField.TIME,
                "is not an RFC 3339 time with an offset: " + QuotedText.of(text)
                        + "; write it like 2026-10-01T08:00:00Z or 2026-10-01T17:00:00+09:00");
    }

    /** Refuses times too far ahead of {@code now} or, except for imported history, behind it. */
    static void check(Instant time, Instant now, boolean history) {
        if (time.isAfter(now.plus(FUTURE))) {
            throw new InvalidEventException(
                    EventField.TIME,
                    "is " + time + ", more than " + FUTURE.toMinutes() + " minutes ahead of the time here, " + now
                            + "; set the server's clock");
        }
        if (!history && time.isBefore(now.minus(AGE))) {
            throw new InvalidEventException(
                    EventField.TIME,
                    "is " + time + ", more than " + AGE.toDays() + " days before the time here, " + now
                            + "; import the past with \"history\": true");
        }
    }
}
