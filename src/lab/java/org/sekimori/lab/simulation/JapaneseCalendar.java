package org.sekimori.lab.simulation;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;

/**
 * Holidays in Japan: weekends, public holidays by the Act on National Holidays (1948, as of 2026), and the customary days around
 * New Year and Obon. A holiday on a Sunday moves to the next working day, and a day between two holidays is one.
 */
final class JapaneseCalendar {

    private JapaneseCalendar() {}

    static boolean free(LocalDate day) {
        return weekend(day) || season(day) || holiday(day) || substitute(day) || between(day);
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static boolean season(LocalDate day) {
        int of = day.getDayOfMonth();
        return (day.getMonth() == Month.DECEMBER && of >= 29)
                || (day.getMonth() == Month.JANUARY && of <= 3)
                || (day.getMonth() == Month.AUGUST && of >= 13 && of <= 15);
    }

    private static boolean holiday(LocalDate day) {
        int of = day.getDayOfMonth();
        return switch (day.getMonth()) {
            case JANUARY -> of == 1 || monday(day, 2);
            case FEBRUARY -> of == 11 || of == 23;
            case MARCH -> of == equinox(day, 20.8431);
            case APRIL -> of == 29;
            case MAY -> of >= 3 && of <= 5;
            case JULY -> monday(day, 3);
            case AUGUST -> of == 11;
            case SEPTEMBER -> monday(day, 3) || of == equinox(day, 23.2488);
            case OCTOBER -> monday(day, 2);
            case NOVEMBER -> of == 3 || of == 23;
            case JUNE, DECEMBER -> false;
        };
    }

    /** Whether every day back to a Sunday that is a holiday is one, too. */
    private static boolean substitute(LocalDate day) {
        for (LocalDate before = day.minusDays(1); holiday(before); before = before.minusDays(1)) {
            if (before.getDayOfWeek() == DayOfWeek.SUNDAY) {
                return true;
            }
        }
        return false;
    }

    private static boolean between(LocalDate day) {
        return holiday(day.minusDays(1)) && holiday(day.plusDays(1));
    }

    private static boolean monday(LocalDate day, int nth) {
        return day.getDayOfWeek() == DayOfWeek.MONDAY && (day.getDayOfMonth() + 6) / 7 == nth;
    }

    /** The usual approximation of the day of an equinox for 1980 to 2099. */
    private static int equinox(LocalDate day, double base) {
        int years = day.getYear() - 1980;
        return (int) (base + 0.242194 * years) - years / 4;
    }
}
