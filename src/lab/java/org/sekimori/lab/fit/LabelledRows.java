package org.sekimori.lab.fit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.evaluation.AttackTempo;

/**
 * What a model is fitted to: vectors with labels and weights.
 *
 * @param vectors their numbers
 * @param hostile whether a thief's
 * @param weights from 0
 */
record LabelledRows(int[] vectors, boolean[] hostile, double[] weights) {

    /** Hostile attempts that count, of each attack: it should be found by then. */
    private static final int FIRST = 20;

    /** An attack weighs 1, and all honest account-days together so many times as much as all attacks. */
    private static final double HONEST = 50;

    /** Quiet attacks that look like their owners teach little. */
    private static final double QUIET = 0.3;

    /**
     * Rows of traces, one of each vector and label. An account-day weighs the same however many messages it has, and so does an attack.
     *
     * @param scores by vector, of the model before: of a day only the most suspicious attempt counts, which a threshold would meet;
     *     null at first, when all count alike
     */
    static LabelledRows of(TraceSet traces, double @Nullable [] scores) {
        double[][] weights = new double[2][traces.table().size()];
        double all = 0;
        for (AttackTrace attack : traces.attacks()) {
            int[] first = first(attack);
            for (int vector : first) {
                weights[1][vector] += weight(attack) / first.length;
            }
            all += first.length == 0 ? 0 : weight(attack);
        }
        long days = traces.honest().stream()
                .mapToLong(account -> account.active().size())
                .sum();
        for (HonestTrace account : traces.honest()) {
            for (HonestTrace.Day day : account.active()) {
                share(day.vectors(), scores, all * HONEST / days, weights[0]);
            }
        }
        return rows(weights);
    }

    private static double weight(AttackTrace attack) {
        return attack.tempo() == AttackTempo.QUIET ? QUIET : 1;
    }

    private static void share(int[] vectors, double @Nullable [] scores, double weight, double[] into) {
        if (scores == null) {
            for (int vector : vectors) {
                into[vector] += weight / vectors.length;
            }
            return;
        }
        int most = vectors[0];
        for (int vector : vectors) {
            most = scores[vector] > scores[most] ? vector : most;
        }
        into[most] += weight;
    }

    private static int[] first(AttackTrace attack) {
        return IntStream.range(0, attack.vectors().length)
                .filter(attack::hostile)
                .limit(FIRST)
                .map(i -> attack.vectors()[i])
                .toArray();
    }

    private static LabelledRows rows(double[][] weights) {
        int count = 0;
        for (double[] ofLabel : weights) {
            count += (int) Arrays.stream(ofLabel).filter(weight -> weight > 0).count();
        }
        int[] vectors = new int[count];
        boolean[] hostile = new boolean[count];
        double[] kept = new double[count];
        int at = 0;
        for (int label : List.of(0, 1)) {
            for (int vector = 0; vector < weights[label].length; vector++) {
                if (weights[label][vector] > 0) {
                    vectors[at] = vector;
                    hostile[at] = label == 1;
                    kept[at++] = weights[label][vector];
                }
            }
        }
        return new LabelledRows(vectors, hostile, kept);
    }

    int size() {
        return vectors.length;
    }
}
