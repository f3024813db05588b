package org.sekimori.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import org.sekimori.lab.simulation.Simulator;
import org.sekimori.lab.world.Geography;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.TrialProcess;
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
            HomeCommands.class,
            HoldCommands.class,
            CaseCommands.class,
            MisjudgedCommand.class,
            WhereCommand.class,
            GeoCommands.class,
            SearchCommand.class,
            WhyCommand.class,
            RolloutCommand.class,
            RulesCommands.class,
            BenchCommand.class,
            BrokerCommand.class,
            SimulateCommand.class,
            EvaluateCommand.class,
            BacktestCommand.class,
            DashboardsCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Sekimori implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String[] args) {
        quiet();
        if (args.length == 1 && args[0].equals(RulebookTrial.COMMAND)) {
            // Not on the list of commands: a process starts itself anew by it.
            TrialProcess.serve(TriedRound::run);
        }
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
        CommandLine line = new CommandLine(new Sekimori())
                .addSubcommand(LabCommands.commandLine(setting -> Simulator.honest(setting, 1, Geography.starter())));
        return explaining(line)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /** Gives a command, and those that it has so far, the exit codes and the words of this one. */
    static CommandLine explaining(CommandLine line) {
        return line.setExecutionExceptionHandler(Sekimori::explain).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int explain(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        String known = StartProblem.of(problem);
        if (known != null) {
            err.println("sekimori: " + known);
        } else if (problem instanceof FileSystemException file) {
            String reason = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
            err.println("sekimori: cannot use " + file.getFile() + ": " + reason);
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
