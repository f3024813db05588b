package org.sekimori.cli.rulebook;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code rules} commands. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Check rules, prove them, and put them in force.",
        footer = {"", "Example:  ./sekimori rules check", "docs/writing-rules.md goes the whole way with one rule."},
        subcommands = {
            RulesNewCommand.class,
            RulesCheckCommand.class,
            RulesTestCommand.class,
            RulesListCommand.class,
            RulesShowCommand.class,
            RulesGraphCommand.class,
            RulesPublishCommand.class,
            RulesRollbackCommand.class,
            RulesDiffCommand.class
        })
public final class RulesCommands implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
