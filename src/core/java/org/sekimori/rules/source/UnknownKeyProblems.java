package org.sekimori.rules.source;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.text.NameSuggestion;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Keys of a mapping that nobody would read: each that is like a known one was misspelt, the others belong elsewhere. */
final class UnknownKeyProblems {

    /** More names would hide what is known. */
    private static final int MOST_NAMED = 5;

    private UnknownKeyProblems() {}

    /** @param unknown at least one */
    static RulebookException of(String file, List<ScalarNode> unknown, List<String> known) {
        List<RulebookProblem> problems = new ArrayList<>();
        List<ScalarNode> strange = new ArrayList<>();
        for (ScalarNode key : unknown) {
            if (problems.size() >= BoundedProblemList.MOST
                    || NameSuggestion.closest(key.getValue(), known).isEmpty()) {
                strange.add(key);
            } else {
                problems.add(problem(file, key, message(key.getValue(), known)));
            }
        }
        if (strange.size() == 1) {
            problems.add(problem(file, strange.get(0), message(strange.get(0).getValue(), known)));
        } else if (strange.size() > 1) {
            String names = strange.stream()
                    .limit(MOST_NAMED)
                    .map(key -> "'" + key.getValue() + "'")
                    .collect(Collectors.joining(", "));
            int more = strange.size() - MOST_NAMED;
            problems.add(
                    problem(
                            file,
                            strange.get(0),
                            names + (more > 0 ? " and " + more + " more" : "") + " are not known here; known are "
                                    + String.join(", ", known)
                                    + ". If they belong under another key, its line is missing above them or indented differently"));
        }
        return new RulebookException(
                problems,
                unknown.stream()
                        .limit(BoundedProblemList.MOST + 1L)
                        .map(key -> new Entry(problem(file, key, ""), NameSuggestion.closest(key.getValue(), known)))
                        .toList());
    }

    /**
     * An entry whose key is not known.
     *
     * @param place of its key
     * @param meant the key that was probably meant, empty if none is near
     */
    record Entry(RulebookProblem place, String meant) {}

    static String message(String key, List<String> known) {
        String nearest = NameSuggestion.closest(key, known);
        String all = String.join(", ", known);
        return "'" + key + "' is not known here; "
                + (nearest.isEmpty() ? "known are " + all : "did you mean '" + nearest + "'? Known are " + all);
    }

    private static RulebookProblem problem(String file, ScalarNode key, String message) {
        return new RulebookProblem(
                file, key.getStartMark().getLine() + 1, key.getStartMark().getColumn() + 1, message);
    }
}
