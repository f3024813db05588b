package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.CommandRulebookTrial;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.server.UserFacingException;
import org.sekimori.trial.RuleTestSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs rule tests and clean traffic, once or after every save. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Run the tests of a rulebook, then honest days that it must leave alone.",
            "Of a test that fails it prints what was expected, what was decided, and what the rule saw. What 'rules check --lock' "
                    + "refuses fails too."
        },
        footer = {
            "",
            "Examples:  ./sekimori rules test",
            "           ./sekimori rules test send-limit --no-clean",
            "           ./sekimori rules test --watch"
        })
final class RulesTestCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "RULE", arity = "0..*", description = "Ids of the rules to test; all if none is named.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(names = "--no-clean", description = "Leave out the honest days, which take two to three seconds.")
    private boolean noClean;

    @Option(names = "--watch", description = "Test again with every save, until Ctrl-C.")
    private boolean watch;

    @Option(
            names = "--json",
            description = "Print one JSON object a line: a rule test, a row of the honest days, a summary.")
    private boolean json;

    private final Supplier<RuleTestSession> sessions;

    RulesTestCommand() {
        this(() -> CommandRulebookTrial.get().open());
    }

    /** Runs the tests in sessions of this supplier instead of child processes. */
    RulesTestCommand(Supplier<RuleTestSession> sessions) {
        this.sessions = sessions;
    }

    @Override
    public Integer call() {
        long started = System.nanoTime();
        if (watch && json) {
            throw new ParameterException(spec.commandLine(), "--watch prints for people; leave out --json");
        }
        Set<String> wanted = new LinkedHashSet<>(only);
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.isDirectory(rules)) {
            throw new UserFacingException(rules + " is not a folder; name the folder of the rules with --rules DIR");
        }
        try (RuleTestProcess process = new RuleTestProcess(rules, wanted, !noClean, out, json, sessions.get())) {
            if (watch) {
                try (RulebookFileWatcher changes = RulebookFileWatcher.of(rules)) {
                    new RuleTestWatcher(rules, process, changes, out).run();
                }
                return 0;
            }
            return once(process, started) ? 0 : 1;
        }
    }

    private boolean once(RuleTestProcess process, long started) {
        @Nullable RulebookFiles files = null;
        try {
            files = RulebookFiles.read(rules);
            return process.run(files, started, () -> false);
        } catch (RulebookException e) {
            process.print(e, files);
            return false;
        }
    }
}
