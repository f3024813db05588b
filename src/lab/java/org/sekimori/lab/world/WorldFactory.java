package org.sekimori.lab.world;

/** Creates worlds. */
public interface WorldFactory {

    /** The world with this seed. */
    SyntheticWorld world(WorldSettings setting, long seed, AssumptionFactors assumptions);
}
