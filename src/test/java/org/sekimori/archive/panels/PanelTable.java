package org.sekimori.archive.panels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a panel shows: lines in their order, each with the names of its buckets and its numbers; null where there is none. */
public record PanelTable(List<Line> lines) {

    /** A line. */
    public record Line(List<String> buckets, Map<String, Double> numbers) {}

    /** Where the two differ, one sentence each; empty if they agree. */
    List<String> differences(PanelTable counted) {
        List<String> differences = new ArrayList<>();
        List<List<String>> keys = lines.stream().map(Line::buckets).toList();
        List<List<String>> others = counted.lines.stream().map(Line::buckets).toList();
        if (!keys.equals(others)) {
            differences.add("Elasticsearch has the lines " + keys + ", counted are " + others);
            return differences;
        }
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Double> found = new TreeMap<>(lines.get(i).numbers());
            Map<String, Double> expected = new TreeMap<>(counted.lines.get(i).numbers());
            if (!found.keySet().equals(expected.keySet())) {
                differences.add("columns " + found.keySet() + " against " + expected.keySet());
                continue;
            }
            for (String column : found.keySet()) {
                if (!same(found.get(column), expected.get(column))) {
                    differences.add(keys.get(i) + " " + column + ": Elasticsearch says " + found.get(column)
                            + ", counted is " + expected.get(column));
                }
            }
        }
        return differences;
    }

    /**
     * Counts are equal. Percentiles are the same interpolation between the same two values, because Elasticsearch keeps all values
     * of so small a group; cardinalities are exact below their precision threshold of 3,000. Only the order of additions of
     * fractions may differ.
     */
    private static boolean same(Double one, Double other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
    }

    boolean hasNumbers() {
        return lines.stream()
                .anyMatch(line -> line.numbers().values().stream().anyMatch(number -> number != null && number != 0));
    }
}
