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
    private static final int MOST_IPV6_NETWORKS_EACH = 4;
    private static final long FIRST_ASN = 4_200_000_000L;

    private final Map<String, List<AccessProvider>> providers;

    private SyntheticGeography(Map<String, List<AccessProvider>> providers) {
        this.providers = providers;
    }

    /** Read once in a process, which takes a second. */
    private static final class Starter {
        private static final SyntheticGeography GEOGRAPHY = read();
    }

    /** By the starter database; always the same object. */
    public static SyntheticGeography starter() {
        return Starter.GEOGRAPHY;
    }

    private static SyntheticGeography read() {
        Map<String, List<IpNetwork>> ipv4 = new TreeMap<>();
        Map<String, List<IpNetwork>> ipv6 = new TreeMap<>();
        for (CountryNetworks.Located one : CountryNetworks.starter()) {
            (one.network().base().isIpv4() ? ipv4 : ipv6)
                    .computeIfAbsent(one.country(), country -> new ArrayList<>())
                    .add(one.network());
        }
        Map<String, List<AccessProvider>> providers = new TreeMap<>();
        int index = 0;
        for (Map.Entry<String, List<IpNetwork>> country : ipv4.entrySet()) {
            List<AccessProvider> all = deal(
                    country.getKey(),
                    country.getValue(),
                    ipv6.getOrDefault(country.getKey(), List.of()),
                    FIRST_ASN + index);
            providers.put(country.getKey(), all);
            index += MOST_PROVIDERS;
        }
        return new SyntheticGeography(providers);
    }

    /** Deals a country's networks out, the largest first, so that every provider has large and small ones. */
    private static List<AccessProvider> deal(
            String country, List<IpNetwork> ipv4, List<IpNetwork> ipv6, long firstAsn) {
        int count = Math.max(1, Math.min(MOST_PROVIDERS, ipv4.size() / 4));
        List<List<IpNetwork>> dealt = deal(ipv4, count, MOST_NETWORKS_EACH);
        List<List<IpNetwork>> dealtIpv6 = deal(ipv6, count, MOST_IPV6_NETWORKS_EACH);
        List<AccessProvider> providers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            providers.add(new AccessProvider(country, firstAsn + i, dealt.get(i), dealtIpv6.get(i)));
        }
        return List.copyOf(providers);
    }

    private static List<List<IpNetwork>> deal(List<IpNetwork> networks, int hands, int mostEach) {
        List<IpNetwork> largest = new ArrayList<>(networks);
        largest.sort(Comparator.comparingInt(IpNetwork::bits));
        List<List<IpNetwork>> dealt = new ArrayList<>();
        for (int i = 0; i < hands; i++) {
            dealt.add(new ArrayList<>());
        }
        for (int i = 0; i < Math.min(largest.size(), hands * mostEach); i++) {
            dealt.get(i % hands).add(largest.get(i));
        }
        return dealt;
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
