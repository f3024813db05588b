package org.sekimori.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.statistics.DecayingWeightTable;
import org.sekimori.profile.statistics.DecayingWeightTable.HalfLife;

/**
 * Reads the familiar networks of formats 2 to 4: one table of networks, each with its provider, from which a provider's weight had
 * to be worked out: that of its heaviest network, and one for each other day on which another was last used.
 */
final class ProfileFormat4Reader {

    private ProfileFormat4Reader() {}

    /** One provider as far as it has been read. */
    private static final class Provider {
        private final Set<Integer> days = new TreeSet<>();
        private double heaviest;
        private int newest = Integer.MIN_VALUE;

        void add(int day, double weight) {
            // Both weights as of the newer of the two days.
            int now = Math.max(newest, day);
            double before = newest == Integer.MIN_VALUE ? 0 : heaviest * HalfLife.MONTH.left(now - newest);
            heaviest = Math.max(before, weight * HalfLife.MONTH.left(now - day));
            newest = now;
            days.add(day);
        }
    }

    /** Countries are learned from scratch: the format lacks them. */
    static FamiliarNetworks networks(
            BinaryStateReader in, DecayingWeightTable noNetworks, DecayingWeightTable noProviders) {
        DecayingWeightTable networks = noNetworks;
        Map<Integer, Provider> providers = new LinkedHashMap<>();
        int day = 0;
        for (int left = in.count(); left > 0; left--) {
            int network = in.fixed32();
            int provider = in.fixed32();
            day = Math.toIntExact(day + in.signed());
            float weight = Float.intBitsToFloat(in.fixed32());
            networks = networks.with(network, day, weight);
            providers.computeIfAbsent(provider, one -> new Provider()).add(day, weight);
        }
        DecayingWeightTable ofProviders = noProviders;
        for (Map.Entry<Integer, Provider> one : providers.entrySet()) {
            Provider provider = one.getValue();
            ofProviders = ofProviders.with(one.getKey(), provider.newest, provider.heaviest + provider.days.size() - 1);
        }
        return FamiliarNetworks.withoutCountries(networks, ofProviders);
    }
}
