package org.sekimori.follow.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times of a server's zone, as logs without a zone or a year give them.
 *
 * <p>Without a year: the latest one in which the day is not ahead by more than a day; so a line of 31 December that is read on
 * 1 January is last year's, and 29 February is one of a leap year. In the hour that the end of summer time repeats, the first
 * passing is meant until the log's time goes back, or the first is no longer possible. A time in the hour that its beginning
 * skips is taken as if the clock had not been put forward.
 */
final class LocalTimes {

    /** Clocks that are ahead, and readers in another zone. */
    private static final int DAYS_AHEAD = 1;

    /** Leap years are at most eight years apart (1896 and 1904). */
    private static final int MOST_YEARS = 9;

    /** Lines of one log are in order but for this much, which is generous. */
    private static final Duration DISORDER = Duration.ofMinutes(5);

    /** The same once the second passing has begun, which is not left again. */
    private static final Duration STRAGGLER = Duration.ofSeconds(10);

    private static final int BUCKET = 900;

    private final ZoneRules rules;
    private long bucket = Long.MIN_VALUE;
    private @Nullable ZoneOffset bucketOffset;
    private Instant last = Instant.EPOCH;
    private long yearDay = Long.MIN_VALUE;
    private int yearMonthDay = -1;
    private int year;

    LocalTimes(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /** The last time given; {@link Instant#EPOCH} before the first. */
    Instant last() {
        return last;
    }

    /** Goes on after a restart. */
    void resume(Instant time) {
        last = time;
    }

    /** Notes the time of a line that gave its zone. */
    Instant note(Instant time) {
        last = time;
        return time;
    }

    /**
     * The year of a day.
     *
     * @param read when the line was there at the latest
     * @return the year; 0 if there is no such day
     */
    int year(int month, int day, Instant read) {
        long today = Math.floorDiv(read.getEpochSecond() + rules.getOffset(read).getTotalSeconds(), 86_400L);
        int monthDay = month * 32 + day;
        if (today == yearDay && monthDay == yearMonthDay) {
            return year;
        }
        LocalDate limit = LocalDate.ofEpochDay(today).plusDays(DAYS_AHEAD);
        for (int candidate = limit.getYear(); candidate > limit.getYear() - MOST_YEARS; candidate--) {
            LocalDate date = date(candidate, month, day);
            if (date != null && !date.isAfter(limit)) {
                yearDay = today;
                yearMonthDay = monthDay;
                year = candidate;
                return candidate;
            }
        }
        return 0;
    }

    private static @Nullable LocalDate date(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * The instant of a time in the zone.
     *
     * @param seconds of the day
     * @param raw the line, which bounds what is possible
     */
    Instant instant(LocalDate date, int seconds, int nanos, RawLine raw) {
        long local = date.toEpochDay() * 86_400L + seconds;
        long here = Math.floorDiv(local, (long) BUCKET);
        ZoneOffset offset = here == bucket ? bucketOffset : null;
        if (offset == null) {
            LocalDateTime time = LocalDateTime.of(date, LocalTime.ofSecondOfDay(seconds));
            List<ZoneOffset> valid = rules.getValidOffsets(time);
            if (valid.size() == 1) {
                remember(here, valid.get(0));
                offset = valid.get(0);
            } else if (valid.isEmpty()) {
                offset = rules.getTransition(time).getOffsetBefore();
            } else {
                offset = passing(rules.getTransition(time), local, raw);
            }
        }
        return note(Instant.ofEpochSecond(local - offset.getTotalSeconds(), nanos));
    }

    /** Offsets change at multiples of a quarter of an hour, in this century. */
    private void remember(long here, ZoneOffset offset) {
        LocalDateTime start = LocalDateTime.ofEpochSecond(here * BUCKET, 0, ZoneOffset.UTC);
        LocalDateTime end = start.plusSeconds(BUCKET - 1L);
        if (rules.getValidOffsets(start).equals(List.of(offset))
                && rules.getValidOffsets(end).equals(List.of(offset))) {
            bucket = here;
            bucketOffset = offset;
        }
    }

    private ZoneOffset passing(ZoneOffsetTransition back, long local, RawLine raw) {
        ZoneOffset before = back.getOffsetBefore();
        ZoneOffset after = back.getOffsetAfter();
        Instant first = Instant.ofEpochSecond(local - before.getTotalSeconds());
        Instant second = Instant.ofEpochSecond(local - after.getTotalSeconds());
        Instant earliest = last.isAfter(raw.notBefore()) ? last : raw.notBefore();
        Duration disorder = earliest.isBefore(back.getInstant()) ? DISORDER : STRAGGLER;
        boolean firstIsOver = first.isBefore(earliest.minus(disorder));
        return firstIsOver && !second.isAfter(raw.notAfter().plusSeconds(60)) ? after : before;
    }
}
