package org.sekimori.lab.judge;

import java.util.List;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;
import org.sekimori.lab.world.Setting;

/** Providers of access and machines, at home and abroad, and which addresses they give. Immutable. */
final class Access {

    private final Geography geography;
    private final List<Provider> home;
    private final Choice<Provider> homeProviders;
    private final Choice<String> destinations;
    private final Choice<String> botCountries;
    private final Choice<String> hostCountries;
    private final Choice<String> vpnCountries;
    private final Carriers carriers;
    private final long seed;

    private Access(long seed, Geography geography) {
        this.seed = seed;
        this.geography = geography;
        this.home = geography.providers(Setting.HOME);
        this.homeProviders = Choice.falling(
                home.subList(0, Math.min(home.size(), PlaceNumbers.HOME_PROVIDERS)), PlaceNumbers.PROVIDER_POWER);
        this.destinations = countries(PlaceNumbers.DESTINATIONS);
        this.botCountries = countries(ThiefNumbers.BOT_COUNTRIES);
        this.hostCountries = countries(ThiefNumbers.HOST_COUNTRIES);
        this.vpnCountries = countries(PlaceNumbers.VPN_COUNTRIES);
        this.carriers = Carriers.of(seed, home);
    }

    static Access of(long seed, Geography geography) {
        return new Access(seed, geography);
    }

    private Choice<String> countries(String weights) {
        return Choice.words(weights, geography.countries()::contains);
    }

    /** A provider of access for homes and offices in the owner's country. */
    Provider homeProvider(Draw draw) {
        return draw.chance(PlaceNumbers.OWN_LINES) ? homeProviders.all().get(0) : homeProviders.pick(draw);
    }

    Carriers carriers() {
        return carriers;
    }

    /** Somebody's home in the owner's country. */
    Place someHome(Draw draw) {
        return homeProviders.pick(draw).anywhere(draw);
    }

    /** A rented machine in the owner's country. */
    Place rentedHome(Draw draw) {
        return hosting(home, draw).anywhere(draw);
    }

    /** A rented machine abroad. */
    Place rentedAbroad(Draw draw) {
        return hosting(geography.providers(hostCountries.pick(draw)), draw).anywhere(draw);
    }

    /** A hacked machine in a home abroad. */
    Place hackedAbroad(Draw draw) {
        return access(botCountries.pick(draw), draw).anywhere(draw);
    }

    /** A hacked machine in one of the world's rarer countries, each as likely. */
    Place hackedAnywhere(Draw draw) {
        String country = draw.pick(geography.countries());
        return country.equals(Setting.HOME)
                ? hackedAbroad(draw)
                : access(country, draw).anywhere(draw);
    }

    /** A provider of access in some country: large ones more often. */
    Provider access(String country, Draw draw) {
        List<Provider> all = geography.providers(country);
        double at = draw.uniform();
        return all.get((int) (at * at * all.size()));
    }

    String destination(Draw draw) {
        return destinations.pick(draw);
    }

    String vpnCountry(Draw draw) {
        return vpnCountries.pick(draw);
    }

    /** An exit of a VPN service; each country has a limited number, which everybody shares. */
    Place vpnExit(String country, int exit) {
        Draw draw = Draw.of(seed, "exit", country.charAt(0), country.charAt(1), exit);
        return hosting(geography.providers(country), draw).anywhere(draw);
    }

    private static Provider hosting(List<Provider> all, Draw draw) {
        return all.get(all.size() - 1 - draw.below(Math.min(all.size(), PlaceNumbers.HOSTING_PROVIDERS)));
    }
}
