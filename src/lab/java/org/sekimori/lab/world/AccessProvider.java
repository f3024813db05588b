package org.sekimori.lab.world;

import java.util.List;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.Origin;

/**
 * An access provider: some of a country's networks under one synthetic AS number.
 *
 * @param country ISO 3166-1 alpha-2
 * @param asn from the range for private use (RFC 6996), to be recognisable as synthetic
 * @param networks IPv4, each at least a {@code /24}; by falling size
 * @param ipv6Networks IPv6, each at least a {@code /48}; by falling size; empty in a few small countries
 */
public record AccessProvider(String country, long asn, List<IpNetwork> networks, List<IpNetwork> ipv6Networks) {

    private static final Origin.Source INVENTED = new Origin.Source("invented", null);
    private static final int IPV4_HOST_BITS = 8;
    private static final int IPV6_SITE_BITS = 48;

    public AccessProvider {
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("a provider needs a network");
        }
        networks = List.copyOf(networks);
        ipv6Networks = List.copyOf(ipv6Networks);
    }

    /** Any IPv4 address of the provider: of any of its networks, large ones more often. */
    public ClientLocation anywhere(RandomStream draw) {
        IpNetwork network = networks.get(bySize(networks, draw));
        long count = 1L << (128 - network.bits());
        long offset = Long.remainderUnsigned(draw.bits(), count);
        return at((network.base().low() + offset) & ~0xffL, draw);
    }

    /** Any IPv6 address of the provider, in one of its {@code /48}; an IPv4 address if it has none. */
    public ClientLocation anywhereIpv6(RandomStream draw) {
        if (ipv6Networks.isEmpty()) {
            return anywhere(draw);
        }
        IpNetwork network = ipv6Networks.get(bySize(ipv6Networks, draw));
        long count = 1L << (IPV6_SITE_BITS - network.bits());
        long site = (network.base().high() >>> 16) + Long.remainderUnsigned(draw.bits(), count);
        return atIpv6(site << 16, draw);
    }

    private static int bySize(List<IpNetwork> networks, RandomStream draw) {
        double[] sizes = new double[networks.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = StrictMath.scalb(1.0, 128 - networks.get(i).bits());
        }
        return draw.weighted(sizes);
    }

    /** Another address in the {@code /24} or {@code /48} of a place of this provider. */
    public ClientLocation near(ClientLocation place, RandomStream draw) {
        return place.address().isIpv4()
                ? at(place.address().low() & ~0xffL, draw)
                : atIpv6(place.address().high() & ~0xffffL, draw);
    }

    private ClientLocation atIpv6(long site, RandomStream draw) {
        ClientAddress address = new ClientAddress(site | draw.bits() >>> 48, draw.bits());
        return new ClientLocation(address, null, new Origin.Country(country, address.network(), asn, INVENTED));
    }

    private ClientLocation at(long network, RandomStream draw) {
        // Without the first and the last, which are not hosts in a /24.
        ClientAddress address = ClientAddress.ofIpv4(network + draw.between(1, (1 << IPV4_HOST_BITS) - 2));
        return new ClientLocation(address, null, new Origin.Country(country, address.network(), asn, INVENTED));
    }
}
