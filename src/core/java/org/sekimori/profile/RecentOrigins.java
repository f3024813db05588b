package org.sekimori.profile;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongToIntFunction;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;

/**
 * Origins of the last 24 hours, by accepted submissions and log-ins. Relays and internal addresses are left out, because they do
 * not locate the customer. Origins that were unfamiliar when last seen are marked: a network that {@link FamiliarNetworks} did
 * not know, an address in one, a country without familiarity.
 *
 * @param addresses exact up to 48, see {@link DistinctSketch}
 * @param networks exact up to 48
 * @param countries exact up to 32
 */
record RecentOrigins(DistinctSketch addresses, DistinctSketch networks, DistinctSketch countries) {

    private static final int ADDRESSES = 48;
    private static final int NETWORKS = 48;
    private static final int COUNTRIES = 32;

    static final RecentOrigins NONE = new RecentOrigins(
            DistinctSketch.empty(ADDRESSES), DistinctSketch.empty(NETWORKS), DistinctSketch.empty(COUNTRIES));

    /** An odd factor spreads the codes over 32 bits and can be undone, so that the countries can be named. */
    private static final int SPREAD = 0x9e3779b1;

    private static final int GATHER = inverse(SPREAD);

    /**
     * After the account was used from the place of an event.
     *
     * @param familiar whether its network is familiar
     * @param familiarCountry whether its country is
     */
    RecentOrigins plus(MailEvent event, boolean familiar, boolean familiarCountry) {
        Origin origin = event.origin();
        if (origin instanceof Origin.Relay || origin instanceof Origin.Internal) {
            return this;
        }
        int minute = minute(event.time().getEpochSecond());
        String address = event.clientAddress();
        String network = origin.network();
        return new RecentOrigins(
                address == null ? addresses : addresses.plus(StableHash.of(address), minute, !familiar),
                network == null ? networks : networks.plus(StableHash.of(network), minute, !familiar),
                origin instanceof Origin.Country c
                        ? countries.plus(spread(c.country()), minute, !familiarCountry)
                        : countries);
    }

    /**
     * Adds a use of an unfamiliar origin to the row of its day: one network and one address, unless seen on that day already.
     * Beyond the sample's capacity each kept one counts for several.
     *
     * @param after the origins with this use
     * @param dayOf the local day of a second
     * @param row receives the additions
     */
    void addUnfamiliar(MailEvent event, RecentOrigins after, LongToIntFunction dayOf, int[] row) {
        String network = event.origin().network();
        String address = event.clientAddress();
        long second = event.time().getEpochSecond();
        if (network != null) {
            row[HistoryColumn.UNFAMILIAR_NETWORKS] =
                    added(networks, after.networks, StableHash.of(network), second, dayOf);
        }
        if (address != null) {
            row[HistoryColumn.UNFAMILIAR_ADDRESSES] =
                    added(addresses, after.addresses, StableHash.of(address), second, dayOf);
        }
    }

    private static int added(
            DistinctSketch before, DistinctSketch after, int hash, long second, LongToIntFunction dayOf) {
        int last = before.lastSeen(hash);
        boolean seen = last != DistinctSketch.NEVER && dayOf.applyAsInt(last * 60L) == dayOf.applyAsInt(second);
        return seen || after.lastSeen(hash) == DistinctSketch.NEVER ? 0 : after.each();
    }

    /** Without origins last seen in the minute of {@code second} or before. */
    RecentOrigins after(long second) {
        int minute = minute(second);
        return new RecentOrigins(addresses.after(minute), networks.after(minute), countries.after(minute));
    }

    /** Without origins last seen after the minute of {@code second}. */
    RecentOrigins until(long second) {
        int minute = minute(second);
        return new RecentOrigins(addresses.until(minute), networks.until(minute), countries.until(minute));
    }

    /** Time of the newest origin, in seconds since 1970; far in the past without one. */
    long newest() {
        return Math.max(addresses.newest(), Math.max(networks.newest(), countries.newest())) * 60L;
    }

    static int minute(long second) {
        return Math.toIntExact(Math.floorDiv(second, 60L));
    }

    /** The countries of a window, as far as they are kept. */
    SortedSet<String> countries(int now, TimeWindow window) {
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

    /** Never less than what {@link #write} takes, in octets. */
    int atMost() {
        return addresses.atMost() + networks.atMost() + countries.atMost();
    }

    void write(BinaryStateWriter out) {
        addresses.write(out);
        networks.write(out);
        countries.write(out);
    }

    /** Decodes {@link #write}'s output; of format 4 and before, everything as unfamiliar until it is seen again. */
    static RecentOrigins read(BinaryStateReader in, int format) {
        return new RecentOrigins(
                DistinctSketch.read(in, ADDRESSES, format, true),
                DistinctSketch.read(in, NETWORKS, format, true),
                DistinctSketch.read(in, COUNTRIES, format, true));
    }
}
