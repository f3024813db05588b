package org.sekimori.lab.judge;

import java.util.function.LongFunction;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/** What slow campaigns from the owner's country have in common: few messages an hour for days, from changing addresses. */
final class Slow {

    private Slow() {}

    /**
     * Sends through one address after the other.
     *
     * @param logPerHour logarithm of the median of messages an hour
     * @param logDays logarithm of the median of days
     * @param addresses where it comes from, by when it begins
     */
    static void run(
            Target target, Draw draw, Span window, double logPerHour, double logDays, LongFunction<Place[]> addresses) {
        double drawn = draw.logNormal(logPerHour, CampaignNumbers.SLOW_SIGMA);
        double perHour = Math.min(CampaignNumbers.SLOW_MOST_PER_HOUR, drawn);
        double days = draw.logNormal(logDays, CampaignNumbers.SLOW_DAYS_SIGMA);
        days = Math.max(CampaignNumbers.SLOW_LEAST_DAYS, Math.min(CampaignNumbers.SLOW_MOST_DAYS, days));
        boolean sleeps = draw.chance(CampaignNumbers.KEEPS_HOURS);
        Volley volley = Volley.of(target, draw);
        Span span = window.place(draw, days * Span.DAY);
        Place[] places = addresses.apply(span.from());
        int place = 0;
        boolean first = true;
        for (long at = span.from(); at < span.until() && volley.open(); ) {
            if (first || !sleeps || awake(target.ground().days().hour(at))) {
                volley.send(at, places[place]);
                first = false;
            }
            if (draw.chance(1 / CampaignNumbers.PROXY_MESSAGES)) {
                place = draw.below(places.length);
            }
            at += 1 + (long) (draw.exponential(1 / perHour) * Span.HOUR);
        }
    }

    private static boolean awake(int hour) {
        return hour >= CampaignNumbers.AWAKE_FROM && hour < CampaignNumbers.AWAKE_UNTIL;
    }
}
