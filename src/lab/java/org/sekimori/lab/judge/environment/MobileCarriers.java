package org.sekimori.lab.judge.environment;

import java.util.List;
import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Mobile carriers at home: a telephone comes out of any of the networks of its region's gateway. Immutable. */
public final class MobileCarriers {

    private final AccessProvider[] carriers;
    private final ClientLocation[][][] pools;

    private MobileCarriers(AccessProvider[] carriers, ClientLocation[][][] pools) {
        this.carriers = carriers;
        this.pools = pools;
    }

    /** Some of the providers of homes are carriers as well, as in life. */
    static MobileCarriers of(long seed, List<AccessProvider> home) {
        int count = NetworkParameters.CARRIER_SHARES.length;
        AccessProvider[] carriers = new AccessProvider[count];
        ClientLocation[][][] pools = new ClientLocation[count][NetworkParameters.REGIONS][];
        for (int carrier = 0; carrier < count; carrier++) {
            carriers[carrier] = home.get((1 + 2 * carrier) % home.size());
            for (int region = 0; region < NetworkParameters.REGIONS; region++) {
                pools[carrier][region] = pool(carriers[carrier], RandomStream.of(seed, "gateway", carrier, region));
            }
        }
        return new MobileCarriers(carriers, pools);
    }

    private static ClientLocation[] pool(AccessProvider carrier, RandomStream draw) {
        ClientLocation[] pool =
                new ClientLocation[draw.between(NetworkParameters.POOL_LEAST, NetworkParameters.POOL_MOST)];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = carrier.anywhere(draw);
        }
        return pool;
    }

    /** A carrier for a customer. */
    public int pick(RandomStream draw) {
        return draw.weighted(NetworkParameters.CARRIER_SHARES);
    }

    /** Where a telephone comes out when it connects. */
    public ClientLocation connection(int carrier, int region, RandomStream draw) {
        ClientLocation[] pool = pools[carrier][region];
        return carriers[carrier].near(pool[draw.below(pool.length)], draw);
    }
}
