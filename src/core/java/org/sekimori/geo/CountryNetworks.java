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
     * The IPv4 networks of at least 256 addresses that have a usable country and hold no special address,
     * by rising address. Takes about a second.
     */
    public static List<Located> starterIpv4() {
        return CountryDatabase.starter().ipv4Networks();
    }
}
