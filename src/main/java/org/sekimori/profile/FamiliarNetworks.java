package org.sekimori.profile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Origin;

/**
 * The networks that the owner of an account uses, each with a weight: the number of days on which an accepted submission came
 * from it, where a day counts half as much after 30 days ({@code w ← w · 2^(−Δd/30) + 1}). A day that is heard of after a later
 * day of the same network adds nothing. At most 24 are kept; the lightest makes room.
 *
 * <p>A network is <em>familiar</em> when its weight is at least 2.5, which it is after the first submission of its third day, if the
 * days were not long ago: two messages around midnight make nothing familiar; or when its provider is: when the heaviest network of the same provider
 * in the same country, and one for each other day of the last 60 on which another of them was last used, make 3 or more together.
 * Home lines change their address within a provider, telephones within a carrier; many networks of one carrier on a single day are
 * a botnet as well, and make nothing familiar. The provider is the autonomous system where a database names it, else the wider
 * block: {@code /16} of IPv4, {@code /32} of IPv6. Relays, internal addresses and missing ones are always familiar, because
 * they tell nothing.
 */
final class FamiliarNetworks {

    private static final int MOST = 24;
    private static final double NETWORK_WEIGHT = 2.5;
    private static final double PROVIDER_WEIGHT = 3;
    private static final int PROVIDER_DAYS = 60;
    private static final double HALF_LIFE_DAYS = 30;

    static final FamiliarNetworks NONE = new FamiliarNetworks(new Entry[0]);

    /**
     * One network.
     *
     * @param network hash of its CIDR text
     * @param provider see {@link #provider}; mixed with the country
     * @param day the last local day it was used
     * @param weight as of that day
     */
    private record Entry(int network, int provider, int day, float weight) {
        double weightOn(int today) {
            return weight * left(today - day);
        }
    }

    private static final double[] LEFT = new double[512];

    static {
        for (int days = 0; days < LEFT.length; days++) {
            LEFT[days] = StrictMath.pow(2, -days / HALF_LIFE_DAYS);
        }
    }

    /** What is left of a day after so many; nothing after years. */
    private static double left(int days) {
        return days <= 0 ? 1 : days < LEFT.length ? LEFT[days] : 0;
    }

    private final Entry[] entries;

    private FamiliarNetworks(Entry[] entries) {
        this.entries = entries;
    }

    /** Whether the owner is known to use the network, or its provider. */
    boolean knows(Origin origin, int today) {
        String network = network(origin);
        if (network == null) {
            return true;
        }
        int hash = Hash.of(network);
        int provider = provider(origin, network);
        double heaviest = 0;
        int[] days = new int[entries.length];
        int count = 0;
        for (Entry entry : entries) {
            if (entry.network == hash || entry.provider == provider) {
                double weight = entry.weightOn(today);
                if (entry.network == hash && weight >= NETWORK_WEIGHT) {
                    return true;
                }
                if (entry.provider == provider && entry.day > today - PROVIDER_DAYS) {
                    heaviest = Math.max(heaviest, weight);
                    count = withDay(days, count, entry.day);
                }
            }
        }
        return count > 0 && count - 1 + heaviest >= PROVIDER_WEIGHT;
    }

    /** Adds a day to the first {@code count} unless it is among them; the answer is how many there are then. */
    private static int withDay(int[] days, int count, int day) {
        for (int i = 0; i < count; i++) {
            if (days[i] == day) {
                return count;
            }
        }
        days[count] = day;
        return count + 1;
    }

    /** Whether the account ever submitted from the network or its provider, as far as this is remembered. */
    boolean met(Origin origin) {
        String network = network(origin);
        if (network == null) {
            return true;
        }
        int hash = Hash.of(network);
        int provider = provider(origin, network);
        for (Entry entry : entries) {
            if (entry.network == hash || entry.provider == provider) {
                return true;
            }
        }
        return false;
    }

    /** After an accepted submission. A network weighs more once a day, however often it is used. */
    FamiliarNetworks plus(Origin origin, int day) {
        String network = network(origin);
        if (network == null) {
            return this;
        }
        int hash = Hash.of(network);
        int at = 0;
        while (at < entries.length && entries[at].network != hash) {
            at++;
        }
        if (at < entries.length && entries[at].day >= day) {
            return this;
        }
        float before = at < entries.length ? (float) entries[at].weightOn(day) : 0;
        Entry entry = new Entry(hash, provider(origin, network), day, before + 1);
        Entry[] changed = Arrays.copyOf(entries, at < entries.length || at == MOST ? entries.length : at + 1);
        changed[at < MOST ? at : lightest(day)] = entry;
        return new FamiliarNetworks(changed);
    }

    private int lightest(int day) {
        int lightest = 0;
        for (int i = 1; i < entries.length; i++) {
            if (entries[i].weightOn(day) < entries[lightest].weightOn(day)) {
                lightest = i;
            }
        }
        return lightest;
    }

    private static @Nullable String network(Origin origin) {
        return origin instanceof Origin.Relay || origin instanceof Origin.Internal ? null : origin.network();
    }

    private static int provider(Origin origin, String network) {
        if (origin instanceof Origin.Country c) {
            String provider = c.asn() != 0 ? "AS" + c.asn() : wider(network);
            return Hash.of(c.country() + provider);
        }
        return Hash.of(wider(network));
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

    void write(PackedWriter out) {
        out.number(entries.length);
        int before = 0;
        for (Entry entry : entries) {
            out.bits(entry.network)
                    .bits(entry.provider)
                    .signed((long) entry.day - before)
                    .bits(Float.floatToIntBits(entry.weight));
            before = entry.day;
        }
    }

    static FamiliarNetworks read(PackedReader in) {
        Entry[] entries = new Entry[in.count()];
        int day = 0;
        for (int i = 0; i < entries.length; i++) {
            int network = in.bits();
            int provider = in.bits();
            day = Math.toIntExact(day + in.signed());
            entries[i] = new Entry(network, provider, day, Float.intBitsToFloat(in.bits()));
        }
        return new FamiliarNetworks(entries);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FamiliarNetworks f && Arrays.equals(entries, f.entries);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }
}
