package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/** Fast from a machine in the owner's country, but below the limits that providers commonly have. */
final class HomeBlast {

    private HomeBlast() {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("home blast");
        Place[] machines = {target.machineAtHome(draw), target.machineAtHome(draw)};
        int hosts = draw.chance(CampaignNumbers.TWO_HOSTS) ? 2 : 1;
        double below = draw.between(CampaignNumbers.BELOW_LEAST, CampaignNumbers.BELOW_MOST);
        double perHour = below * CampaignNumbers.LIMITS_PER_HOUR[draw.weighted(CampaignNumbers.LIMIT_SHARES)];
        double perDay = below * CampaignNumbers.LIMITS_PER_DAY[draw.weighted(CampaignNumbers.DAY_LIMIT_SHARES)];
        Volley volley = Volley.few(target, draw, draw.between(1, CampaignNumbers.HOME_BLAST_MOST_RECIPIENTS));
        double days = draw.logNormal(CampaignNumbers.HOME_BLAST_LOG_DAYS, CampaignNumbers.HOME_BLAST_SIGMA);
        Span span = window.place(draw, Math.min(CampaignNumbers.HOME_BLAST_MOST_DAYS, days) * Span.DAY);
        run(draw, volley, machines, hosts, perHour, perDay, span);
    }

    /** Goes on the next day at the same hour when the day's share is used up. */
    private static void run(
            Draw draw, Volley volley, Place[] machines, int hosts, double perHour, double perDay, Span span) {
        double gap = volley.recipients() / perHour * Span.HOUR;
        long dayFrom = span.from();
        double today = 0;
        for (long at = span.from(); at < span.until() && volley.open(); ) {
            volley.send(at, machines[draw.below(hosts)]);
            today += volley.recipients();
            at += 1 + (long) (gap * draw.between(CampaignNumbers.PACE_LEAST, CampaignNumbers.PACE_MOST));
            if (today >= perDay) {
                dayFrom += Span.DAY;
                at = Math.max(at, dayFrom);
                today = 0;
            }
        }
    }
}
