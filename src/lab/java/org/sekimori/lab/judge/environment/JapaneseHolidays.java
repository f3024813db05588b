package org.sekimori.lab.judge.environment;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;
import org.sekimori.lab.judge.environment.WorldCalendar.DayKind;

/**
 * Japanese holidays by the law of 1948 as amended in 2018. The days of the equinoxes are announced a year ahead; the usual
 * approximation is right from 1980 to 2099.
 */
public final class JapaneseHolidays {

    private static final Set<MonthDay> FIXED = Set.of(
            MonthDay.of(1, 1),
            MonthDay.of(2, 11),
            MonthDay.of(2, 23),
            MonthDay.of(4, 29),
            MonthDay.of(5, 3),
            MonthDay.of(5, 4),
            MonthDay.of(5, 5),
            MonthDay.of(8, 11),
            MonthDay.of(11, 3),
            MonthDay.of(11, 23));

    /** Month and which Monday of it: coming of age, sea, respect for the aged, sports. */
    private static final int[][] MONDAYS = {{1, 2}, {7, 3}, {9, 3}, {10, 2}};

    private static final double SPRING_EQUINOX = 20.8431;
    private static final double AUTUMN_EQUINOX = 23.2488;
    private static final double EQUINOX_DRIFT = 0.242194;

    private JapaneseHolidays() {}

    public static DayKind kind(LocalDate date) {
        if (leave(date)) {
            return DayKind.LEAVE;
        }
        DayOfWeek weekday = date.getDayOfWeek();
        boolean weekend = weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
        return weekend || free(date) ? DayKind.REST : DayKind.WORKDAY;
    }

    /** Days on which most firms close for longer than the law asks. */
    private static boolean leave(LocalDate date) {
        int day = date.getMonthValue() * 100 + date.getDayOfMonth();
        boolean newYear = day >= 1229 || day <= 103;
        boolean goldenWeek = day >= 429 && day <= 505;
        boolean obon = day >= 813 && day <= 816;
        return newYear || goldenWeek || obon;
    }

    /** A holiday, the day in lieu of one on a Sunday, or a day between two holidays. */
    private static boolean free(LocalDate date) {
        if (named(date)) {
            return true;
        }
        LocalDate before = date.minusDays(1);
        while (named(before)) {
            if (before.getDayOfWeek() == DayOfWeek.SUNDAY) {
                return true;
            }
            before = before.minusDays(1);
        }
        return named(date.minusDays(1)) && named(date.plusDays(1));
    }

    private static boolean named(LocalDate date) {
        return FIXED.contains(MonthDay.from(date)) || mondayHoliday(date) || equinox(date);
    }

    private static boolean mondayHoliday(LocalDate date) {
        if (date.getDayOfWeek() != DayOfWeek.MONDAY) {
            return false;
        }
        int which = (date.getDayOfMonth() - 1) / 7 + 1;
        for (int[] monday : MONDAYS) {
            if (monday[0] == date.getMonthValue() && monday[1] == which) {
                return true;
            }
        }
        return false;
    }

    private static boolean equinox(LocalDate date) {
        int years = date.getYear() - 1980;
        double drift = EQUINOX_DRIFT * years - Math.floorDiv(years, 4);
        return switch (date.getMonthValue()) {
            case 3 -> date.getDayOfMonth() == (int) (SPRING_EQUINOX + drift);
            case 9 -> date.getDayOfMonth() == (int) (AUTUMN_EQUINOX + drift);
            default -> false;
        };
    }
}
