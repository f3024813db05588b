package org.sekimori.rules.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * The weight of a sign by a number: constant between edges.
 *
 * @param order in which direction the weights go with the number
 * @param edges from where on each further weight holds, ascending; none if the weight is always the same
 * @param weights one more than edges, in nats (natural logarithms of odds); the first holds below the first edge
 */
public record StepTable(Order order, List<Double> edges, List<Double> weights) {

    /** Most edges. */
    public static final int MOST_EDGES = 32;

    /** Largest weight, in nats: no single sign decides alone whatever others say. */
    public static final double MOST_WEIGHT = 20;

    /** In which direction weights may go: a sign that must rise cannot be fitted to noise. */
    public enum Order {
        /** Never less for more. */
        RISING,
        /** Never more for more. */
        FALLING,
        /** Either way. */
        FREE
    }

    public StepTable {
        edges = List.copyOf(edges);
        weights = List.copyOf(weights);
        if (edges.size() > MOST_EDGES) {
            throw new IllegalArgumentException("it has more than " + MOST_EDGES + " edges");
        }
        if (weights.size() != edges.size() + 1) {
            throw new IllegalArgumentException("it needs one weight more than edges");
        }
        for (int i = 1; i < edges.size(); i++) {
            if (!(edges.get(i) > edges.get(i - 1))) {
                throw new IllegalArgumentException(
                        "edges must ascend, and " + edges.get(i) + " follows " + edges.get(i - 1));
            }
        }
        for (double edge : edges) {
            if (!Double.isFinite(edge)) {
                throw new IllegalArgumentException("an edge must be a finite number");
            }
        }
        for (int i = 0; i < weights.size(); i++) {
            double weight = weights.get(i);
            if (!(Math.abs(weight) <= MOST_WEIGHT)) {
                throw new IllegalArgumentException(
                        "a weight is from -" + (int) MOST_WEIGHT + " to " + (int) MOST_WEIGHT + ", not " + weight);
            }
            double step = i == 0 ? 0 : weight - weights.get(i - 1);
            if (order == Order.RISING && step < 0 || order == Order.FALLING && step > 0) {
                throw new IllegalArgumentException("weights must " + (order == Order.RISING ? "not fall" : "not rise")
                        + " with the number, and " + weight + " follows " + weights.get(i - 1));
            }
        }
    }

    /** The weight that always holds: zero. */
    public static StepTable zero(Order order, List<Double> edges) {
        List<Double> zeros = new ArrayList<>();
        for (int i = 0; i <= edges.size(); i++) {
            zeros.add(0.0);
        }
        return new StepTable(order, edges, zeros);
    }

    /** The number of the step that a value is on: 0 below the first edge. */
    public int step(double value) {
        int step = 0;
        while (step < edges.size() && value >= edges.get(step)) {
            step++;
        }
        return step;
    }

    /** The weight of a value, in nats. */
    public double weight(double value) {
        return weights.get(step(value));
    }

    /** The same edges with other weights. */
    public StepTable with(List<Double> others) {
        return new StepTable(order, edges, others);
    }
}
