package org.sekimori.web.my;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.LocalizedTimeText;

/**
 * A moment as a traveller reads it.
 *
 * @param iso for machines, RFC 3339
 * @param home with weekday, in the time of home
 * @param place the same in the time of the place; empty if that is unknown, or the same
 */
record MomentText(String iso, String home, String place) {

    static MomentText of(Instant time, Locale language, ZoneId home, @Nullable ZoneId place) {
        String there = place == null
                        || home.getRules()
                                .getOffset(time)
                                .equals(place.getRules().getOffset(time))
                ? ""
                : LocalizedTimeText.withWeekday(time, language, place);
        return new MomentText(time.toString(), LocalizedTimeText.withWeekday(time, language, home), there);
    }
}
