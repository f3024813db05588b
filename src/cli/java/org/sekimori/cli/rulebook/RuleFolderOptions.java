package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.RuleGraph.Rule;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.NameSuggestion;
import picocli.CommandLine.Option;

/** The folder of a rulebook whose rules a command shows without compiling them. */
final class RuleFolderOptions {

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    /** The rulebook's files and the graph of its rules. */
    record Read(RulebookFiles files, RuleGraph graph) {}

    /** Reads the folder; null if it is at fault, which is printed. */
    @Nullable
    Read read(PrintWriter out) {
        @Nullable RulebookFiles files = null;
        try {
            files = RulebookFiles.read(rules);
            return new Read(files, RuleGraph.of(files));
        } catch (RulebookException e) {
            RulebookProblemText text = new RulebookProblemText(rules, files);
            e.problems().forEach(problem -> text.print(out, problem, "error"));
            return null;
        }
    }

    /**
     * The graph of these rules alone; of all if none is named.
     *
     * @throws UserFacingException if there is no such rule
     */
    RuleGraph only(RuleGraph graph, List<String> ids) {
        if (ids.isEmpty()) {
            return graph;
        }
        Set<String> wanted = new LinkedHashSet<>(ids);
        List<Rule> kept = new ArrayList<>();
        for (Rule rule : graph.rules()) {
            if (wanted.remove(rule.metadata().id())) {
                kept.add(rule);
            }
        }
        if (!wanted.isEmpty()) {
            String unknown = wanted.iterator().next();
            List<String> known =
                    graph.rules().stream().map(rule -> rule.metadata().id()).toList();
            throw new UserFacingException(rules + " has no rule " + unknown + NameSuggestion.hint(unknown, known)
                    + " There are " + String.join(", ", known));
        }
        return new RuleGraph(kept, graph.thresholds(), graph.weights());
    }
}
