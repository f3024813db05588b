package org.sekimori.lab.statistics;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a world's honest people may be from the public sets in one figure.
 *
 * @param below the sets' smallest value may be undercut by this factor
 * @param above their largest value may be exceeded by this factor
 */
record ToleranceBand(TrafficStatistic figure, double below, double above) {

    /** For a mean or a share: no two companies are alike, but a quarter beyond five samples of three is another kind of people. */
    private static final double NEAR = 1.25;

    /** For the tails, and for what depends on how many days were watched. */
    private static final double FAR = 1.5;

    /** For rare things, of which the sets have a handful. */
    private static final double RARE = 2.5;

    /** Nothing is too small. */
    private static final double NONE = Double.POSITIVE_INFINITY;

    /**
     * All that are checked. Hours and weekends are of offices in the sets, so households may send in the evening, and on
     * weekends up to two sevenths, which is 3.2 times the sets' most; there is less at night than twice what the sets have.
     */
    static final List<ToleranceBand> ALL = List.of(
            new ToleranceBand(TrafficStatistic.DAY_MEAN, NEAR, NEAR),
            new ToleranceBand(TrafficStatistic.DAY_P99, FAR, FAR),
            new ToleranceBand(TrafficStatistic.DAY_P999, FAR, FAR),
            new ToleranceBand(TrafficStatistic.DAY_RECIPIENTS_MEAN, NEAR, NEAR),
            new ToleranceBand(TrafficStatistic.DAY_RECIPIENTS_P99, FAR, FAR),
            new ToleranceBand(TrafficStatistic.RECIPIENTS_MEAN, NEAR, NEAR),
            new ToleranceBand(TrafficStatistic.RECIPIENTS_SEVERAL, NEAR, NEAR),
            new ToleranceBand(TrafficStatistic.RECIPIENTS_P99, FAR, FAR),
            new ToleranceBand(TrafficStatistic.RECIPIENTS_P999, FAR, FAR),
            new ToleranceBand(TrafficStatistic.HOUR_P99, FAR, FAR),
            new ToleranceBand(TrafficStatistic.HOUR_P999, FAR, FAR),
            new ToleranceBand(TrafficStatistic.FIRST_10, NONE, RARE),
            new ToleranceBand(TrafficStatistic.FIRST_20, NONE, RARE),
            new ToleranceBand(TrafficStatistic.FIRST_RECIPIENTS_100, NONE, RARE),
            new ToleranceBand(TrafficStatistic.RATE_P50, NEAR, NEAR),
            new ToleranceBand(TrafficStatistic.RATE_P90, NEAR, NEAR),
            new ToleranceBand(TrafficStatistic.DISPERSION_P50, FAR, FAR),
            new ToleranceBand(TrafficStatistic.DISPERSION_P90, FAR, FAR),
            new ToleranceBand(TrafficStatistic.PEAK_P50, FAR, FAR),
            new ToleranceBand(TrafficStatistic.PEAK_P99, FAR, FAR),
            new ToleranceBand(TrafficStatistic.TOP_TENTH, NEAR, NEAR),
            new ToleranceBand(TrafficStatistic.ACTIVE_P50, FAR, FAR),
            new ToleranceBand(TrafficStatistic.GAP_WEEK, FAR, FAR),
            new ToleranceBand(TrafficStatistic.GAP_MONTH, RARE, RARE),
            new ToleranceBand(TrafficStatistic.NEW_RECIPIENTS, FAR, FAR),
            new ToleranceBand(TrafficStatistic.WEEKEND, FAR, 3.2),
            new ToleranceBand(TrafficStatistic.NIGHT, RARE, 2),
            new ToleranceBand(TrafficStatistic.OFFICE, FAR, NEAR));

    /** What is wrong, in one sentence; empty if nothing is, or if three standard errors would explain it. */
    Optional<String> fault(Map<TrafficStatistic, StatisticValue> figures, PublicMailDatasets sets) {
        StatisticValue measured = figures.get(figure);
        PublicMailDatasets.Range range = sets.range(figure).orElseThrow();
        double low = range.low() / below;
        double high = range.high() * above;
        if (measured == null) {
            return Optional.of(figure.title() + " cannot be told");
        }
        double doubt = 3 * measured.error();
        if (measured.value() + doubt >= low && measured.value() - doubt <= high) {
            return Optional.empty();
        }
        return Optional.of("%s is %.2f (standard error %.2f); public sets have %.2f to %.2f, allowed is %.2f to %.2f"
                .formatted(figure.title(), measured.value(), measured.error(), range.low(), range.high(), low, high));
    }
}
