package org.sekimori.lab.command;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.json.Rfc3339Times;
import picocli.CommandLine.Option;

/** Options for the counted part of a recording. */
final class TimeRangeOptions {

    /** Length of a day such as {@code 2026-06-01}; a time is longer. */
    private static final int DAY = 10;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Count submissions from then on, a day or an RFC 3339 time; what comes before only warms.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "Count submissions before then.")
    private @Nullable String until;

    @Option(names = "--days", paramLabel = "N", description = "Count so many days before --until, or before now.")
    private int days;

    /**
     * The beginning, or the beginning of time.
     *
     * @param zone of days
     */
    Instant from(ZoneId zone) {
        if (days == 0) {
            return from == null ? Instant.MIN : time("--from", from, zone);
        }
        if (days < 0 || from != null) {
            throw new UserFacingException(
                    days < 0
                            ? "--days must be at least 1, not " + days
                            : "--days and --from both say where counting begins; name one of them");
        }
        Instant end = until == null ? Clock.systemUTC().instant() : until(zone);
        return end.minus(Duration.ofDays(days));
    }

    /** The end, or the end of time. */
    Instant until(ZoneId zone) {
        return until == null ? Instant.MAX : time("--until", until, zone);
    }

    private static Instant time(String option, String text, ZoneId zone) {
        try {
            return text.length() == DAY
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : Rfc3339Times.parse(text);
        } catch (DateTimeException e) {
            throw new UserFacingException(
                    option + " must be a day such as 2026-06-01 or a time such as 2026-06-01T00:00:00Z, not " + text);
        }
    }
}
