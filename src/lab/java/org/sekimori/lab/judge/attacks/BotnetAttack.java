package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.customers.TravelGrants;
import org.sekimori.lab.judge.customers.TripAbroad;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Many addresses all over the world, each for a few messages. */
final class BotnetAttack {

    private BotnetAttack() {}

    /** How large one is. */
    private record Scale(double messages, double hours, int bots) {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("botnet");
        run(target, draw, scale(draw), window);
    }

    /** While the grant of the owner's trip lasts; the trip was made for it. */
    static void executeDuringGrant(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("botnet");
        Scale scale = scale(draw);
        TimeSpan open = new TimeSpan(window.until(), window.until());
        for (TripAbroad trip : target.owner().trips()) {
            if (trip.manner() == TripAbroad.GrantTiming.BEFORE && window.contains(trip.from())) {
                TimeSpan grant = TravelGrants.first(trip);
                TimeSpan usable = new TimeSpan(grant.from(), Math.min(grant.until(), window.until()));
                open = usable.length() > open.length() ? usable : open;
            }
        }
        run(target, draw, scale, open.after(draw.uniform() * CampaignParameters.GRANT_LATEST));
    }

    private static Scale scale(RandomStream draw) {
        return switch (draw.weighted(CampaignParameters.BOTNET_KINDS)) {
            case 0 -> ordinary(draw);
            case 1 ->
                new Scale(
                        CampaignParameters.MANY_LOG_INS,
                        CampaignParameters.MANY_HOURS,
                        CampaignParameters.MANY_ADDRESSES);
            default -> {
                double messages = CampaignParameters.SLOW_PER_HOUR * CampaignParameters.SLOW_HOURS;
                yield new Scale(messages, CampaignParameters.SLOW_HOURS, bots(draw, messages));
            }
        };
    }

    private static Scale ordinary(RandomStream draw) {
        double messages = draw.logNormal(CampaignParameters.BOTNET_LOG_MESSAGES, CampaignParameters.BOTNET_SIGMA);
        double hours = draw.logNormal(CampaignParameters.BOTNET_LOG_HOURS, CampaignParameters.BOTNET_HOURS_SIGMA);
        hours = Math.max(CampaignParameters.BOTNET_LEAST_HOURS, Math.min(CampaignParameters.BOTNET_MOST_HOURS, hours));
        return new Scale(messages, hours, bots(draw, messages));
    }

    private static int bots(RandomStream draw, double messages) {
        double each =
                1 + draw.logNormal(CampaignParameters.MESSAGES_A_BOT_LOG, CampaignParameters.MESSAGES_A_BOT_SIGMA);
        return (int) Math.max(CampaignParameters.BOTS_LEAST, Math.min(CampaignParameters.BOTS_MOST, messages / each));
    }

    private static void run(AttackTarget target, RandomStream draw, Scale scale, TimeSpan window) {
        ClientLocation[] bots = target.bots(draw, scale.bots());
        boolean inTurn = draw.chance(CampaignParameters.IN_TURN);
        double each = scale.messages() / scale.bots();
        SpamSender volley = SpamSender.of(target, draw);
        TimeSpan span = window.place(draw, scale.hours() * TimeSpan.HOUR);
        double gap = scale.hours() * TimeSpan.HOUR / scale.messages();
        int bot = 0;
        for (long at = span.from(); at < span.until() && volley.belowLimit(); ) {
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
