package org.sekimori.geo;

import java.util.HashMap;
import java.util.Map;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

/**
 * Networks of tunnels and translators whose clients may sit anywhere: a database knows where the tunnel ends, not where the
 * client is. An operator adds others with an override to {@code unknown}.
 */
final class TunnelNetworks {

    private static final String[] NETWORKS = {
        // Hurricane Electric's tunnel broker hands out /64 and /48 all over its /32 (tunnelbroker.net).
        "2001:470::/32",
        // A provider's own NAT64 (RFC 8215). Where the IPv4 address sits depends on its set-up, so it cannot be
        // decoded, and
        // it is not internal: the whole IPv4 Internet may stand behind it.
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
