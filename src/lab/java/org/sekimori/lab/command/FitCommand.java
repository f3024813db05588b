package org.sekimori.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.lab.fit.EvidencePrior;
import org.sekimori.lab.fit.FittedWeights;
import org.sekimori.lab.fit.LogTracer;
import org.sekimori.lab.fit.TrainingPlan;
import org.sekimori.lab.simulation.SimulatorParameters;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fits the weights of evidence. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        description = {
            "Fit the weights of evidence to labelled traffic: the simulator's training seeds, and a log of your own.",
            "Cases of the log that were closed as confirmed or as a false positive are its labels; docs/detection.md has the method."
        },
        footer = {
            "",
            "Example:  ./sekimori lab fit                       (some minutes on two cores; writes rules/evidence/weights.yml)",
            "Example:  ./sekimori lab fit --compare --dry-run   (what would change, and for whom)",
            "Example:  ./sekimori lab fit --live --rules my-rules --compare",
            "The same command on the same rulebook and log writes the same file, byte for byte. It is for review: nothing is",
            "in force until the rulebook is activated."
        })
final class FitCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final OwnLogOptions log = new OwnLogOptions();

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "5000", description = "Of each world. Default: 5000")
    private int accounts = 5_000;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "4", description = "Number of worlds. Default: 4")
    private int seeds = 4;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            defaultValue = "" + TrainingPlan.FIRST_SEED,
            description = "The first of them; evaluate uses others. Default: " + TrainingPlan.FIRST_SEED)
    private long firstSeed = TrainingPlan.FIRST_SEED;

    @Option(names = "--days", paramLabel = "N", defaultValue = "120", description = "Days of each world. Default: 120")
    private int days = 120;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "60",
            description = "Unscored days before. Default: 60")
    private int warmUp = 60;

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "Other numbers for the simulator, in the form of its parameters.yml.")
    private @Nullable Path parameters;

    @Option(
            names = "--prior",
            paramLabel = "FILE",
            description =
                    "Weights to draw towards, in the form of weights.yml. Default: those of the study in docs/detection.md")
    private @Nullable Path prior;

    @Option(
            names = "--bands",
            paramLabel = "WATCH,FLAG,QUARANTINE,HOLD",
            split = ",",
            defaultValue = "3,0.3,0.15,0.1",
            description = "Of 10,000 honest account-days so many may be touched. Default: 3,0.3,0.15,0.1")
    private List<Double> bands = List.of();

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each core.")
    private int threads;

    @Option(names = "--compare", description = "Also print what changes against the rulebook's weights, and for whom.")
    private boolean compare;

    @Option(names = "--dry-run", description = "Write no file.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        TrainingPlan training;
        FittedWeights.Plan plan;
        try {
            training = new TrainingPlan(accounts, days, warmUp, seeds, firstSeed);
            plan = new FittedWeights.Plan(prior(), rates(), provenance(training));
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
        Rulebook rulebook = RulebookLoader.loadUntested(rules, List.of()).rulebook();
        FittedWeights fitted;
        try {
            CommandProgress progress = new CommandProgress(err, "accounts", (long) accounts * seeds);
            try (LogTracer own = log.named() ? log.trace(rulebook, rules, err) : null) {
                fitted = FittedWeights.of(
                        rulebook,
                        training,
                        WorldGenerators.simulator(parameters),
                        own,
                        plan,
                        threads != 0 ? threads : Runtime.getRuntime().availableProcessors(),
                        progress::at);
            }
            progress.end();
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            rulebook.close();
        }
        print(fitted);
        if (!dryRun) {
            Path file = rules.resolve(EvidenceWeights.FILE);
            Files.writeString(file, fitted.weights().text(), StandardCharsets.UTF_8);
            err.println("wrote " + file);
        }
        return 0;
    }

    private void print(FittedWeights fitted) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(fitted.words());
        out.println();
        out.println("Recall against false flags on the traffic of the fit itself; evaluate measures on other seeds.");
        fitted.curve().forEach(out::println);
        out.println();
        out.println(
                "False flags that are left, by class of customers: days, and what the signs count on them in the mean.");
        fitted.falseFlags().forEach(out::println);
        if (compare) {
            out.println();
            out.println("Changes against the weights of " + rules + ", on the same traffic:");
            fitted.comparison().forEach(out::println);
        }
        out.flush();
    }

    private EvidenceWeights prior() throws IOException {
        return prior == null ? EvidencePrior.shipped() : EvidencePrior.read(prior);
    }

    private FittedWeights.Rates rates() {
        if (bands.size() != EvidenceWeights.BANDS.size()) {
            throw new UserFacingException("--bands needs four numbers, such as 3,0.5,0.25,0.1");
        }
        return new FittedWeights.Rates(bands.get(0), bands.get(1), bands.get(2), bands.get(3));
    }

    private Map<String, String> provenance(TrainingPlan training) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("command", command());
        texts.put("simulator", "seeds " + training.words() + ", parameters " + parametersId());
        texts.put(
                "worlds",
                seeds + " of " + accounts + " accounts and " + days + " days, " + warmUp + " of them warm-up");
        texts.put("prior", prior == null ? "shipped, " + EvidencePrior.shippedId() : prior.toString());
        texts.put(
                "bands",
                "honest account-days in 10,000: watch " + bands.get(0) + ", flag " + bands.get(1) + ", quarantine "
                        + bands.get(2) + ", hold " + bands.get(3));
        if (log.named()) {
            texts.put("log", log.words());
        }
        return texts;
    }

    private String parametersId() {
        try {
            return (parameters == null ? SimulatorParameters.shipped() : SimulatorParameters.read(parameters)).id();
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
    }

    /** The command that writes the same file; options without effect on it are left out. */
    private String command() {
        List<String> silent = List.of("--threads", "--compare", "--dry-run", "--data", "--rules");
        StringBuilder command = new StringBuilder("./sekimori lab fit");
        spec.commandLine().getParseResult().matchedOptions().forEach(option -> {
            if (!silent.contains(option.longestName())) {
                command.append(' ').append(option.longestName());
                option.originalStringValues()
                        .forEach(value -> command.append(' ').append(value));
            }
        });
        return command.toString();
    }
}
