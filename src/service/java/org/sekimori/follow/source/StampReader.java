package org.sekimori.follow.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the time at the beginning of a text: RFC 3339 and its relatives ({@code 2026-11-25T02:35:54.797+09:00}; a blank instead of
 * the {@code T}, an offset without colon, no offset at all), or syslog's traditional one ({@code Nov 25 02:35:54}, RFC 3164, also
 * with a year or parts of seconds).
 */
final class StampReader {

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private final LocalTimes times;
    private String text = "";
    private int at;

    StampReader(LocalTimes times) {
        this.times = times;
    }

    /** Where the last stamp ended. */
    int end() {
        return at;
    }

    /** The time that begins at this place; null if none does. */
    @Nullable
    Instant read(String line, int from, RawLine raw) {
        text = line;
        at = from;
        char first = peek(0);
        if (first >= '0' && first <= '9') {
            return iso(raw);
        }
        return first >= 'A' && first <= 'Z' ? traditional(raw) : null;
    }

    private @Nullable Instant iso(RawLine raw) {
        int year = digits(4);
        if (year < 1970 || !skip('-')) {
            return null;
        }
        int month = digits(2);
        if (!skip('-')) {
            return null;
        }
        int day = digits(2);
        if (!skip('T') && !skip(' ') && !skip('t')) {
            return null;
        }
        int seconds = timeOfDay();
        LocalDate date = date(year, month, day);
        if (seconds < 0 || date == null) {
            return null;
        }
        int nanos = fraction();
        Integer offset = offset();
        if (offset == null) {
            return times.instant(date, seconds, nanos, raw);
        }
        return times.note(Instant.ofEpochSecond(date.toEpochDay() * 86_400L + seconds - offset, nanos));
    }

    private @Nullable Instant traditional(RawLine raw) {
        int month = month();
        if (month == 0 || !skip(' ')) {
            return null;
        }
        skip(' ');
        int day = number(2);
        if (day < 1 || !skip(' ')) {
            return null;
        }
        int year = 0;
        if (peek(4) == ' ' && digit(peek(3))) {
            year = digits(4);
            skip(' ');
        }
        int seconds = timeOfDay();
        if (seconds < 0) {
            return null;
        }
        int nanos = fraction();
        LocalDate date = date(year > 0 ? year : times.year(month, day, raw.notAfter()), month, day);
        return date == null ? null : times.instant(date, seconds, nanos, raw);
    }

    private static @Nullable LocalDate date(int year, int month, int day) {
        try {
            return year <= 0 ? null : LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private int month() {
        for (int m = 0; m < 12; m++) {
            if (text.regionMatches(at, MONTHS, 3 * m, 3)) {
                at += 3;
                return m + 1;
            }
        }
        return 0;
    }

    /** Seconds of the day; -1 if it is none. A leap second (60) counts as the one before it. */
    private int timeOfDay() {
        int hour = digits(2);
        if (!skip(':')) {
            return -1;
        }
        int minute = digits(2);
        if (!skip(':')) {
            return -1;
        }
        int second = digits(2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        return hour * 3600 + minute * 60 + Math.min(second, 59);
    }

    private int fraction() {
        if ((peek(0) != '.' && peek(0) != ',') || !digit(peek(1))) {
            return 0;
        }
        at++;
        int nanos = 0;
        int scale = 100_000_000;
        while (digit(peek(0))) {
            nanos += (peek(0) - '0') * scale;
            scale /= 10;
            at++;
        }
        return nanos;
    }

    /** Seconds east of Greenwich; null without an offset, after the stamp or, as Exim writes it, after a blank. */
    private @Nullable Integer offset() {
        if (skip('Z') || skip('z')) {
            return 0;
        }
        int blank = peek(0) == ' ' ? 1 : 0;
        char sign = peek(blank);
        if ((sign != '+' && sign != '-') || !digit(peek(blank + 1)) || !digit(peek(blank + 2))) {
            return null;
        }
        int back = at;
        at += blank + 1;
        int hours = digits(2);
        skip(':');
        int minutes = digits(2);
        if (minutes < 0 || minutes > 59 || hours * 3600 + minutes * 60 > ZoneOffset.MAX.getTotalSeconds()) {
            at = back;
            return null;
        }
        int seconds = hours * 3600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    /** Exactly so many digits; -1 if they are not there. */
    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (!digit(peek(i))) {
                return -1;
            }
            value = value * 10 + peek(i) - '0';
        }
        at += count;
        return value;
    }

    /** One digit up to so many; -1 without one. */
    private int number(int most) {
        int value = -1;
        for (int i = 0; i < most && digit(peek(0)); i++) {
            value = Math.max(value, 0) * 10 + peek(0) - '0';
            at++;
        }
        return value;
    }

    private boolean skip(char c) {
        if (peek(0) == c) {
            at++;
            return true;
        }
        return false;
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
