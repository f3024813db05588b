package org.sekimori.lab.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The public datasets in {@code public-sets.json}. {@code docs/detection-data.md} describes them and how the histograms were
 * made.
 *
 * @param all the datasets
 */
public record PublicMailDatasets(List<PublicMailDataset> all) {

    private static final String RESOURCE = "public-sets.json";

    public PublicMailDatasets {
        all = List.copyOf(all);
    }

    /**
     * The range of one figure.
     *
     * @param low the smallest value of any dataset
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

    /** The range of a figure; empty if no dataset has it. */
    public Optional<Range> range(TrafficStatistic figure) {
        DoubleSummaryStatistics values = all.stream()
                .map(set -> set.figures().get(figure))
                .filter(Objects::nonNull)
                .mapToDouble(StatisticValue::value)
                .summaryStatistics();
        return values.getCount() == 0 ? Optional.empty() : Optional.of(new Range(values.getMin(), values.getMax()));
    }
}
