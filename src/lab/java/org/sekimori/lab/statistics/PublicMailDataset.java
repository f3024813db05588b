package org.sekimori.lab.statistics;

import java.util.EnumMap;
import java.util.Map;

/**
 * A public mail dataset: its histograms, and the errors of its figures, which do not follow from them.
 *
 * @param name one word, such as {@code dnc}
 * @param source origin of the data
 * @param accounts senders
 * @param messages theirs
 * @param histograms the histograms; empty for measures that the data lack
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
