package org.sekimori.lab.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sekimori.geo.CountryNetworks;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.Origin;

/**
 * Addresses by country and access provider, and the few without a country. Networks are those of the starter database, so that a
 * service with that database places every address as the world means it; which provider has which network is invented, since no
 * free database says. Immutable.
 */
public final class SyntheticGeography {

    private static final int MOST_PROVIDERS = 48;
    private static final int MOST_NETWORKS_EACH = 12;
    private static final long FIRST_ASN = 4_200_000_000L;

    private final Map<String, List<AccessProvider>> providers;

    private SyntheticGeography(Map<String, List<AccessProvider>> providers) {
        this.providers = providers;
    }

    /** By the starter database. Reading it takes about a second; keep the result. */
    public static SyntheticGeography starter() {
        Map<String, List<IpNetwork>> networks = new TreeMap<>();
        for (CountryNetworks.Located one : CountryNetworks.starterIpv4()) {
            networks.computeIfAbsent(one.country(), country -> new ArrayList<>())
                    .add(one.network());
        }
        Map<String, List<AccessProvider>> providers = new TreeMap<>();
        int index = 0;
        for (Map.Entry<String, List<IpNetwork>> country : networks.entrySet()) {
            List<AccessProvider> all = deal(country.getKey(), country.getValue(), FIRST_ASN + index);
            providers.put(country.getKey(), all);
            index += MOST_PROVIDERS;
        }
        return new SyntheticGeography(providers);
    }

    /** Deals a country's networks out, the largest first, so that every provider has large and small ones. */
    private static List<AccessProvider> deal(String country, List<IpNetwork> networks, long firstAsn) {
        List<IpNetwork> largest = new ArrayList<>(networks);
        largest.sort(Comparator.comparingInt(IpNetwork::bits));
        int count = Math.max(1, Math.min(MOST_PROVIDERS, largest.size() / 4));
        List<List<IpNetwork>> dealt = new ArrayList<>();
        for (int i = 0; i < Math.min(largest.size(), count * MOST_NETWORKS_EACH); i++) {
            if (i < count) {
                dealt.add(new ArrayList<>());
            }
            dealt.get(i % count).add(largest.get(i));
        }
        List<AccessProvider> providers = new ArrayList<>();
        for (int i = 0; i < dealt.size(); i++) {
            providers.add(new AccessProvider(country, firstAsn + i, dealt.get(i)));
        }
        return List.copyOf(providers);
    }

    /** Codes of all countries that have networks, sorted. */
    public List<String> countries() {
        return List.copyOf(providers.keySet());
    }

    /**
     * The access providers of a country, the one with the largest network first.
     *
     * @throws IllegalArgumentException if the country has no network
     */
    public List<AccessProvider> providers(String country) {
        List<AccessProvider> found = providers.get(country);
        if (found == null) {
            throw new IllegalArgumentException("no network of the starter database is in '" + country + "'");
        }
        return found;
    }

    /** One of the sending hosts of Gmail, where people submit with 'send mail as'. */
    public static ClientLocation gmail(RandomStream draw) {
        // 209.85.128.0/17 is in Google's published SPF record and in the shipped list of relays.
        ClientAddress address = ClientAddress.ofIpv4(0xD1558000L + draw.below(1 << 15));
        return new ClientLocation(
                address,
                "mail-" + Long.toString(address.low() & 0x7fff, 36) + ".google.com",
                new Origin.Relay("google", address.network()));
    }

    /** A web server of the provider itself, where its webmail runs: an address inside, which has no country. */
    public static ClientLocation webmail(RandomStream draw) {
        ClientAddress address = ClientAddress.ofIpv4(0x0A000A00L + draw.between(10, 19));
        return new ClientLocation(address, null, new Origin.Internal("private", address.network()));
    }
}
