package org.sekimori.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sekimori.lab.evaluation.CleanTraffic;
import org.sekimori.lab.evaluation.CleanTraffic.Alarm;
import org.sekimori.lab.evaluation.CleanTraffic.Row;
import org.sekimori.lab.world.Geography;
import org.sekimori.rules.KnownFalsePositives;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Runs a rulebook over honest days. */
@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        description = {
            "Run a rulebook over honest days: whatever a rule says about them is a false positive.",
            "Fails if there are more than the rulebook's known-false-positives.yml accepts."
        },
        footer = {"", "Example:  ./sekimori lab clean --rules rules"})
final class CleanCommand implements Callable<Integer> {

    private static final int EXAMPLES = 3;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(names = "--json", description = "Print one JSON object a line, a rule and class of customers each.")
    private boolean json;

    @Override
    public Integer call() {
        LoadedRulebook loaded = LoadedRulebook.load(rules, List.of());
        CleanTraffic traffic = CleanTraffic.of(Geography.starter());
        List<Alarm> alarms = traffic.play(loaded.rulebook());
        List<Row> rows = CleanTraffic.compare(loaded.rulebook(), alarms);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonMapper mapper = JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();
            rows.forEach(row -> out.println(mapper.writeValueAsString(row)));
        } else {
            print(out, traffic.accountDays(), rows, alarms);
        }
        out.flush();
        return rows.stream().anyMatch(Row::worse) ? 1 : 0;
    }

    private static void print(PrintWriter out, long days, List<Row> rows, List<Alarm> alarms) {
        out.printf(
                Locale.ROOT,
                "%,d honest account-days. Account-days on which a rule flagged or refused, and how many are accepted:%n%n",
                days);
        out.printf("  %-26s %-26s %16s %16s%n", "rule", "customers", "flagged", "refused");
        for (Row row : rows) {
            out.printf(
                    "  %-26s %-26s %16s %16s  %s%n",
                    row.rule(),
                    row.honestClass(),
                    row.flagged() + " of " + row.known().flagged(),
                    row.refused() + " of " + row.known().refused(),
                    row.worse() ? "TOO MANY" : row.better() ? "fewer than accepted" : "");
        }
        long worse = rows.stream().filter(Row::worse).count();
        out.println();
        if (worse == 0) {
            out.println("Nothing that is not known.");
            return;
        }
        for (Row row : rows) {
            if (row.worse()) {
                examples(out, row, alarms);
            }
        }
        out.println("Change the rule, or accept them in " + KnownFalsePositives.FILE + " with the reason why.");
    }

    private static void examples(PrintWriter out, Row row, List<Alarm> alarms) {
        out.println(row.rule() + " on " + row.honestClass() + ", for example:");
        alarms.stream()
                .filter(alarm ->
                        alarm.rule().equals(row.rule()) && alarm.honestClass().equals(row.honestClass()))
                .limit(EXAMPLES)
                .forEach(alarm -> out.println("  " + alarm.time() + "  " + alarm.account() + "  "
                        + (alarm.refused() ? "refused: " : "flagged: ") + alarm.reason()));
    }
}
