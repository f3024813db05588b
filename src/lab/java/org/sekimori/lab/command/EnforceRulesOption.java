package org.sekimori.lab.command;

import java.nio.file.Path;
import java.util.List;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.NameSuggestion;
import picocli.CommandLine.Option;

/** Treats shadow rules as enforced. */
final class EnforceRulesOption {

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
     * @throws UserFacingException if it runs no such rule
     */
    Rulebook enforced(Rulebook rulebook, Path folder) {
        Rulebook enforced = rulebook;
        for (String rule : enforce) {
            RuleMetadata spec = rulebook.specs().get(rule);
            if (spec == null || !spec.active()) {
                List<String> running = rulebook.specs().values().stream()
                        .filter(RuleMetadata::active)
                        .map(RuleMetadata::id)
                        .toList();
                throw new UserFacingException("--enforce " + rule + ": no such rule runs in " + folder
                        + NameSuggestion.hint(rule, running) + " Those that do are " + String.join(", ", running));
            }
            enforced = enforced.enforcing(rule);
        }
        return enforced;
    }
}
