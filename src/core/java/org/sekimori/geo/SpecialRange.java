package org.sekimori.geo;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

/**
 * Addresses without a place on the Internet, from IANA's special-purpose address registries (RFC 6890, RFC 8190) and its IPv6
 * address space registry. An own table, because the JDK's {@code isSiteLocalAddress} misses several of them and databases map
 * private addresses to countries.
 */
final class SpecialRange {

    /** A hole in a wider range, handled by the lookups after this table. */
    private static final String NOT_SPECIAL = "";

    private static final String[][] RANGES = {
        {"0.0.0.0/8", "this_network"}, // RFC 791
        {"10.0.0.0/8", "private"}, // RFC 1918
        {"100.64.0.0/10", "cgnat"}, // RFC 6598
        {"127.0.0.0/8", "loopback"}, // RFC 1122
        {"169.254.0.0/16", "link_local"}, // RFC 3927
        {"172.16.0.0/12", "private"}, // RFC 1918
        {"192.0.0.0/24", "reserved"}, // RFC 6890
        {"192.0.2.0/24", "documentation"}, // RFC 5737
        {"192.88.99.0/24", "reserved"}, // RFC 7526, once the 6to4 relay
        {"192.168.0.0/16", "private"}, // RFC 1918
        {"198.18.0.0/15", "benchmark"}, // RFC 2544
        {"198.51.100.0/24", "documentation"}, // RFC 5737
        {"203.0.113.0/24", "documentation"}, // RFC 5737
        {"224.0.0.0/4", "multicast"}, // RFC 5771
        {"240.0.0.0/4", "reserved"}, // RFC 1112
        {"255.255.255.255/32", "broadcast"}, // RFC 919
        {"::/128", "this_network"}, // RFC 4291
        {"::1/128", "loopback"}, // RFC 4291
        {"64:ff9b::/96", NOT_SPECIAL}, // RFC 6052, carries public IPv4
        {"64:ff9b:1::/48", NOT_SPECIAL}, // RFC 8215, carries IPv4 too, see Tunnels
        {"100::/64", "discard"}, // RFC 6666
        {"2001::/23", "reserved"}, // RFC 2928
        {"2001::/32", NOT_SPECIAL}, // RFC 4380, Teredo, carries public IPv4
        {"2001:2::/48", "benchmark"}, // RFC 5180
        {"2001:db8::/32", "documentation"}, // RFC 3849
        {"3fff::/20", "documentation"}, // RFC 9637
        {"fc00::/7", "unique_local"}, // RFC 4193
        {"fe80::/10", "link_local"}, // RFC 4291
        {"fec0::/10", "private"}, // RFC 3879, site-local
        {"ff00::/8", "multicast"}, // RFC 4291
    };

    private static final PrefixTable<String> TABLE = table();

    private SpecialRange() {}

    /** The name of the range, such as {@code private}, or null for an address that can have a country. */
    static @Nullable String of(ClientAddress address) {
        String range = TABLE.find(address);
        if (range != null) {
            return range.equals(NOT_SPECIAL) ? null : range;
        }
        // IANA has given out global unicast from 2000::/3 only; all the rest is reserved by the IETF.
        return address.isIpv4() || address.high() >>> 61 == 1 ? null : "reserved";
    }

    private static PrefixTable<String> table() {
        Map<IpNetwork, String> networks = new HashMap<>();
        for (String[] range : RANGES) {
            networks.put(IpNetwork.of(range[0]), range[1]);
        }
        return PrefixTable.of(networks);
    }
}
