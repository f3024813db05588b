package org.sekimori.lab.command;

import java.nio.file.Path;
import java.util.List;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.NameSuggestion;
import picocli.CommandLine.Option;

/** Treats shadow rules as enforced. */
final class EnforceRulesOption {

    /** What the option has if no rule is named: no rule has this id. */
    static final String EVERY = "*";

    @Option(
            names = "--enforce",
            split = ",",
            arity = "0..1",
            fallbackValue = EVERY,
            paramLabel = "RULE",
            description =
                    "Take rules of the rulebook that are in shadow mode as if they were enforced: these, or all of them.")
    private List<String> enforce = List.of();

    /**
     * The same rulebook with the rules enforced; shares the compiled classes.
     *
     * @param folder it was read from
     * @throws UserFacingException if it runs no such rule
     */
    Rulebook enforced(Rulebook rulebook, Path folder) {
        Rulebook enforced = rulebook;
        for (String rule : named(rulebook, folder)) {
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

    private List<String> named(Rulebook rulebook, Path folder) {
        if (!enforce.contains(EVERY)) {
            return enforce;
        }
        List<String> shadow = rulebook.specs().values().stream()
                .filter(spec -> spec.active() && spec.mode() == Mode.SHADOW)
                .map(RuleMetadata::id)
                .toList();
        if (shadow.isEmpty()) {
            throw new UserFacingException(
                    "--enforce: no rule in " + folder + " is in shadow mode; leave the option out");
        }
        return shadow;
    }
}
