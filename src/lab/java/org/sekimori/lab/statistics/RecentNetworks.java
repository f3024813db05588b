package org.sekimori.lab.statistics;

import java.util.Arrays;

/**
 * An account's recent networks, by fingerprint, each with its last day. Holds at most {@value #MOST}; the one longest unused
 * makes way.
 */
final class RecentNetworks {

    private static final int MOST = 256;

    private long[] networks = new long[4];
    private long[] days = new long[4];
    private int size;

    /** The last day on which the account submitted from there, {@link Long#MIN_VALUE} if it never did; it is today from then on. */
    long visit(long network, long today) {
        for (int i = 0; i < size; i++) {
            if (networks[i] == network) {
                long last = days[i];
                days[i] = today;
                return last;
            }
        }
        int place = size < MOST ? size++ : oldest();
        if (place == networks.length) {
            networks = Arrays.copyOf(networks, 2 * place);
            days = Arrays.copyOf(days, 2 * place);
        }
        networks[place] = network;
        days[place] = today;
        return Long.MIN_VALUE;
    }

    private int oldest() {
        int oldest = 0;
        for (int i = 1; i < size; i++) {
            if (days[i] < days[oldest]) {
                oldest = i;
            }
        }
        return oldest;
    }
}
