package org.sekimori.lab.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The differences with the same relevance, and their meaning.
 *
 * @param relevance the relevance
 * @param lines the differing figures, at least one
 * @param meanings one sentence or two; a second where some figures are larger and some smaller
 */
public record DifferenceSummary(
        EvaluationRelevance relevance, List<PopulationComparison.Line> lines, List<String> meanings) {

    public DifferenceSummary {
        lines = List.copyOf(lines);
        meanings = List.copyOf(meanings);
    }

    /** The summaries of a comparison, in the order of {@link EvaluationRelevance}; empty without differences. */
    public static List<DifferenceSummary> of(PopulationComparison comparison) {
        Map<EvaluationRelevance, List<PopulationComparison.Line>> grouped = new EnumMap<>(EvaluationRelevance.class);
        for (PopulationComparison.Line line : comparison.differing()) {
            grouped.computeIfAbsent(line.figure().relevance(), key -> new ArrayList<>())
                    .add(line);
        }
        List<DifferenceSummary> notices = new ArrayList<>();
        grouped.forEach(
                (bearing, lines) -> notices.add(new DifferenceSummary(bearing, lines, meanings(bearing, lines))));
        return notices;
    }

    /** By the largest ratio above 1 and the smallest below. */
    private static List<String> meanings(EvaluationRelevance bearing, List<PopulationComparison.Line> lines) {
        List<String> meanings = new ArrayList<>();
        lines.stream()
                .map(PopulationComparison.Line::ratio)
                .filter(ratio -> ratio > 1)
                .max(Comparator.naturalOrder())
                .ifPresent(ratio -> meanings.add(bearing.meaning(ratio)));
        lines.stream()
                .map(PopulationComparison.Line::ratio)
                .filter(ratio -> ratio < 1)
                .min(Comparator.naturalOrder())
                .map(bearing::meaning)
                .filter(meaning -> !meanings.contains(meaning))
                .ifPresent(meanings::add);
        return meanings;
    }
}
