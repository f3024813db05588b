package org.sekimori.lab.statistics;

import java.util.EnumMap;
import java.util.Map;

/**
 * What was kept of a public set of mail: histograms, and the errors of the figures, which cannot be had from them.
 *
 * @param name one word, such as {@code dnc}
 * @param source where it was taken from
 * @param accounts senders
 * @param messages theirs
 * @param shape the histograms; empty ones of what the set does not tell
 * @param errors standard errors, see {@link StatisticValue#error}
 */
record PublicMailDataset(
        String name,
        String source,
        int accounts,
        long messages,
        PopulationHistograms histograms,
        Map<TrafficStatistic, Double> errors) {

    /** All figures that the set can tell. */
    public Map<TrafficStatistic, StatisticValue> figures() {
        Map<TrafficStatistic, StatisticValue> figures = new EnumMap<>(TrafficStatistic.class);
        errors.forEach((figure, error) -> {
            if (histograms.hasData(figure.measure())) {
                figures.put(
                        figure, new StatisticValue(figure.formula().of(histograms.histogram(figure.measure())), error));
            }
        });
        return figures;
    }
}
