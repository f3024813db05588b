package org.sekimori.lab.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.lab.evaluation.CleanTrafficCheck;
import org.sekimori.lab.evaluation.CleanTrafficCheck.FalsePositive;
import org.sekimori.lab.evaluation.CleanTrafficCheck.RuleResult;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.server.LoadedRulebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Runs a rulebook over clean traffic. */
@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        description = {
            "Run a rulebook over honest days: whatever a rule says about them is a false positive.",
            "Fails if there are more than the rulebook's known-false-positives.yml accepts."
        },
        footer = {"", "Example:  ./sekimori lab clean --rules rules"})
final class CleanTrafficCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(names = "--json", description = "Print one JSON object a line, a rule and class of customers each.")
    private boolean json;

    @Override
    public Integer call() {
        LoadedRulebook loaded = RulebookLoader.load(rules, List.of());
        CleanTrafficCheck traffic = CleanTrafficCheck.of(SyntheticGeography.starter());
        List<FalsePositive> alarms = traffic.play(loaded.rulebook());
        List<RuleResult> rows = CleanTrafficCheck.compare(loaded.rulebook(), alarms);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonMapper mapper = JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();
            rows.forEach(row -> out.println(mapper.writeValueAsString(row)));
        } else {
            CleanTrafficText text = new CleanTrafficText(rules, rows, alarms);
            text.table(out, traffic.accountDays());
            out.println();
            text.verdict(out);
        }
        out.flush();
        return rows.stream().anyMatch(RuleResult::worse) ? 1 : 0;
    }
}
