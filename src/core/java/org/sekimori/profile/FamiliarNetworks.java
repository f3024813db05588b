package org.sekimori.profile;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Origin;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;
import org.sekimori.profile.statistics.DecayingWeightTable;
import org.sekimori.profile.statistics.DecayingWeightTable.HalfLife;

/**
 * The networks, providers and countries that an account's owner uses, each in a {@link DecayingWeightTable}: at most 24 networks
 * with a half-life of 30 days, and 16 providers and 16 countries with 60 days.
 *
 * <p>A network is <em>familiar</em> when its weight is at least 2.5, reached with the first submission of its third day that counts in full
 * if the days are recent (so two messages around midnight are not enough), or when its provider has that weight. Home lines
 * change their address within a provider, telephones within a carrier; even a network seen only once has a provider. Many
 * networks of one carrier on a single day may be a botnet, and make nothing familiar. The provider is the autonomous system in
 * its country where a database names it, else the wider block: {@code /16} of IPv4, {@code /32} of IPv6. Relays, internal
 * addresses and missing ones are always familiar, because they carry no information.
 *
 * <p>{@link FamiliarityCredit} computes a day's credit.
 */
final class FamiliarNetworks {

    private static final int NETWORKS = 24;
    private static final int PROVIDERS = 16;
    private static final int COUNTRIES = 16;

    /** Days that a person's word is worth. */
    private static final int TAUGHT = 8;

    static final FamiliarNetworks NONE = new FamiliarNetworks(
            DecayingWeightTable.empty(NETWORKS, HalfLife.MONTH),
            DecayingWeightTable.empty(PROVIDERS, HalfLife.TWO_MONTHS),
            DecayingWeightTable.empty(COUNTRIES, HalfLife.TWO_MONTHS));

    private final DecayingWeightTable networks;
    private final DecayingWeightTable providers;
    private final DecayingWeightTable countries;

    private FamiliarNetworks(
            DecayingWeightTable networks, DecayingWeightTable providers, DecayingWeightTable countries) {
        this.networks = networks;
        this.providers = providers;
        this.countries = countries;
    }

    /** Whether the owner is known to use the network, or its provider. */
    boolean knows(Origin origin, int today) {
        String network = network(origin);
        return network == null
                || networks.weight(StableHash.of(network), today) >= DecayingWeightTable.FAMILIAR
                || providers.weight(provider(origin, network), today) >= DecayingWeightTable.FAMILIAR
                || providers.weight(nameless(origin, network), today) >= DecayingWeightTable.FAMILIAR;
    }

    /** Weight of the origin's network itself, whatever its provider: recent days with mail to known people. Infinite without a network. */
    double weight(Origin origin, int today) {
        String network = network(origin);
        return network == null ? Double.POSITIVE_INFINITY : networks.weight(StableHash.of(network), today);
    }

    /** Whether the origin's country is familiar; true without a country. */
    boolean knowsCountry(Origin origin, int today) {
        return !(origin instanceof Origin.Country c)
                || countries.weight(StableHash.of(c.country()), today) >= DecayingWeightTable.FAMILIAR;
    }

    /** Whether the account ever submitted from the network or its provider, as far as this is remembered. */
    boolean met(Origin origin) {
        String network = network(origin);
        return network == null
                || networks.contains(StableHash.of(network))
                || providers.contains(provider(origin, network))
                || providers.contains(nameless(origin, network));
    }

    /** Whether the account ever submitted from the origin's country, as far as this is remembered; true without a country. */
    boolean metCountry(Origin origin) {
        return !(origin instanceof Origin.Country c) || countries.contains(StableHash.of(c.country()));
    }

    /** Whether any network or provider ever became familiar, as far as this is remembered. */
    boolean established() {
        return networks.anyFamiliar() || providers.anyFamiliar();
    }

    /** Whether a day credited with so much would add anything to the network's weight. */
    boolean gains(Origin origin, int day, double credit) {
        String network = network(origin);
        return network != null && networks.gains(StableHash.of(network), day, credit);
    }

    /** Whether an origin locates the owner. */
    static boolean locatesOwner(Origin origin) {
        return network(origin) != null;
    }

    /**
     * Records an accepted submission.
     *
     * @param credit its day's credit, 0 to 1; see {@link FamiliarityCredit}
     */
    FamiliarNetworks plus(Origin origin, int day, double credit) {
        String network = network(origin);
        // Provider and country have gained at least as much as any of their networks.
        if (network == null || !networks.gains(StableHash.of(network), day, credit)) {
            return this;
        }
        return new FamiliarNetworks(
                networks.plus(StableHash.of(network), day, credit),
                providers.plus(provider(origin, network), day, credit),
                origin instanceof Origin.Country c
                        ? countries.plus(StableHash.of(c.country()), day, credit)
                        : countries);
    }

    /** By a person's word: as if a place had been used on {@value #TAUGHT} days up to this one. Hashes of 0 are left out. */
    FamiliarNetworks taught(int network, int provider, int country, int day) {
        return new FamiliarNetworks(
                taught(networks, network, day), taught(providers, provider, day), taught(countries, country, day));
    }

    private static DecayingWeightTable taught(DecayingWeightTable table, int hash, int day) {
        return hash == 0 ? table : table.atLeast(hash, day, TAUGHT);
    }

    /** The hash of an origin's network; 0 without one. */
    static int networkHash(Origin origin) {
        String network = network(origin);
        return network == null ? 0 : StableHash.of(network);
    }

    /** The hash of its provider. */
    static int providerHash(Origin origin) {
        String network = network(origin);
        return network == null ? 0 : provider(origin, network);
    }

    /** The hash of its country. */
    static int countryHash(Origin origin) {
        return origin instanceof Origin.Country c ? StableHash.of(c.country()) : 0;
    }

    /** See {@link DecayingWeightTable#until}. */
    FamiliarNetworks until(int day) {
        return new FamiliarNetworks(networks.until(day), providers.until(day), countries.until(day));
    }

    private static @Nullable String network(Origin origin) {
        return origin instanceof Origin.Relay || origin instanceof Origin.Internal ? null : origin.network();
    }

    private static int provider(Origin origin, String network) {
        if (origin instanceof Origin.Country c) {
            String provider = c.asn() != 0 ? "AS" + c.asn() : wider(network);
            return StableHash.of(c.country() + provider);
        }
        return StableHash.of(wider(network));
    }

    /** The provider as it was remembered while no database named the autonomous system, which people's telephones must survive. */
    private static int nameless(Origin origin, String network) {
        return StableHash.of(origin instanceof Origin.Country c ? c.country() + wider(network) : wider(network));
    }

    /**
     * The first two groups of the network's text, which are 16 bits of an IPv4 address and 32 of an IPv6 one. The second group is
     * zero, and not written, in {@code 2001::/48}.
     */
    private static String wider(String network) {
        char separator = network.indexOf(':') >= 0 ? ':' : '.';
        int first = network.indexOf(separator);
        int second = network.indexOf(separator, first + 1);
        if (second == first + 1 && separator == ':') {
            return network.substring(0, second) + "0:";
        }
        return second < 0 ? network : network.substring(0, second + 1);
    }

    /** Never less than what {@link #write} takes, in octets. */
    int atMost() {
        return networks.atMost() + providers.atMost() + countries.atMost();
    }

    void write(BinaryStateWriter out) {
        networks.write(out);
        providers.write(out);
        countries.write(out);
    }

    static FamiliarNetworks read(BinaryStateReader in, int format) {
        if (format < Profile.MARKED_FORMAT) {
            return ProfileFormat4Reader.networks(in, NONE.networks, NONE.providers);
        }
        return new FamiliarNetworks(
                DecayingWeightTable.read(in, NETWORKS, HalfLife.MONTH),
                DecayingWeightTable.read(in, PROVIDERS, HalfLife.TWO_MONTHS),
                DecayingWeightTable.read(in, COUNTRIES, HalfLife.TWO_MONTHS));
    }

    /** A state of a format without countries. */
    static FamiliarNetworks withoutCountries(DecayingWeightTable networks, DecayingWeightTable providers) {
        return new FamiliarNetworks(networks, providers, NONE.countries);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FamiliarNetworks f
                && networks.equals(f.networks)
                && providers.equals(f.providers)
                && countries.equals(f.countries);
    }

    @Override
    public int hashCode() {
        return (networks.hashCode() * 31 + providers.hashCode()) * 31 + countries.hashCode();
    }
}
