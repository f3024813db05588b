package org.sekimori.profile;

import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/**
 * From where an account was used in the last 24 hours, by accepted submissions and by log-ins. Relays and internal addresses
 * say nothing about the customer's place and are left out.
 *
 * @param addresses exact up to 48, see {@link DistinctSketch}
 * @param networks exact up to 48
 * @param countries exact up to 32
 */
record Places(DistinctSketch addresses, DistinctSketch networks, DistinctSketch countries) {

    private static final int ADDRESSES = 48;
    private static final int NETWORKS = 48;
    private static final int COUNTRIES = 32;

    static final Places NONE = new Places(
            DistinctSketch.empty(ADDRESSES), DistinctSketch.empty(NETWORKS), DistinctSketch.empty(COUNTRIES));

    /** An odd factor spreads the codes over 32 bits and can be undone, so that the countries can be named. */
    private static final int SPREAD = 0x9e3779b1;

    private static final int GATHER = inverse(SPREAD);

    Places plus(MailEvent event) {
        Origin origin = event.origin();
        if (origin instanceof Origin.Relay || origin instanceof Origin.Internal) {
            return this;
        }
        int minute = minute(event.time().getEpochSecond());
        String address = event.clientAddress();
        String network = origin.network();
        return new Places(
                address == null ? addresses : addresses.plus(Hash.of(address), minute),
                network == null ? networks : networks.plus(Hash.of(network), minute),
                origin instanceof Origin.Country c ? countries.plus(spread(c.country()), minute) : countries);
    }

    /** Without what was last seen in the minute of {@code second} or before. */
    Places after(long second) {
        int minute = minute(second);
        return new Places(addresses.after(minute), networks.after(minute), countries.after(minute));
    }

    static int minute(long second) {
        return Math.toIntExact(Math.floorDiv(second, 60L));
    }

    /** The countries of a window, as far as they are kept. */
    SortedSet<String> countries(int now, Window window) {
        SortedSet<String> codes = new TreeSet<>();
        countries.forEach(now, window, hash -> {
            int code = hash * GATHER;
            codes.add("" + (char) (code >> 8) + (char) (code & 0xff));
        });
        return codes;
    }

    private static int spread(String country) {
        return (country.charAt(0) << 8 | country.charAt(1)) * SPREAD;
    }

    /** Newton's iteration: each round doubles the number of right bits. */
    private static int inverse(int odd) {
        int inverse = odd;
        for (int round = 0; round < 5; round++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    void write(PackedWriter out) {
        addresses.write(out);
        networks.write(out);
        countries.write(out);
    }

    static Places read(PackedReader in) {
        return new Places(
                DistinctSketch.read(in, ADDRESSES),
                DistinctSketch.read(in, NETWORKS),
                DistinctSketch.read(in, COUNTRIES));
    }
}
