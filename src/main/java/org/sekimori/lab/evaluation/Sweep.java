package org.sekimori.lab.evaluation;

import java.util.List;
import org.sekimori.lab.world.Assumptions;

/**
 * One other assumption about the world.
 *
 * @param name what is assumed
 * @param factor what the world's own figure is multiplied by
 * @param assumptions the same for the generators
 */
record Sweep(String name, double factor, Assumptions assumptions) {

    private static final double[] FACTORS = {0.3, 3};

    /** What is uncertain and decides most, each smaller and larger. */
    static List<Sweep> all() {
        return java.util.stream.DoubleStream.of(FACTORS)
                .boxed()
                .flatMap(factor -> java.util.stream.Stream.of(
                        new Sweep("network churn", factor, new Assumptions(factor, 1, 1, 1)),
                        new Sweep("travel", factor, new Assumptions(1, factor, 1, 1)),
                        new Sweep("VPNs", factor, new Assumptions(1, 1, factor, 1)),
                        new Sweep("thieves at home", factor, new Assumptions(1, 1, 1, factor))))
                .sorted(java.util.Comparator.comparing(Sweep::name))
                .toList();
    }
}
