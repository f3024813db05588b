package org.sekimori.archive.panels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sekimori.archive.panels.LensPanel.Column;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The search that Lens makes of its columns, after Kibana's aggregations (elastic/kibana, {@code
 * src/platform/plugins/shared/data/common/search/aggs}): buckets nest in the order of the columns; a metric with a filter stands in
 * a bucket {@code <id>-bucket}; a terms bucket is ordered by a metric's path, which is computed at its level too; the bucket Other
 * is a second search.
 */
final class LensSearchBuilder {

    /** What Kibana's {@code auto} comes to for one day. */
    static final int BUCKET_MINUTES = 30;

    private final LensPanel lens;
    private final DateMath now;

    LensSearchBuilder(LensPanel lens, DateMath now) {
        this.lens = lens;
        this.now = now;
    }

    /** The search within the given query. */
    ObjectNode request(ObjectNode within) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("size", 0).put("track_total_hits", true);
        request.set("query", within);
        request.set("aggs", aggregations(0));
        return request;
    }

    private ObjectNode aggregations(int level) {
        ObjectNode aggregations = JsonNodeFactory.instance.objectNode();
        if (level == lens.buckets().size()) {
            lens.metrics().forEach(metric -> addMetric(aggregations, metric));
            return aggregations;
        }
        Column bucket = lens.buckets().get(level);
        ObjectNode one = aggregations.putObject(bucket.id());
        ObjectNode inner = aggregations(level + 1);
        switch (bucket.operation()) {
            case "terms" -> terms(one, bucket, inner);
            case "date_histogram" ->
                one.putObject("date_histogram")
                        .put("field", bucket.field())
                        .put("fixed_interval", BUCKET_MINUTES + "m")
                        .put("time_zone", "UTC")
                        .put("min_doc_count", 1);
            case "filters" -> {
                ObjectNode filters = one.putObject("filters").putObject("filters");
                LensPanel.filters(bucket).forEach((label, query) -> filters.set(label, query.search(now)));
            }
            default -> throw new IllegalArgumentException("no bucket that these tests know: " + bucket.operation());
        }
        one.set("aggs", inner);
        return aggregations;
    }

    private void terms(ObjectNode one, Column bucket, ObjectNode inner) {
        if (significant(bucket)) {
            one.putObject("significant_terms")
                    .put("field", bucket.field())
                    .put("size", bucket.params().path("size").asInt());
            return;
        }
        Column order = lens.column(orderedBy(bucket));
        addMetric(inner, order);
        String path = order.filtered()
                ? order.id() + "-bucket" + (isCount(order) ? "" : ">" + order.id())
                : isCount(order) ? "_count" : order.id();
        ObjectNode terms = one.putObject("terms");
        terms.put("field", bucket.field());
        terms.put("size", bucket.params().path("size").asInt());
        if (missing(bucket)) {
            terms.put("missing", LensRowEvaluator.MISSING);
        }
        terms.putObject("order").put(path, "desc");
    }

    /** Whether documents without the field have a bucket; Lens makes it only beside Other. */
    static boolean missing(Column bucket) {
        boolean missing = bucket.params().path("missingBucket").asBoolean(false);
        if (missing && !hasOther(bucket)) {
            throw new IllegalArgumentException("Lens shows missing values only beside Other: " + bucket.node());
        }
        return missing;
    }

    static boolean hasOther(Column bucket) {
        return bucket.params().path("otherBucket").asBoolean(false);
    }

    /** Whether the values are those that are commoner here than elsewhere; Kibana knows no Other beside them. */
    static boolean significant(Column bucket) {
        boolean significant =
                bucket.params().path("orderBy").path("type").asString().equals("significant");
        if (significant && hasOther(bucket)) {
            throw new IllegalArgumentException("there is no Other beside significant values: " + bucket.node());
        }
        return significant;
    }

    static String orderedBy(Column bucket) {
        JsonNode order = bucket.params().path("orderBy");
        if (!order.path("type").asString().equals("column")
                || !bucket.params().path("orderDirection").asString().equals("desc")) {
            throw new IllegalArgumentException("terms are ordered by a column, the highest first: " + bucket.node());
        }
        return order.path("columnId").asString();
    }

    private void addMetric(ObjectNode aggregations, Column metric) {
        if (metric.filtered()) {
            ObjectNode bucket = aggregations.putObject(metric.id() + "-bucket");
            bucket.set("filter", metric.filter().search(now));
            if (!isCount(metric)) {
                bucket.putObject("aggs").set(metric.id(), computed(metric));
            }
        } else if (!isCount(metric)) {
            aggregations.set(metric.id(), computed(metric));
        }
    }

    private static boolean isCount(Column metric) {
        return metric.operation().equals("count");
    }

    private static ObjectNode computed(Column metric) {
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        String name =
                switch (metric.operation()) {
                    case "sum", "min", "max" -> metric.operation();
                    case "average" -> "avg";
                    case "unique_count" -> "cardinality";
                    case "median", "percentile" -> "percentiles";
                    default ->
                        throw new IllegalArgumentException("no metric that these tests know: " + metric.operation());
                };
        ObjectNode body = one.putObject(name).put("field", metric.field());
        if (name.equals("percentiles")) {
            body.putArray("percents").add(percent(metric));
            body.put("keyed", false);
        }
        return one;
    }

    static double percent(Column metric) {
        return metric.operation().equals("median")
                ? 50
                : metric.params().path("percentile").asDouble();
    }

    /** The second search for what is not in the first column's buckets. */
    Optional<ObjectNode> other(ObjectNode within, PanelTable found) {
        if (lens.buckets().isEmpty() || !hasOther(lens.buckets().get(0))) {
            return Optional.empty();
        }
        List<String> shown = found.lines().stream()
                .map(line -> line.buckets().get(0))
                .distinct()
                .toList();
        ObjectNode query = rest(within, lens.buckets().get(0), shown);
        ObjectNode request = request(query);
        request.set("aggs", aggregations(1));
        return Optional.of(request);
    }

    /** What counts as Other beside the values shown: with a bucket of missing values, those are not among it. */
    private static ObjectNode rest(ObjectNode within, Column bucket, List<String> shown) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        ObjectNode bool = query.putObject("bool");
        bool.putArray("filter").add(within).addObject().putObject("exists").put("field", bucket.field());
        var values = bool.putArray("must_not").addObject().putObject("terms").putArray(bucket.field());
        shown.stream().filter(name -> !name.equals(LensRowEvaluator.MISSING)).forEach(values::add);
        return query;
    }

    /** The buckets of the first column within which the second has its own Other, for which Kibana searches once more. */
    List<String> parents(PanelTable found) {
        List<Column> buckets = lens.buckets();
        if (buckets.size() < 2 || !hasOther(buckets.get(1))) {
            return List.of();
        }
        if (buckets.size() > 2) {
            throw new IllegalArgumentException("these tests know Other within one bucket, not within more");
        }
        return found.lines().stream()
                .map(line -> line.buckets().get(0))
                .distinct()
                .toList();
    }

    /** The search for what the second column leaves out within a bucket of the first. */
    ObjectNode otherWithin(ObjectNode within, String parent, PanelTable found) {
        ObjectNode above = JsonNodeFactory.instance.objectNode();
        ObjectNode bool = above.putObject("bool");
        var filters = bool.putArray("filter").add(within);
        String field = lens.buckets().get(0).field();
        if (parent.equals(LensRowEvaluator.MISSING)) {
            bool.putObject("must_not").putObject("exists").put("field", field);
        } else {
            filters.addObject().putObject("term").put(field, parent);
        }
        List<String> shown = found.lines().stream()
                .filter(line -> line.buckets().get(0).equals(parent))
                .map(line -> line.buckets().get(1))
                .toList();
        ObjectNode request = request(rest(above, lens.buckets().get(1), shown));
        request.set("aggs", aggregations(2));
        return request;
    }

    /** Adds the line of that search after the others of its bucket. */
    void addOtherWithin(PanelTable found, String parent, JsonNode answer) {
        if (answer.path("hits").path("total").path("value").asLong() > 0) {
            List<PanelTable.Line> other = new ArrayList<>();
            collect(whole(answer), 2, List.of(parent, LensRowEvaluator.OTHER), other);
            int last = 0;
            for (int i = 0; i < found.lines().size(); i++) {
                last = found.lines().get(i).buckets().get(0).equals(parent) ? i : last;
            }
            found.lines().addAll(last + 1, other);
        }
    }

    /** Adds the lines of the second search. */
    void addOther(PanelTable found, JsonNode answer) {
        if (answer.path("hits").path("total").path("value").asLong() > 0) {
            collect(whole(answer), 1, List.of(LensRowEvaluator.OTHER), found.lines());
        }
    }

    /** What is shown of an answer. */
    PanelTable table(JsonNode answer) {
        List<PanelTable.Line> lines = new ArrayList<>();
        collect(whole(answer), 0, List.of(), lines);
        return new PanelTable(lines);
    }

    /** All documents as if they were a bucket. */
    private static ObjectNode whole(JsonNode answer) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        answer.path("aggregations").properties().forEach(one -> all.set(one.getKey(), one.getValue()));
        all.set("doc_count", answer.path("hits").path("total").path("value"));
        return all;
    }

    private void collect(JsonNode at, int level, List<String> names, List<PanelTable.Line> lines) {
        if (level == lens.buckets().size()) {
            lines.add(new PanelTable.Line(names, numbers(at)));
            return;
        }
        JsonNode buckets = at.path(lens.buckets().get(level).id()).path("buckets");
        if (buckets.isObject()) {
            buckets.properties().forEach(one -> next(one.getValue(), one.getKey(), level, names, lines));
        } else {
            buckets.forEach(one -> next(one, name(lens.buckets().get(level), one), level, names, lines));
        }
    }

    private void next(JsonNode bucket, String name, int level, List<String> names, List<PanelTable.Line> lines) {
        if (bucket.path("doc_count").asLong() == 0) {
            return;
        }
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        collect(bucket, level + 1, longer, lines);
    }

    private static String name(Column column, JsonNode bucket) {
        return column.operation().equals("date_histogram")
                ? Instant.ofEpochMilli(bucket.path("key").asLong()).toString()
                : bucket.path("key_as_string").asString(bucket.path("key").asString());
    }

    private Map<String, Double> numbers(JsonNode at) {
        Map<String, Double> numbers = new TreeMap<>();
        for (Column metric : lens.metrics()) {
            JsonNode place = metric.filtered() ? at.path(metric.id() + "-bucket") : at;
            if (isCount(metric)) {
                numbers.put(metric.id(), place.path("doc_count").asDouble());
            } else {
                JsonNode value = place.path(metric.id());
                value = value.has("values") ? value.path("values").path(0).path("value") : value.path("value");
                numbers.put(metric.id(), value.isNumber() ? value.asDouble() : null);
            }
        }
        for (Column formula : lens.formulas()) {
            String last = formula.node().path("references").path(0).asString();
            numbers.put(
                    formula.id(), LensFormula.ofTree(lens.column(last).params().path("tinymathAst"), numbers));
        }
        // Lens shows the formula and not what it is made of.
        lens.formulas().forEach(formula -> numbers.keySet().removeIf(id -> id.startsWith(formula.id() + "X")));
        return numbers;
    }
}
