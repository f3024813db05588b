package org.sekimori.lab.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.lab.fit.Ablation;
import org.sekimori.lab.fit.SignCost;
import org.sekimori.lab.fit.TrainingPlan;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.rules.Rulebook;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what each sign is worth. */
@Command(
        name = "ablate",
        mixinStandardHelpOptions = true,
        description = {
            "Say what is lost without each sign, and what more or fewer flags would bring, on seeds that nothing was fitted to.",
            "'out' is the number of messages that got out before the flag, of half of the attacks and of 95 %."
        },
        footer = {
            "",
            "Example:  ./sekimori lab ablate",
            "Example:  ./sekimori lab ablate --world judge --rate 1",
            "Example:  ./sekimori lab ablate --cost",
            "The same command on the same rulebook prints the same, byte for byte, but for --cost."
        })
final class AblateCommand implements Callable<Integer> {

    private static final int DAYS = 120;
    private static final int WARM_UP = 60;
    private static final int COST_ACCOUNTS = 200;

    /** The first seed of those that neither a fit nor an evaluation has. */
    private static final long HELD_OUT = 20_001;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(
            names = "--world",
            paramLabel = "NAME",
            defaultValue = "simulator",
            description = "simulator or judge. Default: simulator")
    private String world = "simulator";

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "4000", description = "Of each world. Default: 4000")
    private int accounts = 4_000;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "2", description = "Number of worlds. Default: 2")
    private int seeds = 2;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            defaultValue = "" + HELD_OUT,
            description = "The first of them. Default: " + HELD_OUT)
    private long firstSeed = HELD_OUT;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0.5",
            description = "False flags in 10,000 account-days at which signs are compared. Default: 0.5")
    private double rate = 0.5;

    @Option(
            names = "--cost",
            description = "Measure the processor time of each evidence rule instead; other runs differ.")
    private boolean cost;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each core.")
    private int threads;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, WorldFactory> generators = WorldGenerators.all(null);
        WorldFactory generator = generators.get(world);
        if (generator == null || !(rate > 0)) {
            throw new UserFacingException(
                    generator == null
                            ? "--world must be one of " + String.join(", ", generators.keySet()) + ", not " + world
                            : "--rate must be more than 0, not " + rate);
        }
        Rulebook rulebook = RulebookLoader.loadUntested(rules, List.of()).rulebook();
        PrintWriter out = spec.commandLine().getOut();
        Ablation ablation;
        try {
            if (cost) {
                SignCost.table(rulebook, new TrainingPlan(COST_ACCOUNTS, DAYS, WARM_UP, 1, firstSeed), generator)
                        .forEach(out::println);
                out.flush();
                return 0;
            }
            TrainingPlan plan = new TrainingPlan(accounts, DAYS, WARM_UP, seeds, firstSeed);
            CommandProgress progress =
                    new CommandProgress(spec.commandLine().getErr(), "accounts", (long) accounts * seeds);
            ablation = Ablation.of(
                    rulebook,
                    plan,
                    generator,
                    threads != 0 ? threads : Runtime.getRuntime().availableProcessors(),
                    progress::at);
            progress.end();
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            rulebook.close();
        }
        out.println("Recall against false flags, " + world + ", " + seeds + " x " + accounts + " accounts:");
        ablation.curve().forEach(out::println);
        out.println();
        out.println("Without each sign, at " + rate + " false flags in 10,000 account-days:");
        ablation.table(rate).forEach(out::println);
        out.println();
        out.println("False flags then, by class of customers: days, and what the signs count on them in the mean.");
        ablation.falseFlags(rate).forEach(out::println);
        out.flush();
        return 0;
    }
}
