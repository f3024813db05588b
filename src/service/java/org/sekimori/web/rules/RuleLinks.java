package org.sekimori.web.rules;

import java.util.List;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.language.RuleUses;
import org.sekimori.rules.language.RuleUses.Kind;
import org.sekimori.rules.language.RuleUses.Use;

/** Which rules leave what others read. */
final class RuleLinks {

    /** What a rule reads that takes all signs, or all findings. */
    private static final String ANY = "any";

    private RuleLinks() {}

    /** Whether a rule that leaves {@code output} feeds one that reads {@code input}. */
    static boolean feeds(Use output, Use input) {
        return output.kind() == input.kind()
                && (output.name().equals(input.name()) || input.name().equals(ANY));
    }

    /** Rules that leave what is read, without the reader. */
    static List<String> sources(RuleGraph graph, Use input, String reader) {
        return graph.rules().stream()
                .filter(rule -> leaves(rule, input))
                .map(rule -> rule.metadata().id())
                .filter(id -> !id.equals(reader))
                .toList();
    }

    private static boolean leaves(RuleGraph.Rule rule, Use input) {
        return input.kind() == Kind.FINDING
                ? rule.metadata().id().equals(input.name())
                : rule.uses().outputs().stream().anyMatch(output -> feeds(output, input));
    }

    /** Rules that read what is left, without the one that leaves it. */
    static List<String> readers(RuleGraph graph, Use output, String source) {
        return graph.rules().stream()
                .filter(rule -> reads(rule.uses(), output))
                .map(rule -> rule.metadata().id())
                .filter(id -> !id.equals(source))
                .toList();
    }

    private static boolean reads(RuleUses uses, Use output) {
        return uses.inputs().stream().anyMatch(input -> feeds(output, input));
    }
}
