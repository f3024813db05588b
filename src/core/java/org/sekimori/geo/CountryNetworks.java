package org.sekimori.geo;

import java.util.List;
import org.sekimori.mail.IpNetwork;

/** Networks by country in the starter database, to generate traffic that it locates. */
public final class CountryNetworks {

    private CountryNetworks() {}

    /**
     * A network and its country.
     *
     * @param country ISO 3166-1 alpha-2
     */
    public record Located(IpNetwork network, String country) {}

    /**
     * The networks of at least an IPv4 {@code /24} or an IPv6 {@code /48} that have a usable country and hold no special
     * address, by rising address, IPv4 first. Takes one to two seconds.
     */
    public static List<Located> starter() {
        return CountryDatabase.starter().networks();
    }
}
