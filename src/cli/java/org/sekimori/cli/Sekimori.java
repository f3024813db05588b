package org.sekimori.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.cli.accounts.AccountCommands;
import org.sekimori.cli.accounts.GrantCommands;
import org.sekimori.cli.accounts.HoldCommands;
import org.sekimori.cli.accounts.HomeCommands;
import org.sekimori.cli.accounts.MyCommands;
import org.sekimori.cli.cases.CaseCommands;
import org.sekimori.cli.connect.ConnectCommands;
import org.sekimori.cli.dashboards.DashboardsCommand;
import org.sekimori.cli.decisions.DecideCommand;
import org.sekimori.cli.decisions.PublishCommand;
import org.sekimori.cli.decisions.SearchCommand;
import org.sekimori.cli.decisions.WhyCommand;
import org.sekimori.cli.follow.FollowCommand;
import org.sekimori.cli.geo.GeoCommands;
import org.sekimori.cli.geo.MisjudgedCommand;
import org.sekimori.cli.geo.WhereCommand;
import org.sekimori.cli.history.ImportCommand;
import org.sekimori.cli.lists.ListCommands;
import org.sekimori.cli.rulebook.RolloutCommand;
import org.sekimori.cli.rulebook.RuleTestProcess;
import org.sekimori.cli.rulebook.RulesCommands;
import org.sekimori.cli.staff.StaffCommands;
import org.sekimori.cli.support.CommandProvider;
import org.sekimori.cli.support.CommandProvider.ProvidedCommand;
import org.sekimori.cli.support.FolderDefaults;
import org.sekimori.cli.up.BrokerCommand;
import org.sekimori.cli.up.UpCommand;
import org.sekimori.server.StartupFailureAnalyzer;
import org.sekimori.text.NameSuggestion;
import org.sekimori.text.UtcTimeText;
import org.sekimori.trial.ParentWatch;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.TrialWorker;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root command. Exit code 0 is success, 1 a failure with its reason in one line, 2 an invalid command line. */
@Command(
        name = "sekimori",
        mixinStandardHelpOptions = true,
        version = "Sekimori 0.1.0",
        description = "Guards the submission port: detects abuse of authenticated mail submission.",
        footer = {
            "",
            "Start here:  ./sekimori up --demo",
            "Every command has --help with an example.",
            "",
            "Folders: without --data, --rules and the like, the folders data, rules,",
            "dashboards and config are those of the source tree that ./sekimori belongs to,",
            "from whatever folder it is called; in the image those of /; with java -jar",
            "those of the current folder. SEKIMORI_DATA and SEKIMORI_RULES name others.",
            "What is typed, such as --data ../data, is where the shell is. Commands about a",
            "running service ask the one that you run; if there are several, they list them."
        })
public final class Sekimori implements Runnable {

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            UpCommand.class,
            ConnectCommands.class,
            PublishCommand.class,
            ImportCommand.class,
            DecideCommand.class,
            FollowCommand.class,
            GrantCommands.class,
            HomeCommands.class,
            AccountCommands.class,
            HoldCommands.class,
            ListCommands.class,
            CaseCommands.class,
            MisjudgedCommand.class,
            WhereCommand.class,
            GeoCommands.class,
            SearchCommand.class,
            WhyCommand.class,
            RolloutCommand.class,
            RulesCommands.class,
            StaffCommands.class,
            MyCommands.class,
            BrokerCommand.class,
            DashboardsCommand.class,
            CommandLine.HelpCommand.class);

    /** Picocli's message for a value outside an enumeration. */
    private static final Pattern ONE_OF = Pattern.compile("expected one of \\[(.*)] .*but was '(.*)'");

    /**
     * How long Java's HTTP client keeps a connection that is not used, in seconds. A server closes it after some time, Sekimori's own after
     * 30 s; a request that is sent at that moment fails, and Java repeats only those that read.
     */
    private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";

    private static final String KEEP_ALIVE_SECONDS = "10";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String[] args) {
        quiet();
        ParentWatch.begin();
        if (System.getProperty(KEEP_ALIVE) == null) {
            System.setProperty(KEEP_ALIVE, KEEP_ALIVE_SECONDS);
        }
        if (args.length == 1 && args[0].equals(RulebookTrial.COMMAND)) {
            // Not a command: the program starts itself as a child process with it.
            TrialWorker.serve(RuleTestProcess::run);
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
        // The command reports an unreachable Kafka itself, in one sentence.
        ((Logger) LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient")).setLevel(Level.OFF);
    }

    /** Prints UTF-8 whatever the locale, so that a printed decision equals the one on the log, byte for byte. */
    public static CommandLine commandLine() {
        CommandLine line = withCommands(new CommandLine(new Sekimori()));
        return withErrorHandling(line)
                .setDefaultValueProvider(FolderDefaults.provider())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    private static CommandLine withCommands(CommandLine line) {
        List<ProvidedCommand> provided =
                ServiceLoader.load(CommandProvider.class, Sekimori.class.getClassLoader()).stream()
                        .flatMap(provider -> provider.get().commands().stream())
                        .toList();
        for (Class<?> command : COMMANDS) {
            CommandLine own = new CommandLine(command);
            addBefore(own.getCommandName(), provided, line);
            line.addSubcommand(own);
        }
        addBefore("", provided, line);
        return line;
    }

    private static void addBefore(String name, List<ProvidedCommand> provided, CommandLine line) {
        provided.stream().filter(one -> one.before().equals(name)).forEach(one -> line.addSubcommand(one.command()));
    }

    /** Gives a command, and those that it has so far, the exit codes and the words of this one. */
    public static CommandLine withErrorHandling(CommandLine line) {
        return line.setExecutionExceptionHandler(Sekimori::explain)
                .setExecutionStrategy(parsed -> {
                    FolderDefaults.warnOfFoldersHere(parsed, line.getErr());
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler(Sekimori::misunderstood)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int explain(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        String known = StartupFailureAnalyzer.of(problem);
        if (known != null) {
            err.println("sekimori: " + UtcTimeText.truncateTimesIn(known));
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

    /** Picocli's message, with the closest value of an enumeration. */
    private static int misunderstood(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine line = problem.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(oneOf(String.valueOf(problem.getMessage())));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, err)) {
            line.usage(err);
        }
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Message for a value outside an enumeration, with the allowed values as typed. */
    private static String oneOf(String message) {
        Matcher list = ONE_OF.matcher(message);
        if (!list.find()) {
            return message;
        }
        Set<String> all = new LinkedHashSet<>(
                List.of(list.group(1).toLowerCase(Locale.ROOT).split(", ")));
        all.removeIf(word -> word.contains("_") && all.contains(word.replace('_', '-')));
        String typed = list.group(2);
        return message.substring(0, list.start()) + "must be one of " + String.join(", ", all) + ", not '" + typed + "'"
                + NameSuggestion.didYouMean(typed, all);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
