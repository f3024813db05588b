package org.sekimori.lab.statistics;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON of public datasets: one histogram a line, to be readable and to give small diffs. */
public final class PublicMailDatasetCodec {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double DIGITS = 10_000;

    private PublicMailDatasetCodec() {}

    /**
     * A set as a JSON object of several lines.
     *
     * @param without measures that the set cannot tell, such as hours where its clocks disagree
     */
    public static String write(String name, String source, PopulationSample sample, Set<TrafficMeasure> without) {
        List<String> histograms = new ArrayList<>();
        for (TrafficMeasure measure : TrafficMeasure.values()) {
            if (sample.histograms().hasData(measure) && !without.contains(measure)) {
                ObjectNode counts = JSON.createObjectNode();
                sample.histograms()
                        .histogram(measure)
                        .counts()
                        .forEach((value, count) -> counts.put(value + "", count));
                histograms.add("    " + JSON.writeValueAsString(measure.word()) + ": " + counts);
            }
        }
        ObjectNode errors = JSON.createObjectNode();
        sample.figures().forEach((figure, measured) -> {
            if (!without.contains(figure.measure())) {
                errors.put(figure.word(), Math.round(measured.error() * DIGITS) / DIGITS);
            }
        });
        return "{\n  \"name\": " + JSON.writeValueAsString(name)
                + ",\n  \"source\": " + JSON.writeValueAsString(source)
                + ",\n  \"accounts\": " + sample.accounts()
                + ",\n  \"messages\": " + sample.messages()
                + ",\n  \"bulk_accounts\": " + sample.bulk()
                + ",\n  \"days\": " + sample.days()
                + ",\n  \"errors\": " + errors
                + ",\n  \"histograms\": {\n" + String.join(",\n", histograms) + "\n  }\n}";
    }

    /** A JSON array of sets. */
    static List<PublicMailDataset> read(InputStream json) {
        List<PublicMailDataset> sets = new ArrayList<>();
        for (JsonNode set : JSON.readTree(json)) {
            sets.add(set(set));
        }
        return sets;
    }

    private static PublicMailDataset set(JsonNode json) {
        PopulationHistograms shape = new PopulationHistograms();
        for (TrafficMeasure measure : TrafficMeasure.values()) {
            Map<Long, Long> counts = new TreeMap<>();
            json.path("histograms")
                    .path(measure.word())
                    .forEachEntry((value, count) -> counts.put(Long.parseLong(value), count.asLong()));
            shape.put(measure, Histogram.of(counts));
        }
        Map<TrafficStatistic, Double> errors = new EnumMap<>(TrafficStatistic.class);
        for (TrafficStatistic figure : TrafficStatistic.values()) {
            if (json.path("errors").has(figure.word())) {
                errors.put(figure, json.path("errors").path(figure.word()).asDouble());
            }
        }
        return new PublicMailDataset(
                json.path("name").asString(),
                json.path("source").asString(),
                json.path("accounts").asInt(),
                json.path("messages").asLong(),
                shape,
                errors);
    }
}
