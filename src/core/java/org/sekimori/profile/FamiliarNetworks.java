package org.sekimori.profile;

import org.sekimori.mail.Origin;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.habits.OriginHashes;
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
        OriginHashes hashes = OriginHashes.of(origin);
        return !hashes.located()
                || networks.weight(hashes.network(), today) >= DecayingWeightTable.FAMILIAR
                || providers.weight(hashes.provider(), today) >= DecayingWeightTable.FAMILIAR
                || providers.weight(hashes.nameless(), today) >= DecayingWeightTable.FAMILIAR;
    }

    /** Weight of the origin's network itself, whatever its provider: recent days with mail to known people. Infinite without a network. */
    double weight(Origin origin, int today) {
        OriginHashes hashes = OriginHashes.of(origin);
        return hashes.located() ? networks.weight(hashes.network(), today) : Double.POSITIVE_INFINITY;
    }

    /** Whether the origin's country is familiar; true without a country. */
    boolean knowsCountry(Origin origin, int today) {
        return !(origin instanceof Origin.Country)
                || countries.weight(countryHash(origin), today) >= DecayingWeightTable.FAMILIAR;
    }

    /** Whether the account ever submitted from the network or its provider, as far as this is remembered. */
    boolean met(Origin origin) {
        OriginHashes hashes = OriginHashes.of(origin);
        return !hashes.located()
                || networks.contains(hashes.network())
                || providers.contains(hashes.provider())
                || providers.contains(hashes.nameless());
    }

    /** Whether the account ever submitted from the origin's country, as far as this is remembered; true without a country. */
    boolean metCountry(Origin origin) {
        return !(origin instanceof Origin.Country) || countries.contains(countryHash(origin));
    }

    /** Whether any network or provider ever became familiar, as far as this is remembered. */
    boolean established() {
        return networks.anyFamiliar() || providers.anyFamiliar();
    }

    /** Whether a day credited with so much would add anything to the network's weight. */
    boolean gains(Origin origin, int day, double credit) {
        OriginHashes hashes = OriginHashes.of(origin);
        return hashes.located() && networks.gains(hashes.network(), day, credit);
    }

    /** Whether an origin locates the owner. */
    static boolean locatesOwner(Origin origin) {
        return OriginHashes.of(origin).located();
    }

    /**
     * Records an accepted submission.
     *
     * @param credit its day's credit, 0 to 1; see {@link FamiliarityCredit}
     */
    FamiliarNetworks plus(Origin origin, int day, double credit) {
        OriginHashes hashes = OriginHashes.of(origin);
        // Provider and country have gained at least as much as any of their networks.
        if (!hashes.located() || !networks.gains(hashes.network(), day, credit)) {
            return this;
        }
        return new FamiliarNetworks(
                networks.plus(hashes.network(), day, credit),
                providers.plus(hashes.provider(), day, credit),
                origin instanceof Origin.Country ? countries.plus(hashes.country(), day, credit) : countries);
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
        return OriginHashes.of(origin).network();
    }

    /** The hash of its provider. */
    static int providerHash(Origin origin) {
        return OriginHashes.of(origin).provider();
    }

    /** The hash of its country. */
    static int countryHash(Origin origin) {
        return OriginHashes.of(origin).country();
    }

    /** See {@link DecayingWeightTable#until}. */
    FamiliarNetworks until(int day) {
        return new FamiliarNetworks(networks.until(day), providers.until(day), countries.until(day));
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
