package org.sekimori.lab.judge.environment;

import java.util.List;
import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.WorldSettings;

/** Access providers and hosters, at home and abroad, and their addresses. Immutable. */
public final class AddressPool {

    private final SyntheticGeography geography;
    private final List<AccessProvider> home;
    private final WeightedChoice<AccessProvider> homeProviders;
    private final WeightedChoice<String> destinations;
    private final WeightedChoice<String> botCountries;
    private final WeightedChoice<String> hostCountries;
    private final WeightedChoice<String> vpnCountries;
    private final MobileCarriers carriers;
    private final long seed;

    private AddressPool(long seed, SyntheticGeography geography) {
        this.seed = seed;
        this.geography = geography;
        this.home = geography.providers(WorldSettings.HOME);
        this.homeProviders = WeightedChoice.falling(
                home.subList(0, Math.min(home.size(), NetworkParameters.HOME_PROVIDERS)),
                NetworkParameters.PROVIDER_POWER);
        this.destinations = countries(NetworkParameters.DESTINATIONS);
        this.botCountries = countries(AttackerParameters.BOT_COUNTRIES);
        this.hostCountries = countries(AttackerParameters.HOST_COUNTRIES);
        this.vpnCountries = countries(NetworkParameters.VPN_COUNTRIES);
        this.carriers = MobileCarriers.of(seed, home);
    }

    static AddressPool of(long seed, SyntheticGeography geography) {
        return new AddressPool(seed, geography);
    }

    private WeightedChoice<String> countries(String weights) {
        return WeightedChoice.words(weights, geography.countries()::contains);
    }

    /** A provider of access for homes and offices in the owner's country. */
    public AccessProvider homeProvider(RandomStream draw) {
        return draw.chance(NetworkParameters.OWN_LINES) ? homeProviders.all().get(0) : homeProviders.pick(draw);
    }

    public MobileCarriers carriers() {
        return carriers;
    }

    /** A random home in the owner's country. */
    public ClientLocation someHome(RandomStream draw) {
        return homeProviders.pick(draw).anywhere(draw);
    }

    /** A rented machine in the owner's country. */
    public ClientLocation rentedHome(RandomStream draw) {
        return hosting(home, draw).anywhere(draw);
    }

    /** A rented machine abroad. */
    public ClientLocation rentedAbroad(RandomStream draw) {
        return hosting(geography.providers(hostCountries.pick(draw)), draw).anywhere(draw);
    }

    /** A hacked machine in a home abroad. */
    public ClientLocation hackedAbroad(RandomStream draw) {
        return access(botCountries.pick(draw), draw).anywhere(draw);
    }

    /** A hacked machine in one of the world's rarer countries, each as likely. */
    public ClientLocation hackedAnywhere(RandomStream draw) {
        String country = draw.pick(geography.countries());
        return country.equals(WorldSettings.HOME)
                ? hackedAbroad(draw)
                : access(country, draw).anywhere(draw);
    }

    /** A provider of access in some country: large ones more often. */
    public AccessProvider access(String country, RandomStream draw) {
        List<AccessProvider> all = geography.providers(country);
        double at = draw.uniform();
        return all.get((int) (at * at * all.size()));
    }

    public String destination(RandomStream draw) {
        return destinations.pick(draw);
    }

    public String vpnCountry(RandomStream draw) {
        return vpnCountries.pick(draw);
    }

    /** An exit of a VPN service; each country has a limited number, which everybody shares. */
    public ClientLocation vpnExit(String country, int exit) {
        RandomStream draw = RandomStream.of(seed, "exit", country.charAt(0), country.charAt(1), exit);
        return hosting(geography.providers(country), draw).anywhere(draw);
    }

    private static AccessProvider hosting(List<AccessProvider> all, RandomStream draw) {
        return all.get(all.size() - 1 - draw.below(Math.min(all.size(), NetworkParameters.HOSTING_PROVIDERS)));
    }
}
