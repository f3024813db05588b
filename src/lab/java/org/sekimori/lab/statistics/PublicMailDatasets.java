package org.sekimori.lab.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The public sets whose histograms are kept in {@code public-sets.json}. {@code docs/detection-data.md} says what they are and
 * how the histograms were made.
 *
 * @param all the sets
 */
public record PublicMailDatasets(List<PublicMailDataset> all) {

    private static final String RESOURCE = "public-sets.json";

    public PublicMailDatasets {
        all = List.copyOf(all);
    }

    /**
     * What the sets span in one figure.
     *
     * @param low the smallest value of any set
     * @param high the largest
     */
    public record Range(double low, double high) {}

    /** Those that are shipped. */
    public static PublicMailDatasets shipped() {
        try (InputStream file =
                Objects.requireNonNull(PublicMailDatasets.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new PublicMailDatasets(PublicMailDatasetCodec.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /** What the sets span; empty if none tells the figure. */
    public Optional<Range> range(TrafficStatistic figure) {
        DoubleSummaryStatistics values = all.stream()
                .map(set -> set.figures().get(figure))
                .filter(Objects::nonNull)
                .mapToDouble(StatisticValue::value)
                .summaryStatistics();
        return values.getCount() == 0 ? Optional.empty() : Optional.of(new Range(values.getMin(), values.getMax()));
    }
}
