package org.sekimori.archive.panels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What a Lens panel counts: the columns of its only layer, in the order of {@code columnOrder}, which is the order in which Lens
 * nests buckets.
 *
 * @param query of the panel
 */
record LensPanel(KqlQuery query, List<Column> columns) {

    private static final String RECORDS = "___records___";

    /**
     * A column.
     *
     * @param operation such as {@code terms}, {@code sum} or {@code formula}
     * @param field empty for those that count documents or other columns
     * @param filter which documents it counts
     */
    record Column(
            String id,
            String operation,
            String field,
            boolean bucketed,
            String dataType,
            KqlQuery filter,
            JsonNode node) {

        JsonNode params() {
            return node.path("params");
        }

        boolean filtered() {
            return !(filter instanceof KqlQuery.All);
        }
    }

    static LensPanel of(JsonNode attributes) {
        JsonNode state = attributes.path("state");
        JsonNode layers = state.path("datasourceStates").path("formBased").path("layers");
        if (layers.size() != 1 || !state.path("filters").isEmpty()) {
            throw new IllegalArgumentException("a Lens panel has one layer and says in its query what it filters");
        }
        JsonNode layer = layers.iterator().next();
        List<Column> columns = new ArrayList<>();
        for (JsonNode id : layer.path("columnOrder")) {
            columns.add(column(id.asString(), layer.path("columns").path(id.asString())));
        }
        if (columns.size() != layer.path("columns").size()) {
            throw new IllegalArgumentException("columns and their order differ");
        }
        return new LensPanel(KqlQuery.parse(kuery(state.path("query"))), columns);
    }

    private static Column column(String id, JsonNode node) {
        String field = node.path("sourceField").asString("");
        return new Column(
                id,
                node.path("operationType").asString(),
                field.equals(RECORDS) ? "" : field,
                node.path("isBucketed").asBoolean(),
                node.path("dataType").asString(),
                KqlQuery.parse(node.has("filter") ? kuery(node.path("filter")) : ""),
                node);
    }

    static String kuery(JsonNode query) {
        if (!query.path("language").asString().equals("kuery")) {
            throw new IllegalArgumentException("queries are written in KQL: " + query);
        }
        return query.path("query").asString();
    }

    List<Column> buckets() {
        return columns.stream().filter(Column::bucketed).toList();
    }

    /** The columns that Elasticsearch computes. */
    List<Column> metrics() {
        return columns.stream()
                .filter(column -> !column.bucketed() && !isCalculated(column))
                .toList();
    }

    List<Column> formulas() {
        return columns.stream()
                .filter(column -> column.operation().equals("formula"))
                .toList();
    }

    private static boolean isCalculated(Column column) {
        return column.operation().equals("formula") || column.operation().equals("math");
    }

    Column column(String id) {
        return columns.stream()
                .filter(column -> column.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column " + id));
    }

    /** The filters of a {@code filters} column: label and query. */
    static Map<String, KqlQuery> filters(Column column) {
        Map<String, KqlQuery> filters = new java.util.LinkedHashMap<>();
        StreamSupport.stream(column.params().path("filters").spliterator(), false)
                .forEach(one -> filters.put(one.path("label").asString(), KqlQuery.parse(kuery(one.path("input")))));
        return filters;
    }
}
