package org.sekimori.lab.fit;

import org.jspecify.annotations.Nullable;

/**
 * Weights from traces: a logistic fit to all attempts first, then again to the most suspicious attempt of each honest day, because
 * that is the one which meets a threshold.
 *
 * @param model with weights of two decimals
 * @param bias log-odds of abuse without any sign in the fitted rows
 */
record WeightFit(EvidenceModel model, double bias) {

    /** As many attacks it takes to move a weight noticeably away from the prior. */
    static final double RIDGE = 4;

    private static final int ROUNDS = 3;

    static WeightFit of(TraceSet traces, EvidenceModel prior) {
        EvidenceModel model = prior;
        double bias = 0;
        double @Nullable [] scores = null;
        for (int round = 0; round < ROUNDS; round++) {
            CurveFit.Fitted fitted = CurveFit.of(traces.table(), LabelledRows.of(traces, scores), prior, RIDGE);
            model = fitted.model();
            bias = fitted.intercept();
            scores = model.scores(traces.table());
        }
        return new WeightFit(model.rounded(), Math.rint(bias * 100) / 100);
    }
}
