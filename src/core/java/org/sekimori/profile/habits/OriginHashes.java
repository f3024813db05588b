package org.sekimori.profile.habits;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Origin;
import org.sekimori.profile.codec.StableHash;

/**
 * The hashes by which a profile remembers an origin: of its network, its provider and its country. A decision asks for them many
 * times, so the last origin of each thread keeps them.
 */
public final class OriginHashes {

    private static final ThreadLocal<OriginHashes> LAST = new ThreadLocal<>();

    private final Origin origin;

    /** Null for relays and internal addresses, which do not locate the owner, and without an address. */
    private final @Nullable String network;

    private final int networkHash;
    private boolean hashed;
    private int provider;
    private int nameless;
    private int country;

    private OriginHashes(Origin origin) {
        this.origin = origin;
        this.network = origin instanceof Origin.Relay || origin instanceof Origin.Internal ? null : origin.network();
        this.networkHash = network == null ? 0 : StableHash.of(network);
    }

    /** The hashes of an origin. */
    public static OriginHashes of(Origin origin) {
        OriginHashes last = LAST.get();
        if (last == null || last.origin != origin) {
            last = new OriginHashes(origin);
            LAST.set(last);
        }
        return last;
    }

    /** Whether it locates the owner; otherwise all hashes but that of the country are 0. */
    public boolean located() {
        return network != null;
    }

    /** Of the network ({@code /24}, {@code /48}). */
    public int network() {
        return networkHash;
    }

    /** Of the autonomous system in its country where a database names it, else of the wider block. */
    public int provider() {
        return hashed().provider;
    }

    /** Of the provider as it was remembered while no database named the autonomous system, which people's telephones must survive. */
    public int nameless() {
        return hashed().nameless;
    }

    /** Of the country; 0 without one. */
    public int country() {
        return hashed().country;
    }

    private OriginHashes hashed() {
        if (!hashed) {
            String named = origin instanceof Origin.Country c ? c.country() : "";
            long system = origin instanceof Origin.Country c ? c.asn() : 0;
            country = named.isEmpty() ? 0 : StableHash.of(named);
            if (network != null) {
                nameless = StableHash.of(named + wider(network));
                provider = system == 0 ? nameless : StableHash.of(named + "AS" + system);
            }
            hashed = true;
        }
        return this;
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
}
