package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/** An account that is attacked, and what thieves everywhere have at hand. */
record Target(Ground ground, Owner owner, Diary diary) {

    /** The thief's stream for this purpose. */
    Draw draw(String purpose) {
        return ground.draw(purpose, owner.number());
    }

    /** How likely a choice is that brings an attack into the owner's country. */
    double atHome(double share) {
        double assumed = share * ground.assumptions().domesticProxies();
        return Math.min(ThiefNumbers.MOST_HOME, assumed);
    }

    /** Some machines, rented or hacked, each at home with this chance. */
    Place[] machines(Draw draw, int count, double home) {
        Place[] machines = new Place[count];
        for (int i = 0; i < count; i++) {
            machines[i] = draw.chance(home) ? machineAtHome(draw) : machineAbroad(draw);
        }
        return machines;
    }

    /** A rented or hacked machine in the owner's country. */
    Place machineAtHome(Draw draw) {
        return draw.chance(CampaignNumbers.RENTED)
                ? ground.access().rentedHome(draw)
                : ground.access().someHome(draw);
    }

    private Place machineAbroad(Draw draw) {
        return draw.chance(CampaignNumbers.RENTED)
                ? ground.access().rentedAbroad(draw)
                : ground.access().hackedAbroad(draw);
    }

    /** Bots of one of the botnets that are rented out, the same machines for whoever rents it. */
    Place[] bots(Draw draw, int count) {
        int botnet = draw.below(ThiefNumbers.BOTNETS);
        double home = atHome(CampaignNumbers.BOT_AT_HOME);
        Place[] bots = new Place[count];
        for (int i = 0; i < count; i++) {
            boolean atHome = draw.chance(home);
            Draw bot = ground.draw(atHome ? "bot at home" : "bot", botnet, draw.below(ThiefNumbers.BOTS));
            bots[i] = atHome ? ground.access().someHome(bot) : botAbroad(bot);
        }
        return bots;
    }

    private Place botAbroad(Draw bot) {
        return bot.chance(ThiefNumbers.BOT_ANYWHERE)
                ? ground.access().hackedAnywhere(bot)
                : ground.access().hackedAbroad(bot);
    }

    /** Hacked home connections in the owner's country, of one service that rents them out. */
    Place[] proxies(Draw draw, int count) {
        int service = draw.below(ThiefNumbers.PROXY_SERVICES);
        Place[] proxies = new Place[count];
        for (int i = 0; i < count; i++) {
            proxies[i] = ground.access().someHome(ground.draw("proxy", service, draw.below(ThiefNumbers.PROXIES)));
        }
        return proxies;
    }
}
