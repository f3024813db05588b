package org.sekimori.lab.fit;

import java.util.Arrays;
import java.util.List;

/**
 * Scores from which on something is done, so that no more honest account-days than wanted are touched.
 *
 * @param watch a note
 * @param flag a case
 * @param quarantine messages are held for the abuse desk
 * @param hold the account is held
 */
record BandThresholds(double watch, double flag, double quarantine, double hold) {

    /** Rates are in so many account-days. */
    static final double PER = 10_000;

    private static final double HUNDRED = 100;

    /** The sign that anybody can cause: it holds no mail up. */
    private static final String BY_OUTSIDERS = "guessed";

    /** The thresholds of a model, by the quantiles of the most suspicious attempt of each honest account-day. */
    static BandThresholds of(TraceSet traces, EvidenceModel model, FittedWeights.Rates rates) {
        double[] most = dailyMaxima(traces, model.scores(traces.table()));
        double[] held = maxima(traces, model.without(BY_OUTSIDERS).scores(traces.table()), true);
        long days = traces.accountDays();
        return new BandThresholds(
                at(most, days, rates.watch()),
                at(most, days, rates.flag()),
                at(held, days, rates.quarantine()),
                at(held, days, rates.hold()));
    }

    /** From the lowest. */
    List<Double> all() {
        return List.of(watch, flag, quarantine, hold);
    }

    /** Of each honest day with an attempt the highest score, rising. Days that another rule flags are no further false flag. */
    static double[] dailyMaxima(TraceSet traces, double[] scores) {
        return maxima(traces, scores, false);
    }

    private static double[] maxima(TraceSet traces, double[] scores, boolean flagged) {
        return traces.honest().stream()
                .flatMap(account -> account.active().stream())
                .filter(day -> flagged || !day.flagged())
                .mapToDouble(day -> Arrays.stream(day.vectors())
                        .mapToDouble(vector -> scores[vector])
                        .max()
                        .orElse(0))
                .sorted()
                .toArray();
    }

    /**
     * The lowest threshold, in hundredths, that no more of the days reach.
     *
     * @param most rising
     * @param days account-days, with silent ones
     * @param rate in 10,000
     */
    static double at(double[] most, long days, double rate) {
        int may = (int) Math.min(most.length, Math.floor(days * rate / PER + 1e-9));
        if (may == most.length) {
            return most.length == 0 ? 0 : floor(most[0]);
        }
        // The first day that must stay below.
        return floor(most[most.length - 1 - may]) + 1 / HUNDRED;
    }

    private static double floor(double value) {
        return Math.floor(value * HUNDRED + 1e-6) / HUNDRED;
    }
}
