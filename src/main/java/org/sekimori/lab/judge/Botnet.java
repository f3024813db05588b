package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/** Many addresses all over the world, each for a few messages. */
final class Botnet {

    private Botnet() {}

    /** How large one is. */
    private record Scale(double messages, double hours, int bots) {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("botnet");
        run(target, draw, scale(draw), window);
    }

    /** While the grant of the owner's trip lasts; the trip was made for it. */
    static void strikeDuringGrant(Target target, Span window) {
        Draw draw = target.draw("botnet");
        Scale scale = scale(draw);
        Span open = new Span(window.until(), window.until());
        for (Trip trip : target.owner().trips()) {
            if (trip.manner() == Trip.Manner.BEFORE && window.contains(trip.from())) {
                Span grant = Grants.first(trip);
                Span usable = new Span(grant.from(), Math.min(grant.until(), window.until()));
                open = usable.length() > open.length() ? usable : open;
            }
        }
        run(target, draw, scale, open.after(draw.uniform() * CampaignNumbers.GRANT_LATEST));
    }

    private static Scale scale(Draw draw) {
        return switch (draw.weighted(CampaignNumbers.BOTNET_KINDS)) {
            case 0 -> ordinary(draw);
            case 1 ->
                new Scale(CampaignNumbers.MANY_LOG_INS, CampaignNumbers.MANY_HOURS, CampaignNumbers.MANY_ADDRESSES);
            default -> {
                double messages = CampaignNumbers.SLOW_PER_HOUR * CampaignNumbers.SLOW_HOURS;
                yield new Scale(messages, CampaignNumbers.SLOW_HOURS, bots(draw, messages));
            }
        };
    }

    private static Scale ordinary(Draw draw) {
        double messages = draw.logNormal(CampaignNumbers.BOTNET_LOG_MESSAGES, CampaignNumbers.BOTNET_SIGMA);
        double hours = draw.logNormal(CampaignNumbers.BOTNET_LOG_HOURS, CampaignNumbers.BOTNET_HOURS_SIGMA);
        hours = Math.max(CampaignNumbers.BOTNET_LEAST_HOURS, Math.min(CampaignNumbers.BOTNET_MOST_HOURS, hours));
        return new Scale(messages, hours, bots(draw, messages));
    }

    private static int bots(Draw draw, double messages) {
        double each = 1 + draw.logNormal(CampaignNumbers.MESSAGES_A_BOT_LOG, CampaignNumbers.MESSAGES_A_BOT_SIGMA);
        return (int) Math.max(CampaignNumbers.BOTS_LEAST, Math.min(CampaignNumbers.BOTS_MOST, messages / each));
    }

    private static void run(Target target, Draw draw, Scale scale, Span window) {
        Place[] bots = target.bots(draw, scale.bots());
        boolean inTurn = draw.chance(CampaignNumbers.IN_TURN);
        double each = scale.messages() / scale.bots();
        Volley volley = Volley.of(target, draw);
        Span span = window.place(draw, scale.hours() * Span.HOUR);
        double gap = scale.hours() * Span.HOUR / scale.messages();
        int bot = 0;
        for (long at = span.from(); at < span.until() && volley.open(); ) {
            volley.send(at, bots[bot]);
            if (inTurn) {
                bot = draw.below(bots.length);
            } else if (draw.chance(1 / each)) {
                bot = (bot + 1) % bots.length;
            }
            at += 1 + (long) draw.exponential(gap);
        }
    }
}
