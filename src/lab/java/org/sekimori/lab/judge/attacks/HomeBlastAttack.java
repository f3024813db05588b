package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Fast from a machine in the owner's country, but below the limits that providers commonly have. */
final class HomeBlastAttack {

    private HomeBlastAttack() {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("home blast");
        ClientLocation[] machines = {target.machineAtHome(draw), target.machineAtHome(draw)};
        int hosts = draw.chance(CampaignParameters.TWO_HOSTS) ? 2 : 1;
        double below = draw.between(CampaignParameters.BELOW_LEAST, CampaignParameters.BELOW_MOST);
        double perHour = below * CampaignParameters.LIMITS_PER_HOUR[draw.weighted(CampaignParameters.LIMIT_SHARES)];
        double perDay = below * CampaignParameters.LIMITS_PER_DAY[draw.weighted(CampaignParameters.DAY_LIMIT_SHARES)];
        SpamSender volley =
                SpamSender.few(target, draw, draw.between(1, CampaignParameters.HOME_BLAST_MOST_RECIPIENTS));
        double days = draw.logNormal(CampaignParameters.HOME_BLAST_LOG_DAYS, CampaignParameters.HOME_BLAST_SIGMA);
        TimeSpan span = window.place(draw, Math.min(CampaignParameters.HOME_BLAST_MOST_DAYS, days) * TimeSpan.DAY);
        run(draw, volley, machines, hosts, perHour, perDay, span);
    }

    /** Continues the next day at the same hour when the day's share is used up. */
    private static void run(
            RandomStream draw,
            SpamSender volley,
            ClientLocation[] machines,
            int hosts,
            double perHour,
            double perDay,
            TimeSpan span) {
        double gap = volley.recipients() / perHour * TimeSpan.HOUR;
        long dayFrom = span.from();
        double today = 0;
        for (long at = span.from(); at < span.until() && volley.belowLimit(); ) {
            volley.send(at, machines[draw.below(hosts)]);
            today += volley.recipients();
            at += 1 + (long) (gap * draw.between(CampaignParameters.PACE_LEAST, CampaignParameters.PACE_MOST));
            if (today >= perDay) {
                dayFrom += TimeSpan.DAY;
                at = Math.max(at, dayFrom);
                today = 0;
            }
        }
    }
}
