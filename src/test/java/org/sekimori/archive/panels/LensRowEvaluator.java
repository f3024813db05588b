package org.sekimori.archive.panels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sekimori.archive.panels.LensPanel.Column;

/** The same as {@link LensSearchBuilder}, counted over rows. */
final class LensRowEvaluator {

    static final String OTHER = "__other__";

    /** Documents below which Elasticsearch calls nothing significant, unless told otherwise. */
    private static final int LEAST_SIGNIFICANT = 3;

    /** Kibana's word for documents without the field, which Lens shows as "(missing value)". */
    static final String MISSING = "__missing__";

    private final LensPanel lens;
    private final DateMath now;
    private final List<DocumentRow> everything;

    /** @param everything all rows of the panel's data view, whatever its query and time range */
    LensRowEvaluator(LensPanel lens, DateMath now, List<DocumentRow> everything) {
        this.lens = lens;
        this.now = now;
        this.everything = everything;
    }

    PanelTable table(List<DocumentRow> rows) {
        List<PanelTable.Line> lines = new ArrayList<>();
        group(rows, 0, List.of(), lines);
        return new PanelTable(lines);
    }

    private void group(List<DocumentRow> rows, int level, List<String> names, List<PanelTable.Line> lines) {
        if (level == lens.buckets().size()) {
            lines.add(new PanelTable.Line(names, numbers(rows)));
            return;
        }
        groups(rows, lens.buckets().get(level)).forEach((name, some) -> {
            if (!some.isEmpty()) {
                List<String> longer = new ArrayList<>(names);
                longer.add(name);
                group(some, level + 1, longer, lines);
            }
        });
    }

    private Map<String, List<DocumentRow>> groups(List<DocumentRow> rows, Column bucket) {
        return switch (bucket.operation()) {
            case "terms" -> terms(rows, bucket);
            case "date_histogram" ->
                rows.stream()
                        .collect(Collectors.groupingBy(LensRowEvaluator::halfHour, TreeMap::new, Collectors.toList()));
            case "filters" -> {
                // Elasticsearch sorts named filters by their names, whatever the order in which they were asked for.
                Map<String, List<DocumentRow>> groups = new TreeMap<>();
                LensPanel.filters(bucket)
                        .forEach((label, query) -> groups.put(
                                label,
                                rows.stream()
                                        .filter(row -> query.matches(row, now))
                                        .toList()));
                yield groups;
            }
            default -> throw new IllegalArgumentException(bucket.operation());
        };
    }

    private static String halfHour(DocumentRow row) {
        long step = Duration.ofMinutes(LensSearchBuilder.BUCKET_MINUTES).toMillis();
        return Instant.ofEpochMilli(row.time().toEpochMilli() / step * step).toString();
    }

    private Map<String, List<DocumentRow>> terms(List<DocumentRow> rows, Column bucket) {
        Map<String, List<DocumentRow>> all = new TreeMap<>();
        rows.forEach(row -> row.distinct(bucket.field())
                .forEach(value -> all.computeIfAbsent(value.toString(), name -> new ArrayList<>())
                        .add(row)));
        if (LensSearchBuilder.missing(bucket)) {
            List<DocumentRow> without =
                    rows.stream().filter(row -> !row.has(bucket.field())).toList();
            if (!without.isEmpty()) {
                all.put(MISSING, without);
            }
        }
        if (LensSearchBuilder.significant(bucket)) {
            return significant(rows, all, bucket);
        }
        Column order = lens.column(LensSearchBuilder.orderedBy(bucket));
        Comparator<String> highest = Comparator.comparing(name -> -orLowest(number(order, all.get(name))));
        Map<String, List<DocumentRow>> first = new LinkedHashMap<>();
        all.keySet().stream()
                .sorted(highest.thenComparing(Comparator.naturalOrder()))
                .limit(bucket.params().path("size").asInt())
                .forEach(name -> first.put(name, all.get(name)));
        if (bucket.params().path("otherBucket").asBoolean(false)) {
            Set<String> shown = Set.copyOf(first.keySet());
            first.put(
                    OTHER,
                    rows.stream()
                            .filter(row -> row.has(bucket.field())
                                    && row.all(bucket.field()).stream().noneMatch(v -> shown.contains(v.toString())))
                            .toList());
        }
        return first;
    }

    /** Elasticsearch puts what has no number last. */
    private static double orLowest(Double number) {
        return number == null ? Double.NEGATIVE_INFINITY : number;
    }

    /**
     * The values that are commoner among these rows than among all, by Elasticsearch's default heuristic JLH: the change in
     * percentage points times the quotient (https://www.elastic.co/docs/reference/aggregations, significant terms).
     */
    private Map<String, List<DocumentRow>> significant(
            List<DocumentRow> rows, Map<String, List<DocumentRow>> all, Column bucket) {
        Map<String, Double> scores = new TreeMap<>();
        all.forEach((name, some) -> {
            double here = (double) some.size() / rows.size();
            double elsewhere = (double) everything.stream()
                            .filter(row -> row.all(bucket.field()).stream()
                                    .anyMatch(value -> value.toString().equals(name)))
                            .count()
                    / everything.size();
            if (some.size() >= LEAST_SIGNIFICANT && here > elsewhere) {
                scores.put(name, (here - elsewhere) * (here / elsewhere));
            }
        });
        Map<String, List<DocumentRow>> first = new LinkedHashMap<>();
        scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(bucket.params().path("size").asInt())
                .forEach(entry -> first.put(entry.getKey(), all.get(entry.getKey())));
        return first;
    }

    private Map<String, Double> numbers(List<DocumentRow> rows) {
        Map<String, Double> numbers = new TreeMap<>();
        lens.metrics().forEach(metric -> numbers.put(metric.id(), number(metric, rows)));
        for (Column formula : lens.formulas()) {
            numbers.keySet().removeIf(id -> id.startsWith(formula.id() + "X"));
            numbers.put(
                    formula.id(),
                    LensFormula.ofText(formula.params().path("formula").asString(), rows, now));
        }
        return numbers;
    }

    private Double number(Column metric, List<DocumentRow> rows) {
        List<DocumentRow> counted =
                rows.stream().filter(row -> metric.filter().matches(row, now)).toList();
        if (metric.operation().equals("count")) {
            return (double) counted.size();
        }
        if (metric.operation().equals("unique_count")) {
            return (double) counted.stream()
                    .flatMap(row -> row.all(metric.field()).stream())
                    .distinct()
                    .count();
        }
        double[] values = counted.stream()
                .flatMap(row -> row.all(metric.field()).stream())
                .mapToDouble(value -> ((Number) value).doubleValue())
                .sorted()
                .toArray();
        if (metric.operation().equals("sum")) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return sum;
        }
        return values.length == 0 ? null : ofSorted(metric, values);
    }

    private static double ofSorted(Column metric, double[] values) {
        return switch (metric.operation()) {
            case "min" -> values[0];
            case "max" -> values[values.length - 1];
            case "average" -> java.util.Arrays.stream(values).average().orElseThrow();
            default -> percentile(values, LensSearchBuilder.percent(metric));
        };
    }

    /** Linear between the two nearest of all values, as Elasticsearch has it while it still keeps them all. */
    private static double percentile(double[] values, double percent) {
        double place = percent / 100 * (values.length - 1);
        int low = (int) Math.floor(place);
        int high = Math.min(low + 1, values.length - 1);
        return values[low] + (place - low) * (values[high] - values[low]);
    }
}
