package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.rules.evidence.StepTable;

/** The tables of all signs; the score of an attempt is what its signs count together. */
record EvidenceModel(SortedMap<String, StepTable> tables) {

    EvidenceModel {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    /** The scores of all vectors, by their numbers. */
    double[] scores(VectorTable table) {
        double[] scores = new double[table.size()];
        List<StepTable> signs = new ArrayList<>(tables.values());
        for (int vector = 0; vector < scores.length; vector++) {
            byte[] steps = table.steps(vector);
            for (int sign = 0; sign < steps.length; sign++) {
                scores[vector] += steps[sign] == SignVector.ABSENT
                        ? 0
                        : signs.get(sign).weights().get(steps[sign]);
            }
        }
        return scores;
    }

    /** The same where one sign counts nothing. */
    EvidenceModel without(String sign) {
        SortedMap<String, StepTable> left = new TreeMap<>(tables);
        left.computeIfPresent(sign, (name, table) -> StepTable.zero(table.order(), table.edges()));
        return new EvidenceModel(left);
    }

    /** The same with weights of two decimals, as people read them. */
    EvidenceModel rounded() {
        SortedMap<String, StepTable> rounded = new TreeMap<>();
        tables.forEach((name, table) -> rounded.put(
                name,
                table.with(table.weights().stream()
                        .map(weight -> Math.rint(weight * 100) / 100 + 0.0)
                        .toList())));
        return new EvidenceModel(rounded);
    }

    /**
     * These weights for the steps of other tables, as far as they have the same signs: each step weighs what a value at its lower edge
     * does here. Signs that are not here weigh nothing.
     */
    EvidenceModel onStepsOf(SortedMap<String, StepTable> others) {
        SortedMap<String, StepTable> mapped = new TreeMap<>();
        others.forEach((name, other) -> {
            StepTable here = tables.get(name);
            List<Double> weights = new ArrayList<>();
            for (int step = 0; here != null && step <= other.edges().size(); step++) {
                weights.add(
                        step == 0
                                ? here.weights().get(0)
                                : here.weight(other.edges().get(step - 1)));
            }
            mapped.put(name, here == null ? StepTable.zero(other.order(), other.edges()) : other.with(weights));
        });
        return new EvidenceModel(mapped);
    }
}
