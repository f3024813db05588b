package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what feeds rules, and what comes of them. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description = {
            "Show which facts, thresholds, limits, lists, labels and signs feed the rules, and what effects come of them.",
            "Read from the rules themselves. What a rule reads for its evidence only is left out."
        },
        footer = {
            "",
            "Examples:  ./sekimori rules graph many-places",
            "           ./sekimori rules graph --format dot | dot -Tsvg > rules.svg",
            "           ./sekimori rules graph --format mermaid"
        })
final class RulesGraphCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "RULE", arity = "0..*", description = "Ids of the rules to show; all if none is named.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private final RuleFolderOptions folder = new RuleFolderOptions();

    /** Languages of the graph; the words of the option. */
    enum Format {
        text,
        dot,
        mermaid
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format = Format.text;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        RuleFolderOptions.Read read = folder.read(out);
        if (read != null) {
            RuleGraphText text = new RuleGraphText(folder.only(read.graph(), ids));
            List<String> lines =
                    switch (format) {
                        case text -> text.text();
                        case dot -> text.dot();
                        case mermaid -> text.mermaid();
                    };
            lines.forEach(out::println);
        }
        out.flush();
        return read == null ? 1 : 0;
    }
}
