package org.sekimori.lab.shape;

import java.util.EnumMap;
import java.util.Map;

/** The histograms of many accounts together. */
public final class Shape {

    private final Map<Measure, Histogram> histograms = new EnumMap<>(Measure.class);

    Shape() {
        for (Measure measure : Measure.values()) {
            histograms.put(measure, new Histogram());
        }
    }

    /** A histogram; empty if nothing is known of the measure. */
    public Histogram histogram(Measure measure) {
        return histograms.getOrDefault(measure, new Histogram());
    }

    void put(Measure measure, Histogram histogram) {
        histograms.put(measure, histogram);
    }

    /** Counts an account so many times. */
    void add(Tally account, int times) {
        if (times > 0) {
            account.visit((measure, bin, count) -> histogram(measure).add(bin, (long) count * times));
        }
    }

    /** Whether the measure was reported at all. */
    boolean knows(Measure measure) {
        Histogram histogram = histogram(measure);
        return histogram.total() > 0 && !(measure.silentIfNever() && histogram.largest() == 0);
    }
}
