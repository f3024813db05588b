package org.sekimori.trial;

import java.util.List;
import org.sekimori.rules.source.RulebookProblem;

/**
 * What came of a trial.
 *
 * @param passed whether the rulebook can be used, as far as was asked
 * @param rulebook its id as the child found it; empty if it was not compiled
 * @param rules how many rules it has; 0 if it was not compiled
 * @param cases how many cases; 0 if it was not compiled
 * @param errors for which it is refused
 * @param warnings for which it is not
 * @param lock what {@code versions.lock} is to say from now on; empty: what it says
 */
public record TrialResult(
        boolean passed,
        String rulebook,
        int rules,
        int ruleTests,
        List<RulebookProblem> errors,
        List<RulebookProblem> warnings,
        String lock) {

    public TrialResult {
        if (!rulebook.matches("[0-9a-f]{0,16}") || rules < 0 || ruleTests < 0 || (passed && !errors.isEmpty())) {
            throw new IllegalArgumentException("a verdict contradicts itself");
        }
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** Nothing is wrong. */
    static TrialResult passed(String rulebook) {
        return new TrialResult(true, rulebook, 0, 0, List.of(), List.of(), "");
    }

    /** Something is. */
    static TrialResult refused(List<RulebookProblem> errors) {
        return new TrialResult(false, "", 0, 0, errors, List.of(), "");
    }
}
