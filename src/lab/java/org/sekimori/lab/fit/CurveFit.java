package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.rules.evidence.StepTable;

/**
 * Fits tables by logistic regression: one sign after the other is moved by Newton's step on its own weights, within what its order
 * allows, until nothing changes. The
 * step that weighs 0 in the prior stays there. What is fitted are the differences from step to step, each drawn towards that of a prior (L2), so
 * that what the traffic does not show stays as the prior has it.
 *
 * <p>The same rows give the same tables on every machine: no chance, one order, {@link StrictMath}.
 */
final class CurveFit {

    private static final int MOST_SWEEPS = 60;
    private static final int INNER = 40;
    private static final int HALVINGS = 6;
    private static final double ENOUGH = 1e-6;

    /** No step weighs 0: {@link List#indexOf} says so. */
    private static final int NONE = -1;

    private final VectorTable table;
    private final LabelledRows rows;
    private final double ridge;
    private final List<Sign> signs = new ArrayList<>();
    private final double[] margins;
    private double intercept;

    /**
     * A sign while it is fitted.
     *
     * @param base the step that weighs 0; {@link #NONE} for a sign whose first step may weigh anything
     * @param parts the weight of the first step, if there is no base, and by how much each further step exceeds the one before
     * @param wanted what the prior has in their place
     */
    private record Sign(String name, StepTable steps, int base, double[] parts, double[] wanted) {

        static Sign of(String name, StepTable steps, int base) {
            double[] parts = new double[steps.weights().size()];
            parts[0] = base == NONE ? steps.weights().get(0) : 0;
            for (int i = 1; i < parts.length; i++) {
                parts[i] = steps.weights().get(i) - steps.weights().get(i - 1);
            }
            return new Sign(name, steps, base, parts, parts);
        }

        Sign with(double[] other) {
            return new Sign(name, steps, base, other, wanted);
        }

        /** How often a step contains a part, counted from the base. */
        double share(int part, int step) {
            return (step >= part ? 1 : 0) - (base >= part ? 1 : 0);
        }

        double limited(int part, double value) {
            if (part == 0) {
                // What speaks for a thief cannot be fitted to speak for the owner.
                return base != NONE ? 0 : wanted[0] > 0 ? Math.max(0, value) : Math.min(0, value);
            }
            return switch (steps.order()) {
                case RISING -> Math.max(0, value);
                case FALLING -> Math.min(0, value);
                case FREE -> value;
            };
        }

        double[] weights() {
            double[] weights = new double[parts.length];
            for (int step = 0; step < weights.length; step++) {
                for (int part = 0; part < parts.length; part++) {
                    weights[step] += share(part, step) * parts[part];
                }
            }
            return weights;
        }
    }

    private CurveFit(VectorTable table, LabelledRows rows, EvidenceModel prior, double ridge) {
        this.table = table;
        this.rows = rows;
        this.ridge = ridge;
        this.margins = new double[rows.size()];
        prior.tables().forEach((name, steps) -> signs.add(Sign.of(name, steps, base(signs.size(), steps))));
    }

    /**
     * The fitted model and the intercept.
     *
     * @param intercept log-odds of rows without a sign
     */
    record Fitted(EvidenceModel model, double intercept) {}

    /**
     * Fits.
     *
     * @param prior tables with the steps to fit; the fit begins there, too
     * @param ridge how much weight of rows it takes to move a difference away from the prior's
     */
    static Fitted of(VectorTable table, LabelledRows rows, EvidenceModel prior, double ridge) {
        return new CurveFit(table, rows, prior, ridge).fit();
    }

    /**
     * The step that weighs 0: the first that does in the prior. Without one the sign applies to some mail only, and its first step may
     * weigh anything. Where the prior is silent, that on which most honest rows are, so that ordinary mail has no sign.
     */
    private int base(int sign, StepTable steps) {
        int zero = steps.weights().indexOf(0.0);
        return steps.weights().stream().allMatch(weight -> weight == 0) ? common(sign, steps) : zero;
    }

    private int common(int sign, StepTable steps) {
        double[] honest = new double[steps.weights().size()];
        for (int row = 0; row < rows.size(); row++) {
            int step = table.steps(rows.vectors()[row])[sign];
            if (!rows.hostile()[row] && step != SignVector.ABSENT) {
                honest[step] += rows.weights()[row];
            }
        }
        int most = 0;
        for (int step = 1; step < honest.length; step++) {
            most = honest[step] > honest[most] ? step : most;
        }
        return most;
    }

    private Fitted fit() {
        for (int sign = 0; sign < signs.size(); sign++) {
            shift(sign, signs.get(sign).weights(), margins);
        }
        double before = Double.MAX_VALUE;
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            intercept();
            for (int sign = 0; sign < signs.size(); sign++) {
                move(sign);
            }
            double loss = loss(margins);
            for (Sign sign : signs) {
                loss += penalty(sign);
            }
            if (before - loss < ENOUGH * loss) {
                break;
            }
            before = loss;
        }
        SortedMap<String, StepTable> tables = new TreeMap<>();
        for (Sign sign : signs) {
            List<Double> weights = new ArrayList<>();
            for (double weight : sign.weights()) {
                weights.add(Math.max(-StepTable.MOST_WEIGHT, Math.min(StepTable.MOST_WEIGHT, weight)));
            }
            tables.put(sign.name(), sign.steps().with(weights));
        }
        return new Fitted(new EvidenceModel(tables), intercept);
    }

    private void shift(int sign, double[] by, double[] into) {
        for (int row = 0; row < into.length; row++) {
            int step = table.steps(rows.vectors()[row])[sign];
            into[row] += step == SignVector.ABSENT ? 0 : by[step];
        }
    }

    /** Newton's steps on the intercept, which has no penalty. */
    private void intercept() {
        for (int i = 0; i < 8; i++) {
            double gradient = 0;
            double curvature = 1e-9;
            for (int row = 0; row < margins.length; row++) {
                double p = probability(margins[row] + intercept);
                gradient += rows.weights()[row] * ((rows.hostile()[row] ? 1 : 0) - p);
                curvature += rows.weights()[row] * p * (1 - p);
            }
            intercept += Math.max(-2, Math.min(2, gradient / curvature));
        }
    }

    private void move(int number) {
        Sign sign = signs.get(number);
        double[] gradient = new double[sign.parts().length];
        double[] curvature = new double[gradient.length];
        for (int row = 0; row < margins.length; row++) {
            int step = table.steps(rows.vectors()[row])[number];
            if (step != SignVector.ABSENT) {
                double p = probability(margins[row] + intercept);
                gradient[step] += rows.weights()[row] * ((rows.hostile()[row] ? 1 : 0) - p);
                curvature[step] += rows.weights()[row] * p * (1 - p);
            }
        }
        go(number, sign, solved(sign, gradient, curvature));
    }

    /** The best parts by the quadratic approximation, one after the other. */
    private double[] solved(Sign sign, double[] gradient, double[] curvature) {
        double[] now = sign.parts().clone();
        // How far each step's weight is from where it was.
        double[] delta = new double[gradient.length];
        for (int round = 0; round < INNER; round++) {
            for (int part = 0; part < now.length; part++) {
                double slope = ridge * (sign.wanted()[part] - now[part]);
                double bend = ridge;
                for (int step = 0; step < delta.length; step++) {
                    double share = sign.share(part, step);
                    slope += share * (gradient[step] - curvature[step] * delta[step]);
                    bend += share * share * curvature[step];
                }
                double next = sign.limited(part, now[part] + slope / bend);
                for (int step = 0; step < delta.length; step++) {
                    delta[step] += sign.share(part, step) * (next - now[part]);
                }
                now[part] = next;
            }
        }
        return now;
    }

    /** Goes there, or half of the way as often as it takes to be no worse than before. */
    private void go(int number, Sign sign, double[] wanted) {
        double before = loss(margins) + penalty(sign);
        double[] from = sign.weights();
        double way = 1;
        for (int i = 0; i <= HALVINGS; i++, way /= 2) {
            double[] parts = sign.parts().clone();
            for (int part = 0; part < parts.length; part++) {
                parts[part] += way * (wanted[part] - parts[part]);
            }
            Sign next = sign.with(parts);
            double[] change = next.weights();
            for (int step = 0; step < change.length; step++) {
                change[step] -= from[step];
            }
            double[] moved = margins.clone();
            shift(number, change, moved);
            if (loss(moved) + penalty(next) <= before) {
                System.arraycopy(moved, 0, margins, 0, moved.length);
                signs.set(number, next);
                return;
            }
        }
    }

    private double loss(double[] of) {
        double loss = 0;
        for (int row = 0; row < of.length; row++) {
            double margin = of[row] + intercept;
            double against = rows.hostile()[row] ? -margin : margin;
            loss += rows.weights()[row] * (against > 30 ? against : StrictMath.log1p(StrictMath.exp(against)));
        }
        return loss;
    }

    private double penalty(Sign sign) {
        double sum = 0;
        for (int part = 0; part < sign.parts().length; part++) {
            double away = sign.parts()[part] - sign.wanted()[part];
            sum += away * away;
        }
        return ridge * sum / 2;
    }

    private static double probability(double margin) {
        return 1 / (1 + StrictMath.exp(-margin));
    }
}
