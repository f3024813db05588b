package org.sekimori.lab.judge;

import java.time.LocalDate;
import org.sekimori.lab.world.Setting;

/** The days of a setting: what kind of day each is, and when it begins. Japan has no summer time, so all are equally long. */
final class Days {

    /** How much of ordinary life a day has. */
    enum Kind {
        WORKDAY,
        /** Saturdays, Sundays and holidays. */
        REST,
        /** Golden Week, Obon and New Year, when firms close and people visit their families. */
        LEAVE
    }

    private final Kind[] kinds;
    private final LocalDate first;
    private final long start;

    private Days(Kind[] kinds, LocalDate first, long start) {
        this.kinds = kinds;
        this.first = first;
        this.start = start;
    }

    static Days of(Setting setting) {
        Kind[] kinds = new Kind[setting.days()];
        for (int day = 0; day < kinds.length; day++) {
            kinds[day] = Holidays.kind(setting.start().plusDays(day));
        }
        return new Days(kinds, setting.start(), setting.dawn(0).toEpochMilli());
    }

    int count() {
        return kinds.length;
    }

    /** When a day begins, also for days outside the setting. */
    long dawn(int day) {
        return start + day * Span.DAY;
    }

    /** The day of a time. */
    int day(long at) {
        return (int) Math.floorDiv(at - start, Span.DAY);
    }

    /** Hour of the day by the clocks of the provider's country. */
    int hour(long at) {
        return (int) (Math.floorMod(at - start, Span.DAY) / Span.HOUR);
    }

    Kind kind(int day) {
        return kinds[day];
    }

    boolean workday(int day) {
        return kinds[day] == Kind.WORKDAY;
    }

    LocalDate date(int day) {
        return first.plusDays(day);
    }
}
