package org.sekimori.lists;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

/**
 * Networks by hash. An address is in a network if its first bits are that network, so one look-up for each prefix length in use
 * finds all networks around it: at most 33 for IPv4, however many networks there are. Unlike sorted intervals, an entry is added
 * without a rebuild. An IPv4 network takes about 65 octets.
 */
final class NetworkIndex implements ValueIndex {

    private static final int MAPPED_BITS = 96;

    /**
     * By prefix length and the address's first bits in one number, which takes less than an {@link IpNetwork}. Without the bits
     * behind them, which are zero in all keys, hashes do not collide.
     */
    private final Map<Long, List<Listing>> ipv4 = new ConcurrentHashMap<>();

    private final Map<IpNetwork, List<Listing>> ipv6 = new ConcurrentHashMap<>();

    /** Networks by prefix length, IPv4 counted in its mapped form. */
    private final AtomicIntegerArray lengths = new AtomicIntegerArray(129);

    private static long key(long address, int bits) {
        return (long) bits << 32 | (address & 0xffffffffL) >>> (128 - bits);
    }

    private static IpNetwork network(long key) {
        int bits = (int) (key >>> 32);
        return new IpNetwork(ClientAddress.ofIpv4((key & 0xffffffffL) << (128 - bits)), bits);
    }

    void find(ClientAddress address, Consumer<List<Listing>> found) {
        boolean v4 = address.isIpv4();
        for (int bits = v4 ? MAPPED_BITS : 1; bits <= 128; bits++) {
            if (lengths.get(bits) > 0) {
                List<Listing> listings =
                        v4 ? ipv4.get(key(address.low(), bits)) : ipv6.get(IpNetwork.around(address, bits));
                if (listings != null) {
                    found.accept(listings);
                }
            }
        }
    }

    @Override
    public void put(String value, Listing listing) {
        change(IpNetwork.of(value), before -> Listing.with(before, listing));
    }

    @Override
    public void remove(String value, String list) {
        change(IpNetwork.of(value), before -> Listing.without(before, list));
    }

    private void change(IpNetwork network, UnaryOperator<@Nullable List<Listing>> change) {
        if (network.base().isIpv4()) {
            change(ipv4, key(network.base().low(), network.bits()), network.bits(), change);
        } else {
            change(ipv6, network, network.bits(), change);
        }
    }

    private <K> void change(
            Map<K, List<Listing>> networks, K key, int bits, UnaryOperator<@Nullable List<Listing>> change) {
        networks.compute(key, (same, before) -> {
            @Nullable List<Listing> after = change.apply(before);
            lengths.addAndGet(bits, (after == null ? 0 : 1) - (before == null ? 0 : 1));
            return after;
        });
    }

    @Override
    public @Nullable List<Listing> exactly(String value) {
        IpNetwork network = IpNetwork.of(value);
        return network.base().isIpv4() ? ipv4.get(key(network.base().low(), network.bits())) : ipv6.get(network);
    }

    @Override
    public void forEach(BiConsumer<String, List<Listing>> action) {
        ipv4.forEach((key, listings) -> action.accept(network(key).toString(), listings));
        ipv6.forEach((network, listings) -> action.accept(network.toString(), listings));
    }

    @Override
    public long size() {
        return ipv4.size() + (long) ipv6.size();
    }
}
