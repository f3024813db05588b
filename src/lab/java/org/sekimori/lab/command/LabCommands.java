package org.sekimori.lab.command;

import java.util.function.Function;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.WorldSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code lab} commands. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description =
                "Hold invented customers against real ones, a rulebook against honest days, and fit the weights of evidence.",
        footer = {
            "",
            "Example:  ./sekimori lab compare events.ndjson.gz",
            "Example:  ./sekimori lab clean",
            "Example:  ./sekimori lab fit"
        })
public final class LabCommands implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private LabCommands() {}

    /**
     * The group with its commands.
     *
     * @param simulator makes the world that logs are compared with
     */
    public static CommandLine commandLine(Function<WorldSettings, SyntheticWorld> simulator) {
        return new CommandLine(new LabCommands())
                .addSubcommand(new CompareCommand(simulator))
                .addSubcommand(new CleanTrafficCommand())
                .addSubcommand(new FitCommand())
                .addSubcommand(new CalibrateCommand())
                .addSubcommand(new AblateCommand())
                .addSubcommand(new HistogramCommand());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
