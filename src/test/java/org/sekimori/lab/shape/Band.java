package org.sekimori.lab.shape;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a world's honest people may be from the public sets in one figure.
 *
 * @param below the sets' smallest value may be undercut by this factor
 * @param above their largest value may be exceeded by this factor
 */
record Band(Figure figure, double below, double above) {

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
    static final List<Band> ALL = List.of(
            new Band(Figure.DAY_MEAN, NEAR, NEAR),
            new Band(Figure.DAY_P99, FAR, FAR),
            new Band(Figure.DAY_P999, FAR, FAR),
            new Band(Figure.DAY_RECIPIENTS_MEAN, NEAR, NEAR),
            new Band(Figure.DAY_RECIPIENTS_P99, FAR, FAR),
            new Band(Figure.RECIPIENTS_MEAN, NEAR, NEAR),
            new Band(Figure.RECIPIENTS_SEVERAL, NEAR, NEAR),
            new Band(Figure.RECIPIENTS_P99, FAR, FAR),
            new Band(Figure.RECIPIENTS_P999, FAR, FAR),
            new Band(Figure.HOUR_P99, FAR, FAR),
            new Band(Figure.HOUR_P999, FAR, FAR),
            new Band(Figure.FIRST_10, NONE, RARE),
            new Band(Figure.FIRST_20, NONE, RARE),
            new Band(Figure.FIRST_RECIPIENTS_100, NONE, RARE),
            new Band(Figure.RATE_P50, NEAR, NEAR),
            new Band(Figure.RATE_P90, NEAR, NEAR),
            new Band(Figure.DISPERSION_P50, FAR, FAR),
            new Band(Figure.DISPERSION_P90, FAR, FAR),
            new Band(Figure.PEAK_P50, FAR, FAR),
            new Band(Figure.PEAK_P99, FAR, FAR),
            new Band(Figure.TOP_TENTH, NEAR, NEAR),
            new Band(Figure.ACTIVE_P50, FAR, FAR),
            new Band(Figure.GAP_WEEK, FAR, FAR),
            new Band(Figure.GAP_MONTH, RARE, RARE),
            new Band(Figure.NEW_RECIPIENTS, FAR, FAR),
            new Band(Figure.WEEKEND, FAR, 3.2),
            new Band(Figure.NIGHT, RARE, 2),
            new Band(Figure.OFFICE, FAR, NEAR));

    /** What is wrong, in one sentence; empty if nothing is, or if three standard errors would explain it. */
    Optional<String> fault(Map<Figure, Measured> figures, PublicSets sets) {
        Measured measured = figures.get(figure);
        PublicSets.Range range = sets.range(figure).orElseThrow();
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
