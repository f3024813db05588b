package org.sekimori.archive.panels;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Elasticsearch's words for times, against an instant that stands still. */
public record DateMath(Instant instant) {

    private static final Pattern MATH = Pattern.compile("now(?:([+-])(\\d+)([hdwMy]))?");

    /** The instant of {@code now-3d}, or of a time written out. */
    public Instant at(String text) {
        Matcher math = MATH.matcher(text);
        if (!math.matches()) {
            return Instant.parse(text);
        }
        if (math.group(1) == null) {
            return instant;
        }
        long amount = Long.parseLong(math.group(1) + math.group(2));
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        return switch (math.group(3)) {
            case "h" -> time.plusHours(amount).toInstant();
            case "d" -> time.plusDays(amount).toInstant();
            case "w" -> time.plusWeeks(amount).toInstant();
            case "M" -> time.plusMonths(amount).toInstant();
            default -> time.plusYears(amount).toInstant();
        };
    }
}
