package org.sekimori.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Formats times for people: UTC, to the second, such as {@code 2026-11-29T19:45:49Z}, whatever the record's precision. The text
 * can be typed where a time is expected. Output for programs ({@code --json}) keeps the record's precision.
 */
public final class UtcTimeText {

    private static final Pattern FINER = Pattern.compile("\\b(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)\\.\\d{1,9}Z");

    private UtcTimeText() {}

    /** A time; {@code an unknown time} if it is null. */
    public static String of(@Nullable Instant time) {
        return time == null
                ? "an unknown time"
                : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A text with all the times in it as people read them; the rest stays as it is. */
    public static String truncateTimesIn(String text) {
        return FINER.matcher(text).replaceAll("$1Z");
    }
}
