package org.sekimori.lab.fit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.lab.world.WorldSettings;

/**
 * The worlds of a fit. Half of them begin in March, half in October, so that Golden Week and the greetings of December are in.
 *
 * @param accounts of each world
 * @param days of each world
 * @param warmUpDays of them, in which habits form
 * @param seeds number of worlds
 * @param firstSeed the first seed; the others follow
 */
public record TrainingPlan(int accounts, int days, int warmUpDays, int seeds, long firstSeed) {

    /** The seeds of evaluations are below. */
    public static final long FIRST_SEED = 10_001;

    private static final LocalDate SPRING = LocalDate.of(2026, 3, 2);
    private static final LocalDate AUTUMN = LocalDate.of(2025, 10, 6);

    public TrainingPlan {
        if (seeds < 1 || seeds > 100 || firstSeed < 1) {
            throw new IllegalArgumentException(
                    "1 to 100 seeds, and a first seed from 1, not " + seeds + " and " + firstSeed);
        }
        // Made now, so that wrong numbers are named before anything is played.
        new WorldSettings(accounts, SPRING, days, warmUpDays);
    }

    /** The worlds. */
    List<SyntheticWorld> worlds(WorldFactory generator) {
        List<SyntheticWorld> worlds = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            worlds.add(generator.world(
                    new WorldSettings(accounts, i % 2 == 0 ? SPRING : AUTUMN, days, warmUpDays),
                    firstSeed + i,
                    AssumptionFactors.PLAIN));
        }
        return worlds;
    }

    /** Seeds in words. */
    public String words() {
        return seeds == 1 ? Long.toString(firstSeed) : firstSeed + " to " + (firstSeed + seeds - 1);
    }
}
