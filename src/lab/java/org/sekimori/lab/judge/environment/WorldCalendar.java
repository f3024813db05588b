package org.sekimori.lab.judge.environment;

import java.time.LocalDate;
import org.sekimori.lab.world.WorldSettings;

/** Calendar of the simulated time: kind and beginning of each day. Japan has no summer time, so all are equally long. */
public final class WorldCalendar {

    /** How much of ordinary life a day has. */
    public enum DayKind {
        WORKDAY,
        /** Saturdays, Sundays and holidays. */
        REST,
        /** Golden Week, Obon and New Year, when firms close and people visit their families. */
        LEAVE
    }

    private final DayKind[] kinds;
    private final LocalDate first;
    private final long start;

    private WorldCalendar(DayKind[] kinds, LocalDate first, long start) {
        this.kinds = kinds;
        this.first = first;
        this.start = start;
    }

    static WorldCalendar of(WorldSettings setting) {
        DayKind[] kinds = new DayKind[setting.days()];
        for (int day = 0; day < kinds.length; day++) {
            kinds[day] = JapaneseHolidays.kind(setting.start().plusDays(day));
        }
        return new WorldCalendar(kinds, setting.start(), setting.startOfDay(0).toEpochMilli());
    }

    public int count() {
        return kinds.length;
    }

    /** When a day begins, also for days outside the setting. */
    public long startOfDay(int day) {
        return start + day * TimeSpan.DAY;
    }

    /** The day of a time. */
    public int day(long at) {
        return (int) Math.floorDiv(at - start, TimeSpan.DAY);
    }

    /** Hour of the day by the clocks of the provider's country. */
    public int hour(long at) {
        return (int) (Math.floorMod(at - start, TimeSpan.DAY) / TimeSpan.HOUR);
    }

    public DayKind kind(int day) {
        return kinds[day];
    }

    public boolean workday(int day) {
        return kinds[day] == DayKind.WORKDAY;
    }

    LocalDate date(int day) {
        return first.plusDays(day);
    }
}
