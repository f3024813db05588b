package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.customers.AccountEventCollector;
import org.sekimori.lab.judge.customers.MailboxOwner;
import org.sekimori.lab.judge.environment.AttackerParameters;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** An account that is attacked, and what thieves everywhere have at hand. */
public record AttackTarget(WorldContext world, MailboxOwner owner, AccountEventCollector events) {

    /** The thief's stream for this purpose. */
    RandomStream draw(String purpose) {
        return world.draw(purpose, owner.number());
    }

    /** How likely a choice is that brings an attack into the owner's country. */
    double atHome(double share) {
        double assumed = share * world.assumptions().domesticProxies();
        return Math.min(AttackerParameters.MOST_HOME, assumed);
    }

    /** Some machines, rented or hacked, each at home with this chance. */
    ClientLocation[] machines(RandomStream draw, int count, double home) {
        ClientLocation[] machines = new ClientLocation[count];
        for (int i = 0; i < count; i++) {
            machines[i] = draw.chance(home) ? machineAtHome(draw) : machineAbroad(draw);
        }
        return machines;
    }

    /** A rented or hacked machine in the owner's country. */
    ClientLocation machineAtHome(RandomStream draw) {
        return draw.chance(CampaignParameters.RENTED)
                ? world.access().rentedHome(draw)
                : world.access().someHome(draw);
    }

    private ClientLocation machineAbroad(RandomStream draw) {
        return draw.chance(CampaignParameters.RENTED)
                ? world.access().rentedAbroad(draw)
                : world.access().hackedAbroad(draw);
    }

    /** Bots of one of the botnets that are rented out, the same machines for whoever rents it. */
    ClientLocation[] bots(RandomStream draw, int count) {
        int botnet = draw.below(AttackerParameters.BOTNETS);
        double home = atHome(CampaignParameters.BOT_AT_HOME);
        ClientLocation[] bots = new ClientLocation[count];
        for (int i = 0; i < count; i++) {
            boolean atHome = draw.chance(home);
            RandomStream bot = world.draw(atHome ? "bot at home" : "bot", botnet, draw.below(AttackerParameters.BOTS));
            bots[i] = atHome ? world.access().someHome(bot) : botAbroad(bot);
        }
        return bots;
    }

    private ClientLocation botAbroad(RandomStream bot) {
        return bot.chance(AttackerParameters.BOT_ANYWHERE)
                ? world.access().hackedAnywhere(bot)
                : world.access().hackedAbroad(bot);
    }

    /** Hacked home connections in the owner's country, of one service that rents them out. */
    ClientLocation[] proxies(RandomStream draw, int count) {
        int service = draw.below(AttackerParameters.PROXY_SERVICES);
        ClientLocation[] proxies = new ClientLocation[count];
        for (int i = 0; i < count; i++) {
            proxies[i] = world.access().someHome(world.draw("proxy", service, draw.below(AttackerParameters.PROXIES)));
        }
        return proxies;
    }
}
