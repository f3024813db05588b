package org.sekimori.geo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

/**
 * Longest-prefix match over networks that may contain each other. Immutable.
 *
 * <p>Networks nest or are disjoint, never overlap in part. So one sweep over them, outer before inner, with a stack of those
 * still open, cuts the address space into intervals with one answer each. A look-up is then a binary search over the first
 * addresses of the intervals: for a hundred networks seven comparisons, where a bitwise trie follows up to 128 pointers.
 */
final class PrefixTable<T> {

    private static final Comparator<ClientAddress> UNSIGNED = (a, b) -> compare(a.high(), a.low(), b.high(), b.low());

    private static final Comparator<IpNetwork> OUTER_FIRST =
            Comparator.comparing(IpNetwork::base, UNSIGNED).thenComparingInt(IpNetwork::bits);

    private final long[] highs;
    private final long[] lows;
    private final List<@Nullable T> values;

    private PrefixTable(List<ClientAddress> starts, List<@Nullable T> values) {
        this.highs = starts.stream().mapToLong(ClientAddress::high).toArray();
        this.lows = starts.stream().mapToLong(ClientAddress::low).toArray();
        this.values = values;
    }

    static <T> PrefixTable<T> of(Map<IpNetwork, T> networks) {
        IpNetwork[] sorted = networks.keySet().toArray(new IpNetwork[0]);
        Arrays.sort(sorted, OUTER_FIRST);
        List<ClientAddress> starts = new ArrayList<>();
        List<@Nullable T> values = new ArrayList<>();
        Deque<IpNetwork> open = new ArrayDeque<>();
        for (IpNetwork network : sorted) {
            close(open, network.base(), networks, starts, values);
            starts.add(network.base());
            values.add(networks.get(network));
            open.push(network);
        }
        close(open, null, networks, starts, values);
        return new PrefixTable<>(starts, values);
    }

    /** Closes the open networks that do not contain the address, all of them if it is null; the enclosing one continues. */
    private static <T> void close(
            Deque<IpNetwork> open,
            @Nullable ClientAddress next,
            Map<IpNetwork, T> networks,
            List<ClientAddress> starts,
            List<@Nullable T> values) {
        while (!open.isEmpty() && (next == null || !open.element().contains(next))) {
            ClientAddress last = open.pop().last();
            if (last.high() == -1 && last.low() == -1) {
                continue;
            }
            starts.add(new ClientAddress(last.low() == -1 ? last.high() + 1 : last.high(), last.low() + 1));
            values.add(open.isEmpty() ? null : networks.get(open.element()));
        }
    }

    /** The value of the longest network that contains the address; null without one. */
    @Nullable
    T find(ClientAddress address) {
        int from = 0;
        int to = highs.length;
        // The answer is the last interval that starts at or before the address; of empty intervals, which start where
        // another one does, that is the one written last.
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(highs[middle], lows[middle], address.high(), address.low()) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from == 0 ? null : values.get(from - 1);
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(low, otherLow);
    }
}
