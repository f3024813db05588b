package org.sekimori.lab.simulation;

import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.WorldSettings;

/** Thieves' machines: hacked ones all over the world, rented ones, hacked homes in the owner's country. */
final class BotPool {

    private final SyntheticGeography geography;
    private final CategoricalDistribution botCountries;
    private final CategoricalDistribution hostCountries;
    private final double botHome;
    private final double ipv6;

    BotPool(SyntheticGeography geography, SimulatorParameters numbers, AssumptionFactors assumptions) {
        this.geography = geography;
        this.botCountries = numbers.weights("attacks.bot_countries");
        this.hostCountries = numbers.weights("attacks.host_countries");
        this.ipv6 = numbers.number("attacks.ipv6");
        this.botHome = Math.min(1, numbers.number("attacks.bot_home") * assumptions.domesticProxies());
    }

    /** Any hacked machine of the world. */
    ClientLocation bot(RandomStream draw) {
        return draw.chance(botHome) ? home(draw) : in(botCountries.drawName(draw), draw);
    }

    /** Any hacked machine in one country. */
    ClientLocation in(String country, RandomStream draw) {
        AccessProvider provider = draw.pick(geography.providers(country));
        return draw.chance(ipv6) ? provider.anywhereIpv6(draw) : provider.anywhere(draw);
    }

    /** A rented machine abroad. */
    ClientLocation host(RandomStream draw) {
        return in(hostCountries.drawName(draw), draw);
    }

    /** A hacked home in the owner's country. */
    ClientLocation home(RandomStream draw) {
        return in(WorldSettings.HOME, draw);
    }
}
