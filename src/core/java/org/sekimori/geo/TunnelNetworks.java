package org.sekimori.geo;

import java.util.HashMap;
import java.util.Map;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

/**
 * Networks of tunnels and translators with clients anywhere: a database knows the tunnel's end, not the client's location.
 * Operators add others with an override to {@code unknown}.
 */
final class TunnelNetworks {

    private static final String[] NETWORKS = {
        // Hurricane Electric's tunnel broker hands out /64 and /48 all over its /32 (tunnelbroker.net).
        "2001:470::/32",
        // A provider's own NAT64 (RFC 8215). The position of the IPv4 address depends on its set-up, so it cannot be
        // decoded; not internal, because any IPv4 client may be behind it.
        "64:ff9b:1::/48",
    };

    private static final PrefixTable<Boolean> TABLE = table();

    private TunnelNetworks() {}

    static boolean contains(ClientAddress address) {
        return TABLE.find(address) != null;
    }

    private static PrefixTable<Boolean> table() {
        Map<IpNetwork, Boolean> networks = new HashMap<>();
        for (String network : NETWORKS) {
            networks.put(IpNetwork.of(network), true);
        }
        return PrefixTable.of(networks);
    }
}
