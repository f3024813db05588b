package org.sekimori.cli.rulebook;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.CommandRulebookTrial;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookCheck.CheckReport;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Compiles and lints a rulebook. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Compile and lint a rulebook: the language of its rules, their metadata, texts, thresholds and versions.",
            "Prints what is wrong, where, and what to write instead. Whether the rules decide as their tests expect is asked by "
                    + "'rules test'.",
            "If your service runs, it also warns of lists that rules ask for and on which nothing is."
        },
        footer = {
            "",
            "Example:  ./sekimori rules check --rules rules",
            "After a change:  raise 'version' in the rule's rule.yml, then  ./sekimori rules check --lock",
            "Exit code 0 if there is no error; with --strict, no warning either."
        })
final class RulesCheckCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(
            names = "--lock",
            description = "Record the version and content of each rule in versions.lock, if there is no error.")
    private boolean lock;

    @Option(names = "--verbose", description = "Also print within which limits the rulebook was compiled.")
    private boolean verbose;

    @Option(names = "--strict", description = "Fail on warnings too.")
    private boolean strict;

    @Option(names = "--json", description = "Print one JSON object a line for each problem.")
    private boolean json;

    private final RulebookCheck.Check how;

    RulesCheckCommand() {
        this(CommandRulebookTrial::checked);
    }

    /** Checks by other means than a child process. */
    RulesCheckCommand(RulebookCheck.Check how) {
        this.how = how;
    }

    /**
     * A problem for machines.
     *
     * @param line from 1, 0 for the whole file
     * @param column from 1, 0 for the whole line
     * @param level {@code error} or {@code warning}
     */
    private record Line(String file, int line, int column, String level, String message) {}

    @Override
    public Integer call() throws IOException {
        CheckReport report = withSurroundings(RulebookCheck.check(rules, lock, how));
        if (verbose) {
            CommandRulebookTrial.get()
                    .limits()
                    .forEach((what, limit) -> spec.commandLine().getErr().println("trial: " + what + ": " + limit));
        }
        PrintWriter out = spec.commandLine().getOut();
        print(out, report.errors(), "error", report.files());
        print(out, report.warnings(), "warning", report.files());
        if (!json) {
            out.println(summary(report));
        }
        out.flush();
        return report.errors().isEmpty() && (report.warnings().isEmpty() || !strict) ? 0 : 1;
    }

    /** The check itself knows no day and no service: the same files give the same result. */
    private static CheckReport withSurroundings(CheckReport report) {
        RulebookFiles files = report.files();
        if (files == null) {
            return report;
        }
        List<RulebookProblem> further = new ArrayList<>(RuleExemption.ended(
                files.files().getOrDefault(DomainPolicies.FILE, ""), LocalDate.now(ZoneOffset.UTC)));
        if (report.errors().isEmpty()) {
            further.addAll(ServiceLists.unknown(files));
        }
        return further.isEmpty() ? report : report.with(further);
    }

    private void print(PrintWriter out, List<RulebookProblem> problems, String level, @Nullable RulebookFiles files) {
        JsonMapper mapper = JsonMapper.builder().build();
        RulebookProblemText text = new RulebookProblemText(rules, files);
        for (RulebookProblem problem : problems) {
            if (json) {
                out.println(mapper.writeValueAsString(
                        new Line(text.file(problem), problem.line(), problem.column(), level, problem.message())));
            } else {
                text.print(out, problem, level);
            }
        }
    }

    private static String summary(CheckReport report) {
        String counts = String.format(
                Locale.ROOT,
                "%s, %s",
                count(report.errors().size(), "error"),
                count(report.warnings().size(), "warning"));
        return report.rules() == 0
                ? counts
                : count(report.rules(), "rule") + ", " + count(report.cases(), "rule test") + ", " + counts
                        + " (rulebook " + report.rulebook() + ")";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
