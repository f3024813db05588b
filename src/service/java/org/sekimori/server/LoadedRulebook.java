package org.sekimori.server;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.engine.RuleTestRunner;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.RulebookTrial.TrialLevel;

/**
 * A rulebook that has passed every check.
 *
 * @param files its text
 * @param rulebook the same, compiled
 */
public record LoadedRulebook(RulebookFiles files, Rulebook rulebook) {

    /**
     * Has it compiled and tested elsewhere, and compiles it.
     *
     * @throws RulebookException with everything that is wrong
     */
    public static LoadedRulebook check(RulebookFiles files, RulebookTrial trial, TrialLevel level)
            throws RulebookException {
        trial.requirePass(files, level);
        return new LoadedRulebook(files, Rulebook.compile(files));
    }

    /**
     * Compiles and tests a rulebook in this process, to measure the time.
     *
     * @throws RulebookException with all problems
     */
    public static LoadedRulebook checkInProcess(RulebookFiles files) throws RulebookException {
        Rulebook rulebook = Rulebook.compile(files);
        List<RulebookProblem> problems = RuleTestRunner.run(rulebook);
        if (!problems.isEmpty()) {
            rulebook.close();
            throw new RulebookException(problems);
        }
        return new LoadedRulebook(files, rulebook);
    }

    /** Every problem on a line of its own. */
    public static UserFacingException refused(Path folder, RulebookException e) {
        if (e.problems().get(0).file().equals(HomeCountryOverride.OPTION)) {
            // The problem is not in a file.
            return new UserFacingException(e.problems().get(0).toString());
        }
        return new UserFacingException("the rulebook in " + folder + " is refused:\n"
                + e.problems().stream().map(p -> "  " + p).collect(Collectors.joining("\n")));
    }
}
