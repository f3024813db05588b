package org.sekimori.lab.judge;

import java.util.List;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;

/** Mobile carriers at home: a telephone comes out of any of the networks of its region's gateway. Immutable. */
final class Carriers {

    private final Provider[] carriers;
    private final Place[][][] pools;

    private Carriers(Provider[] carriers, Place[][][] pools) {
        this.carriers = carriers;
        this.pools = pools;
    }

    /** Some of the providers of homes are carriers as well, as in life. */
    static Carriers of(long seed, List<Provider> home) {
        int count = PlaceNumbers.CARRIER_SHARES.length;
        Provider[] carriers = new Provider[count];
        Place[][][] pools = new Place[count][PlaceNumbers.REGIONS][];
        for (int carrier = 0; carrier < count; carrier++) {
            carriers[carrier] = home.get((1 + 2 * carrier) % home.size());
            for (int region = 0; region < PlaceNumbers.REGIONS; region++) {
                pools[carrier][region] = pool(carriers[carrier], Draw.of(seed, "gateway", carrier, region));
            }
        }
        return new Carriers(carriers, pools);
    }

    private static Place[] pool(Provider carrier, Draw draw) {
        Place[] pool = new Place[draw.between(PlaceNumbers.POOL_LEAST, PlaceNumbers.POOL_MOST)];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = carrier.anywhere(draw);
        }
        return pool;
    }

    /** A carrier for a customer. */
    int pick(Draw draw) {
        return draw.weighted(PlaceNumbers.CARRIER_SHARES);
    }

    /** Where a telephone comes out when it connects. */
    Place connection(int carrier, int region, Draw draw) {
        Place[] pool = pools[carrier][region];
        return carriers[carrier].near(pool[draw.below(pool.length)], draw);
    }
}
