package org.sekimori.lab.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Figures of several systems in several rounds, as a table in Markdown: a row for each measure, a column for each system. */
final class PeerTable {

    private static final double LARGE = 100;
    private static final double SMALL = 10;

    private final Map<String, Map<String, List<Double>>> measures = new LinkedHashMap<>();
    private final Set<String> systems = new LinkedHashSet<>();

    /** Adds the figure of one round. */
    void add(String system, String measure, double value) {
        systems.add(system);
        measures.computeIfAbsent(measure, name -> new LinkedHashMap<>())
                .computeIfAbsent(system, name -> new ArrayList<>())
                .add(value);
    }

    void print(PrintStream out) {
        out.println("| | " + String.join(" | ", systems) + " |");
        out.println("|---|" + "---|".repeat(systems.size()));
        measures.forEach((measure, figures) -> {
            List<String> row = systems.stream()
                    .map(system -> cell(figures.getOrDefault(system, List.of())))
                    .toList();
            out.println("| " + measure + " | " + String.join(" | ", row) + " |");
        });
    }

    /** The median, of an even number the lower one, with the range. */
    private static String cell(List<Double> rounds) {
        if (rounds.isEmpty()) {
            return "-";
        }
        List<Double> sorted = rounds.stream().sorted().toList();
        String median = number(sorted.get((sorted.size() - 1) / 2));
        return sorted.size() == 1
                ? median
                : median + " (" + number(sorted.get(0)) + " to " + number(sorted.get(sorted.size() - 1)) + ")";
    }

    private static String number(double value) {
        String digits = value >= LARGE ? "%,.0f" : value >= SMALL ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, value);
    }
}
