package org.sekimori.lab.judge.attacks;

import java.util.function.LongFunction;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Common part of slow campaigns from the owner's country: few messages an hour for days, from changing addresses. */
final class LowRateSpamCampaign {

    private LowRateSpamCampaign() {}

    /**
     * Sends through one address after the other.
     *
     * @param logPerHour logarithm of the median of messages an hour
     * @param logDays logarithm of the median of days
     * @param addresses its addresses, by their start
     */
    static void run(
            AttackTarget target,
            RandomStream draw,
            TimeSpan window,
            double logPerHour,
            double logDays,
            LongFunction<ClientLocation[]> addresses) {
        double drawn = draw.logNormal(logPerHour, CampaignParameters.SLOW_SIGMA);
        double perHour = Math.min(CampaignParameters.SLOW_MOST_PER_HOUR, drawn);
        double days = draw.logNormal(logDays, CampaignParameters.SLOW_DAYS_SIGMA);
        days = Math.max(CampaignParameters.SLOW_LEAST_DAYS, Math.min(CampaignParameters.SLOW_MOST_DAYS, days));
        boolean sleeps = draw.chance(CampaignParameters.KEEPS_HOURS);
        SpamSender volley = SpamSender.of(target, draw);
        TimeSpan span = window.place(draw, days * TimeSpan.DAY);
        ClientLocation[] places = addresses.apply(span.from());
        int place = 0;
        boolean first = true;
        for (long at = span.from(); at < span.until() && volley.belowLimit(); ) {
            if (first || !sleeps || awake(target.world().days().hour(at))) {
                volley.send(at, places[place]);
                first = false;
            }
            if (draw.chance(1 / CampaignParameters.PROXY_MESSAGES)) {
                place = draw.below(places.length);
            }
            at += 1 + (long) (draw.exponential(1 / perHour) * TimeSpan.HOUR);
        }
    }

    private static boolean awake(int hour) {
        return hour >= CampaignParameters.AWAKE_FROM && hour < CampaignParameters.AWAKE_UNTIL;
    }
}
