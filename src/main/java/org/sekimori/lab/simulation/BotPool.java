package org.sekimori.lab.simulation;

import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Setting;

/** Machines that thieves have at hand: hacked ones all over the world, rented ones, hacked homes in the owner's country. */
final class BotPool {

    private final Geography geography;
    private final Weights botCountries;
    private final Weights hostCountries;
    private final double botHome;

    BotPool(Geography geography, Parameters numbers, Assumptions assumptions) {
        this.geography = geography;
        this.botCountries = numbers.weights("attacks.bot_countries");
        this.hostCountries = numbers.weights("attacks.host_countries");
        this.botHome = Math.min(1, numbers.number("attacks.bot_home") * assumptions.domesticProxies());
    }

    /** Any hacked machine of the world. */
    Place bot(Draw draw) {
        return draw.chance(botHome) ? home(draw) : in(botCountries.drawName(draw), draw);
    }

    /** Any hacked machine in one country. */
    Place in(String country, Draw draw) {
        return draw.pick(geography.providers(country)).anywhere(draw);
    }

    /** A rented machine abroad. */
    Place host(Draw draw) {
        return in(hostCountries.drawName(draw), draw);
    }

    /** A hacked home in the owner's country. */
    Place home(Draw draw) {
        return in(Setting.HOME, draw);
    }
}
