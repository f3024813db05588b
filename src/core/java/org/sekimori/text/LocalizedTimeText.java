package org.sekimori.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * Formats moments for customers: in their domain's time zone, which is named, and with 24 hours. With own patterns, because those
 * of the Java platform differ between versions, down to characters that SMTP cannot carry.
 */
public final class LocalizedTimeText {

    private LocalizedTimeText() {}

    /** Day, time and zone, such as {@code 1 June 2026, 09:00 (Japan Time)} or {@code 2026年6月1日 9:00（日本時間）}. */
    public static String full(Instant time, Locale language, ZoneId zone) {
        return written(time.atZone(zone), language, japanese(language) ? "y年M月d日 H:mm" : "d MMMM y, HH:mm");
    }

    /** Day, weekday, time and zone without the year: {@code Monday, 1 June, 09:00 (Japan Time)} or {@code 6月1日（月）9:00（日本時間）}. */
    public static String withWeekday(Instant time, Locale language, ZoneId zone) {
        return written(time.atZone(zone), language, japanese(language) ? "M月d日（E）H:mm" : "EEEE, d MMMM, HH:mm");
    }

    /** Day and weekday alone, such as {@code Monday, 1 June} or {@code 6月1日（月）}. */
    public static String day(Instant time, Locale language, ZoneId zone) {
        String pattern = japanese(language) ? "M月d日（E）" : "EEEE, d MMMM";
        return DateTimeFormatter.ofPattern(pattern, language).format(time.atZone(zone));
    }

    /** Day, time and zone without the year, and without the day if {@code now} is in it, too. */
    public static String shortForm(Instant time, Instant now, Locale language, ZoneId zone) {
        ZonedDateTime local = time.atZone(zone);
        boolean sameDay = local.toLocalDate().equals(now.atZone(zone).toLocalDate());
        String hours = japanese(language) ? "H:mm" : "HH:mm";
        String day = japanese(language) ? "M月d日 " : "d MMMM, ";
        return written(local, language, sameDay ? hours : day + hours);
    }

    private static String written(ZonedDateTime time, Locale language, String pattern) {
        String zone = new DateTimeFormatterBuilder()
                .appendGenericZoneText(TextStyle.FULL)
                .toFormatter(language)
                .format(time);
        String text = DateTimeFormatter.ofPattern(pattern, language).format(time);
        return japanese(language) ? text + "（" + zone + "）" : text + " (" + zone + ")";
    }

    private static boolean japanese(Locale language) {
        return language.getLanguage().equals("ja");
    }
}
