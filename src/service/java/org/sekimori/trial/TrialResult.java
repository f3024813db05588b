package org.sekimori.trial;

import java.util.List;
import org.sekimori.rules.source.RulebookProblem;

/**
 * Result of a trial.
 *
 * @param passed whether the rulebook passed the requested level
 * @param rulebook its id by the child; empty if it was not compiled
 * @param rules number of its rules; 0 if it was not compiled
 * @param ruleTests number of its tests; 0 if it was not compiled
 * @param errors reasons for a refusal
 * @param warnings other problems
 * @param lock new content of {@code versions.lock}; empty: unchanged
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
