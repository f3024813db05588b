package org.sekimori.lab.statistics;

import java.util.EnumMap;
import java.util.Map;

/** The summed histograms of many accounts. */
final class PopulationHistograms {

    private final Map<TrafficMeasure, Histogram> histograms = new EnumMap<>(TrafficMeasure.class);

    PopulationHistograms() {
        for (TrafficMeasure measure : TrafficMeasure.values()) {
            histograms.put(measure, new Histogram());
        }
    }

    /** A histogram; empty if nothing is known of the measure. */
    public Histogram histogram(TrafficMeasure measure) {
        return histograms.getOrDefault(measure, new Histogram());
    }

    void put(TrafficMeasure measure, Histogram histogram) {
        histograms.put(measure, histogram);
    }

    /** Counts an account a number of times. */
    void add(AccountHistograms account, int times) {
        if (times > 0) {
            account.visit((measure, bin, count) -> histogram(measure).add(bin, (long) count * times));
        }
    }

    /** Whether the measure was reported at all. */
    boolean hasData(TrafficMeasure measure) {
        Histogram histogram = histogram(measure);
        return histogram.total() > 0 && !(measure.silentIfNever() && histogram.largest() == 0);
    }
}
