package org.sekimori.archive.panels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table of documents.
 *
 * @param sort the field that it is ordered by
 * @param descending the highest first
 */
record SearchPanel(KqlQuery query, List<String> columns, String sort, boolean descending) {

    private static final int ALL = 1000;

    static SearchPanel of(JsonNode attributes) {
        JsonNode source = attributes.path("kibanaSavedObjectMeta").path("searchSourceJSON");
        if (!source.path("filter").isEmpty() || attributes.path("sort").size() != 1) {
            throw new IllegalArgumentException(
                    "a search says in its query what it filters, and is ordered by one field");
        }
        JsonNode sort = attributes.path("sort").path(0);
        return new SearchPanel(
                KqlQuery.parse(LensPanel.kuery(source.path("query"))),
                StreamSupport.stream(attributes.path("columns").spliterator(), false)
                        .map(JsonNode::asString)
                        .toList(),
                sort.path(0).asString(),
                sort.path(1).asString().equals("desc"));
    }

    ObjectNode request(ObjectNode within) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("size", ALL).put("_source", false);
        request.set("query", within);
        request.putArray("sort").addObject().putObject(sort).put("order", descending ? "desc" : "asc");
        List<String> wanted = new ArrayList<>(columns);
        wanted.add(sort);
        wanted.forEach(column -> request.withArray("fields").addObject().put("field", column));
        return request;
    }

    /** A document: the values of its columns as words, the field that it is ordered by last. */
    record Line(List<List<String>> cells) implements Comparable<Line> {

        /** By the field of the sort: numbers as numbers, times as they are written. */
        static final Comparator<Line> BY_LAST = (one, other) -> {
            String a = String.join(" ", one.cells.get(one.cells.size() - 1));
            String b = String.join(" ", other.cells.get(other.cells.size() - 1));
            return a.matches("\\d+") && b.matches("\\d+")
                    ? Long.compare(Long.parseLong(a), Long.parseLong(b))
                    : a.compareTo(b);
        };

        @Override
        public int compareTo(Line other) {
            return cells.toString().compareTo(other.cells.toString());
        }

        String last() {
            return cells.get(cells.size() - 1).toString();
        }
    }

    /** The documents in the order of the answer. */
    List<Line> lines(JsonNode answer) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode hit : answer.path("hits").path("hits")) {
            List<List<String>> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(words(hit.path("fields").path(column))));
            cells.add(words(hit.path("fields").path(sort)));
            lines.add(new Line(cells));
        }
        return lines;
    }

    private static List<String> words(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(value -> word(value.asString()))
                .sorted()
                .toList();
    }

    private static String word(String value) {
        return value.matches("\\d{4}-\\d\\d-\\d\\dT.*Z") ? Instant.parse(value).toString() : value;
    }

    /** The same from rows, in the order of the sort; documents that are equal there stand in any order. */
    List<Line> lines(List<DocumentRow> rows) {
        Comparator<Line> order = Line.BY_LAST;
        List<Line> lines = new ArrayList<>();
        for (DocumentRow row : rows) {
            List<List<String>> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(words(row, column)));
            cells.add(words(row, sort));
            lines.add(new Line(cells));
        }
        lines.sort(descending ? order.reversed() : order);
        return lines;
    }

    private static List<String> words(DocumentRow row, String column) {
        return row.all(column).stream().map(Object::toString).sorted().toList();
    }
}
