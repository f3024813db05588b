package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** As much as possible as fast as possible. */
final class BlastAttack {

    private BlastAttack() {}

    /** How fast and how long. */
    private record Scale(double perMinute, double minutes) {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("blast");
        Scale scale = scale(draw);
        int hosts = draw.chance(CampaignParameters.ONE_HOST) ? 1 : draw.between(2, CampaignParameters.HOSTS_MOST);
        ClientLocation[] machines = target.machines(draw, hosts, target.atHome(CampaignParameters.BLAST_AT_HOME));
        SpamSender volley = SpamSender.of(target, draw);
        TimeSpan span = window.place(draw, scale.minutes() * TimeSpan.MINUTE);
        for (long at = span.from(); at < span.until() && volley.belowLimit(); ) {
            volley.send(at, machines[draw.below(hosts)]);
            at += 1 + (long) (draw.exponential(1 / scale.perMinute()) * TimeSpan.MINUTE);
        }
    }

    private static Scale scale(RandomStream draw) {
        return switch (draw.weighted(CampaignParameters.BLASTS)) {
            case 0 -> {
                double rate =
                        draw.logNormal(CampaignParameters.BLAST_LOG_PER_MINUTE, CampaignParameters.BLAST_RATE_SIGMA);
                double perMinute = Math.max(1, Math.min(CampaignParameters.BLAST_MOST_PER_MINUTE, rate));
                double minutes =
                        draw.logNormal(CampaignParameters.BLAST_LOG_MINUTES, CampaignParameters.BLAST_TIME_SIGMA);
                yield new Scale(perMinute, minutes);
            }
            case 1 -> new Scale(CampaignParameters.FLOOD_PER_MINUTE, CampaignParameters.FLOOD_MINUTES);
            default -> {
                double hours = draw.logNormal(CampaignParameters.STEADY_LOG_HOURS, CampaignParameters.STEADY_SIGMA);
                yield new Scale(CampaignParameters.STEADY_PER_HOUR / 60, 60 * hours);
            }
        };
    }
}
