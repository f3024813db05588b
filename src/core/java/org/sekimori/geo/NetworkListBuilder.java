package org.sekimori.geo;

import java.util.HashMap;
import java.util.Map;
import org.sekimori.mail.IpNetwork;
import org.sekimori.text.YamlEntryListReader;

/** Collects the networks of a list file and refuses ambiguous or unreachable ones. */
final class NetworkListBuilder<T> {

    private static final int WIDEST_IPV4 = 96 + 8;
    private static final int WIDEST_IPV6 = 16;

    private final Map<IpNetwork, T> values = new HashMap<>();
    private final Map<IpNetwork, Integer> lines = new HashMap<>();

    /** @throws IllegalArgumentException with the line of the word */
    void add(YamlEntryListReader.Value word, T value) {
        IpNetwork network;
        try {
            network = IpNetwork.of(word.text());
        } catch (IllegalArgumentException e) {
            throw word.bad(String.valueOf(e.getMessage()));
        }
        boolean ipv4 = network.base().isIpv4() && network.bits() >= 96;
        if (network.bits() < (ipv4 ? WIDEST_IPV4 : WIDEST_IPV6)) {
            throw word.bad(network + " is wider than " + (ipv4 ? "/8" : "/16") + ", which is surely a mistake");
        }
        String special = SpecialRange.of(network.base());
        if (special != null) {
            throw word.bad(network + " lies in the special range '" + special
                    + "', whose addresses are always internal: the entry would never be used");
        }
        Integer earlier = lines.putIfAbsent(network, word.line());
        if (earlier != null) {
            throw word.bad(network + " stands in line " + earlier + " already");
        }
        values.put(network, value);
    }

    PrefixTable<T> table() {
        return PrefixTable.of(values);
    }
}
