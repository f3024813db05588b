package org.sekimori.lab.evaluation;

import java.util.List;
import org.sekimori.lab.world.AssumptionFactors;

/**
 * A changed assumption about the world.
 *
 * @param name the assumption
 * @param factor multiplies the world's own figure
 * @param assumptions the same for the generators
 */
record AssumptionSweep(String name, double factor, AssumptionFactors assumptions) {

    private static final double[] FACTORS = {0.3, 3};

    /** The uncertain assumptions with most influence, each smaller and larger. */
    static List<AssumptionSweep> all() {
        return java.util.stream.DoubleStream.of(FACTORS)
                .boxed()
                .flatMap(factor -> java.util.stream.Stream.of(
                        new AssumptionSweep("network churn", factor, new AssumptionFactors(factor, 1, 1, 1)),
                        new AssumptionSweep("travel", factor, new AssumptionFactors(1, factor, 1, 1)),
                        new AssumptionSweep("VPNs", factor, new AssumptionFactors(1, 1, factor, 1)),
                        new AssumptionSweep("thieves at home", factor, new AssumptionFactors(1, 1, 1, factor))))
                .sorted(java.util.Comparator.comparing(AssumptionSweep::name))
                .toList();
    }
}
