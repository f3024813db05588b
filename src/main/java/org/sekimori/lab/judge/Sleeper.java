package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;

/** Any campaign, on an account that its owner has left alone for months. */
final class Sleeper {

    private Sleeper() {}

    static void strike(Target target, Span window) {
        any(target.draw("sleeper"), CampaignNumbers.SLEEPER_CAMPAIGNS).strike(target, window);
    }

    /** One of the campaigns that need no more than a password. */
    static Campaign any(Draw draw, double[] weights) {
        return switch (draw.weighted(weights)) {
            case 0 -> Blast::strike;
            case 1 -> Botnet::strike;
            case 2 -> HomeProxies::strike;
            case 3 -> HomeBlast::strike;
            default -> Careful::strike;
        };
    }
}
