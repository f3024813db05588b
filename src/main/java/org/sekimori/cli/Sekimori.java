package org.sekimori.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.sekimori.lab.world.Setting;
import org.sekimori.lab.world.World;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command. Exit code 0 is success, 1 a failure with its reason in one line, 2 a command line that is not understood. */
@Command(
        name = "sekimori",
        mixinStandardHelpOptions = true,
        version = "Sekimori 0.1.0",
        description = "Guards the submission port: detects abuse of authenticated mail submission.",
        footer = {"", "Start here:  ./sekimori up --demo", "Every command has --help with an example."},
        subcommands = {
            UpCommand.class,
            PublishCommand.class,
            DecideCommand.class,
            GrantCommands.class,
            HoldCommands.class,
            WhyCommand.class,
            RolloutCommand.class,
            BenchCommand.class,
            SimulateCommand.class,
            EvaluateCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Sekimori implements Runnable {

    // To be replaced by the simulator's constructor.
    private static final Function<Setting, World> NO_SIMULATOR = setting -> {
        throw new CommandFailed("there is no simulator yet");
    };

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String[] args) {
        quiet();
        int code = commandLine().execute(args);
        // A running service keeps the process alive by its own threads.
        if (code != UpCommand.STAYS_UP) {
            System.exit(code);
        }
    }

    /** Libraries speak when something is wrong; the service sets its own levels later. */
    private static void quiet() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    }

    /** Speaks UTF-8 whatever the locale: a decision that is printed is the decision that is on the log, byte for byte. */
    static CommandLine commandLine() {
        return new CommandLine(new Sekimori())
                .addSubcommand(LabCommands.commandLine(NO_SIMULATOR))
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(Sekimori::explain)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int explain(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (problem instanceof CommandFailed) {
            err.println("sekimori: " + problem.getMessage());
        } else {
            err.println("sekimori: unexpected failure: " + problem);
            problem.printStackTrace(err);
        }
        err.flush();
        return 1;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
