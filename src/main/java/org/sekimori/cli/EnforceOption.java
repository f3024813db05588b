package org.sekimori.cli;

import java.nio.file.Path;
import java.util.List;
import org.sekimori.mail.Nearest;
import org.sekimori.rules.RuleSpec;
import org.sekimori.rules.Rulebook;
import picocli.CommandLine.Option;

/** Takes rules that are in the shadow as if they were enforced, to see what that would do. */
final class EnforceOption {

    @Option(
            names = "--enforce",
            split = ",",
            paramLabel = "RULE",
            description = "Take rules of the rulebook that are in the shadow as if they were enforced.")
    private List<String> enforce = List.of();

    /**
     * The same rulebook with the rules enforced; shares the compiled classes.
     *
     * @param folder it was read from
     * @throws CommandFailed if it runs no such rule
     */
    Rulebook of(Rulebook rulebook, Path folder) {
        Rulebook enforced = rulebook;
        for (String rule : enforce) {
            RuleSpec spec = rulebook.specs().get(rule);
            if (spec == null || !spec.active()) {
                List<String> running = rulebook.specs().values().stream()
                        .filter(RuleSpec::active)
                        .map(RuleSpec::id)
                        .toList();
                throw new CommandFailed("--enforce " + rule + ": no such rule runs in " + folder
                        + Nearest.hint(rule, running) + " Those that do are " + String.join(", ", running));
            }
            enforced = enforced.enforcing(rule);
        }
        return enforced;
    }
}
