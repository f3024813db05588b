package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/** As much as possible as fast as possible. */
final class Blast {

    private Blast() {}

    /** How fast and how long. */
    private record Scale(double perMinute, double minutes) {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("blast");
        Scale scale = scale(draw);
        int hosts = draw.chance(CampaignNumbers.ONE_HOST) ? 1 : draw.between(2, CampaignNumbers.HOSTS_MOST);
        Place[] machines = target.machines(draw, hosts, target.atHome(CampaignNumbers.BLAST_AT_HOME));
        Volley volley = Volley.of(target, draw);
        Span span = window.place(draw, scale.minutes() * Span.MINUTE);
        for (long at = span.from(); at < span.until() && volley.open(); ) {
            volley.send(at, machines[draw.below(hosts)]);
            at += 1 + (long) (draw.exponential(1 / scale.perMinute()) * Span.MINUTE);
        }
    }

    private static Scale scale(Draw draw) {
        return switch (draw.weighted(CampaignNumbers.BLASTS)) {
            case 0 -> {
                double rate = draw.logNormal(CampaignNumbers.BLAST_LOG_PER_MINUTE, CampaignNumbers.BLAST_RATE_SIGMA);
                double perMinute = Math.max(1, Math.min(CampaignNumbers.BLAST_MOST_PER_MINUTE, rate));
                double minutes = draw.logNormal(CampaignNumbers.BLAST_LOG_MINUTES, CampaignNumbers.BLAST_TIME_SIGMA);
                yield new Scale(perMinute, minutes);
            }
            case 1 -> new Scale(CampaignNumbers.FLOOD_PER_MINUTE, CampaignNumbers.FLOOD_MINUTES);
            default -> {
                double hours = draw.logNormal(CampaignNumbers.STEADY_LOG_HOURS, CampaignNumbers.STEADY_SIGMA);
                yield new Scale(CampaignNumbers.STEADY_PER_HOUR / 60, 60 * hours);
            }
        };
    }
}
