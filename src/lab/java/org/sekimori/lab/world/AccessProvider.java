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
 */
public record AccessProvider(String country, long asn, List<IpNetwork> networks) {

    private static final Origin.Source INVENTED = new Origin.Source("invented", null);
    private static final int IPV4_HOST_BITS = 8;

    public AccessProvider {
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("a provider needs a network");
        }
        networks = List.copyOf(networks);
    }

    /** Any address of the provider: of any of its networks, large ones more often. */
    public ClientLocation anywhere(RandomStream draw) {
        double[] sizes = new double[networks.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = StrictMath.scalb(1.0, 128 - networks.get(i).bits());
        }
        IpNetwork network = networks.get(draw.weighted(sizes));
        long count = 1L << (128 - network.bits());
        long offset = Long.remainderUnsigned(draw.bits(), count);
        return at((network.base().low() + offset) & ~0xffL, draw);
    }

    /** Another address in the {@code /24} of a place of this provider. */
    public ClientLocation near(ClientLocation place, RandomStream draw) {
        return at(place.address().low() & ~0xffL, draw);
    }

    private ClientLocation at(long network, RandomStream draw) {
        // Without the first and the last, which are not hosts in a /24.
        ClientAddress address = ClientAddress.ofIpv4(network + draw.between(1, (1 << IPV4_HOST_BITS) - 2));
        return new ClientLocation(address, null, new Origin.Country(country, address.network(), asn, INVENTED));
    }
}
