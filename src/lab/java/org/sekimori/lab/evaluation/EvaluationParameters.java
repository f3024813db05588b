package org.sekimori.lab.evaluation;

import java.time.LocalDate;
import org.sekimori.lab.world.WorldSettings;

/**
 * Extent of an evaluation.
 *
 * @param accounts of each world
 * @param days of each world
 * @param warmUpDays of them, in which habits form
 * @param seeds worlds of each generator
 * @param firstSeed the simulator's first seed; the others follow
 * @param sweeps whether the uncertain assumptions are varied, with two seeds
 * @param threads how many work at it
 */
public record EvaluationParameters(
        int accounts, int days, int warmUpDays, int seeds, long firstSeed, boolean sweeps, int threads) {

    /** A Monday; Golden Week falls into the scored days of a full run. */
    private static final LocalDate START = LocalDate.of(2026, 3, 2);

    /** A Monday; December and New Year fall into the scored days of a full run. */
    private static final LocalDate AUTUMN = LocalDate.of(2026, 10, 5);

    public EvaluationParameters {
        if (seeds < 1 || threads < 1 || firstSeed < 1 || firstSeed > 1_000_000 || seeds > 1_000) {
            throw new IllegalArgumentException("1 to 1,000 seeds, a first seed from 1 to 1,000,000 and one thread, not "
                    + seeds + ", " + firstSeed + " and " + threads);
        }
        // Made now, so that wrong numbers are named before anything is played.
        new WorldSettings(accounts, START, days, warmUpDays);
    }

    WorldSettings setting() {
        return new WorldSettings(accounts, START, days, warmUpDays);
    }

    /** The simulator's with a seed: those of even seeds begin in autumn, so that both parts of the year are measured. */
    WorldSettings simulatorSetting(long seed) {
        return new WorldSettings(accounts, seed % 2 == 0 ? AUTUMN : START, days, warmUpDays);
    }
}
