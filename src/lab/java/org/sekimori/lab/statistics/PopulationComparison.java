package org.sekimori.lab.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares two populations, figure by figure; only figures that both have.
 *
 * @param lines in the order of {@link TrafficStatistic}
 */
public record PopulationComparison(List<Line> lines) {

    /** Tolerance in standard errors of the difference: with some forty figures, one in ten runs shows a false one. */
    private static final double ERRORS = 3;

    /** A difference of less than a tenth is of no use, however certain. */
    private static final double NEGLIGIBLE = 0.1;

    public PopulationComparison {
        lines = List.copyOf(lines);
    }

    /** Compares two sets of figures. */
    public static PopulationComparison of(
            Map<TrafficStatistic, StatisticValue> reference, Map<TrafficStatistic, StatisticValue> other) {
        List<Line> lines = new ArrayList<>();
        for (TrafficStatistic figure : TrafficStatistic.values()) {
            StatisticValue one = reference.get(figure);
            StatisticValue two = other.get(figure);
            if (one != null && two != null) {
                lines.add(new Line(figure, one, two));
            }
        }
        return new PopulationComparison(lines);
    }

    /** Those that differ. */
    public List<Line> differing() {
        return lines.stream().filter(Line::differs).toList();
    }

    /**
     * One figure of both samples.
     *
     * @param reference value of the reference
     * @param other compared value
     */
    public record Line(TrafficStatistic figure, StatisticValue reference, StatisticValue other) {

        /** Ratio of the other's value to the reference's; infinite if only the latter is 0, 1 if both are. */
        public double ratio() {
            return other.value() == reference.value() ? 1 : other.value() / reference.value();
        }

        /**
         * Whether they differ by more than a tenth and by more than three standard errors of their difference. Errors are by
         * account, see {@link PopulationSample#figures}.
         */
        public boolean differs() {
            double difference = Math.abs(other.value() - reference.value());
            return difference > ERRORS * Math.hypot(other.error(), reference.error())
                    && difference > NEGLIGIBLE * Math.abs(reference.value());
        }
    }
}
