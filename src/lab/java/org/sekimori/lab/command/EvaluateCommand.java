package org.sekimori.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.lab.evaluation.Evaluation;
import org.sekimori.lab.evaluation.EvaluationParameters;
import org.sekimori.lab.evaluation.report.EvaluationHtmlRenderer;
import org.sekimori.lab.evaluation.report.EvaluationReport;
import org.sekimori.lab.evaluation.report.EvaluationReportCodec;
import org.sekimori.lab.evaluation.report.EvaluationTextRenderer;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a rulebook's detection on synthetic populations. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Measure how well a rulebook detects: what thieves got out, what honest customers felt, beside simpler ways.",
            "Two generators that know nothing of each other invent the customers and the thieves; docs/detection.md has the goals."
        },
        footer = {
            "",
            "Example:  ./sekimori evaluate --quick",
            "Example:  ./sekimori evaluate --quick --enforce my-rule   (a rule in shadow mode as if it were enforced)",
            "Example:  ./sekimori evaluate --quick --enforce           (all of them)",
            "Example:  ./sekimori evaluate --report target/evaluation    (hours on two cores)",
            "The same command on the same rulebook gives the same report, byte for byte."
        })
public final class EvaluateCommand implements Callable<Integer> {

    private static final int FULL_ACCOUNTS = 20_000;
    private static final int FULL_SEEDS = 20;
    private static final int QUICK_ACCOUNTS = 3_000;
    private static final int QUICK_SEEDS = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Mixin
    private final EnforceRulesOption enforce = new EnforceRulesOption();

    @Option(names = "--quick", description = "2 seeds and 3,000 accounts instead of 20 and 20,000, without sweeps.")
    private boolean quick;

    @Option(names = "--accounts", paramLabel = "N", description = "Accounts of each world.")
    private int accounts;

    @Option(names = "--seeds", paramLabel = "N", description = "Worlds of each generator.")
    private int seeds;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Other numbers give other worlds: what is concluded should stay. Default: 1")
    private long firstSeed = 1;

    @Option(names = "--days", paramLabel = "N", defaultValue = "120", description = "Days of each world. Default: 120")
    private int days = 120;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "60",
            description = "Unscored days before. Default: 60")
    private int warmUp = 60;

    @Option(names = "--no-sweeps", description = "Leave out the uncertain assumptions x 0.3 and x 3.")
    private boolean noSweeps;

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "Other numbers for the simulator, in the form of its parameters.yml.")
    private @Nullable Path parameters;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each core.")
    private int threads;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Also write report.txt, report.json and report.html there.")
    private @Nullable Path report;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (report != null) {
            Files.createDirectories(report);
        }
        LoadedRulebook loaded = RulebookLoader.load(rules, List.of());
        PrintWriter err = spec.commandLine().getErr();
        Evaluation evaluation =
                new Evaluation(plan(), enforce.enforced(loaded.rulebook(), rules), WorldGenerators.all(parameters));
        CommandProgress progress = new CommandProgress(err, "accounts", evaluation.accounts());
        EvaluationReport done = evaluation.run(command(), loaded.files(), progress::at);
        progress.end();
        String text = EvaluationTextRenderer.of(done);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? EvaluationReportCodec.of(done) : text);
        out.flush();
        if (report != null) {
            write(report, done, text);
        }
        return 0;
    }

    private EvaluationParameters plan() {
        try {
            return new EvaluationParameters(
                    accounts != 0 ? accounts : quick ? QUICK_ACCOUNTS : FULL_ACCOUNTS,
                    days,
                    warmUp,
                    seeds != 0 ? seeds : quick ? QUICK_SEEDS : FULL_SEEDS,
                    firstSeed,
                    !quick && !noSweeps,
                    threads != 0 ? threads : Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
    }

    /** The command that makes the same report; options without effect on it are left out. */
    private String command() {
        StringBuilder command = new StringBuilder("./sekimori evaluate");
        spec.commandLine().getParseResult().matchedOptions().forEach(option -> {
            String name = option.longestName();
            if (!name.equals("--report") && !name.equals("--threads") && !name.equals("--json")) {
                command.append(' ').append(name);
                if (option.arity().max() > 0) {
                    Object value = option.getValue();
                    String text = value instanceof List<?> several
                            ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                            : String.valueOf(value);
                    command.append(text.equals(EnforceRulesOption.EVERY) ? "" : ' ' + text);
                }
            }
        });
        return command.toString();
    }

    private static void write(Path folder, EvaluationReport report, String text) throws IOException {
        Files.writeString(folder.resolve("report.txt"), text, StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("report.json"), EvaluationReportCodec.of(report), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("report.html"), EvaluationHtmlRenderer.of(report), StandardCharsets.UTF_8);
    }
}
