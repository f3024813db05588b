package org.sekimori.lab.judge.environment;

import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.WorldSettings;

/** Shared context of a world's accounts: days, networks, factors and seed. Immutable. */
public record WorldContext(
        long seed, WorldSettings setting, AssumptionFactors assumptions, AddressPool access, WorldCalendar days) {

    public static WorldContext of(
            WorldSettings setting, long seed, AssumptionFactors assumptions, SyntheticGeography geography) {
        return new WorldContext(seed, setting, assumptions, AddressPool.of(seed, geography), WorldCalendar.of(setting));
    }

    /** The stream for this purpose. */
    public RandomStream draw(String purpose, long... keys) {
        return RandomStream.of(seed, purpose, keys);
    }

    /** The time in which attacks may happen. */
    public TimeSpan scored() {
        return new TimeSpan(setting.scoredFrom().toEpochMilli(), setting.end().toEpochMilli());
    }
}
