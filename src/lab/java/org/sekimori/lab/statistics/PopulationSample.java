package org.sekimori.lab.statistics;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A sample of many accounts.
 *
 * @param histograms the histograms of ordinary accounts
 * @param resampled the same with each account counted by chance 0, 1, 2... times, 1 in the mean
 * @param accounts ordinary accounts with at least one message
 * @param messages theirs
 * @param bulk bulk senders, counted apart, see {@link #BULK_RECIPIENTS}
 * @param bulkMessages theirs
 * @param first the first active day of any account
 * @param last the last
 */
public record PopulationSample(
        PopulationHistograms histograms,
        List<PopulationHistograms> resampled,
        int accounts,
        long messages,
        int bulk,
        long bulkMessages,
        LocalDate first,
        LocalDate last) {

    /** An account with more recipients on an active day in the mean sends in bulk, and would swamp every mean. */
    public static final int BULK_RECIPIENTS = 100;

    public PopulationSample {
        resampled = List.copyOf(resampled);
    }

    /** Days from the first to the last, both included. */
    public int days() {
        return (int) (last.toEpochDay() - first.toEpochDay() + 1);
    }

    /**
     * All figures that this sample can tell. Errors are from the Poisson bootstrap by account (Hanley and MacGibbon, 'Creating
     * non-parametric bootstrap samples using Poisson frequencies', 2006): messages of one account resemble each other, so
     * it is accounts that are drawn again.
     */
    public Map<TrafficStatistic, StatisticValue> figures() {
        Map<TrafficStatistic, StatisticValue> figures = new EnumMap<>(TrafficStatistic.class);
        for (TrafficStatistic figure : TrafficStatistic.values()) {
            if (histograms.hasData(figure.measure())) {
                Histogram histogram = histograms.histogram(figure.measure());
                double value = figure.formula().of(histogram);
                double error = Math.max(spread(figure), figure.formula().grain(histogram));
                figures.put(figure, new StatisticValue(value, error));
            }
        }
        return figures;
    }

    private double spread(TrafficStatistic figure) {
        double[] values = resampled.stream()
                .map(again -> again.histogram(figure.measure()))
                .filter(histogram -> histogram.total() > 0)
                .mapToDouble(figure.formula()::of)
                .toArray();
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
