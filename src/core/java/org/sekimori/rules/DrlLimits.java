package org.sekimori.rules;

import java.util.List;
import org.sekimori.rules.language.RuleTree;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookProblem;

/**
 * Limits on all rules of a rulebook together. Drools compiles classes for each condition, about three milliseconds of a
 * processor, and a compiling service decides mail with the rest.
 */
final class DrlLimits {

    /** Most rules, counted in DRL. */
    static final int MOST_RULES = 200;

    /** Most conditions, with the parts of {@code &&} and {@code ||} counted apart. */
    static final int MOST_CONDITIONS = 2_000;

    private int rules;
    private int conditions;

    /** Counts a file; reports the first rule over the limit. */
    void spend(DrlFile file, List<RulebookProblem> problems) {
        List<RuleTree> all;
        try {
            all = file.rules();
        } catch (RulebookException e) {
            // Its own check has reported that it cannot be parsed.
            return;
        }
        for (RuleTree rule : all) {
            boolean told = rules > MOST_RULES || conditions > MOST_CONDITIONS;
            rules++;
            conditions += rule.parts();
            if (!told && rules > MOST_RULES) {
                problems.add(file.problem(rule.at(), tooMuch(MOST_RULES + " rules")));
            } else if (!told && conditions > MOST_CONDITIONS) {
                problems.add(file.problem(
                        rule.at(), tooMuch(MOST_CONDITIONS + " conditions, counted with the parts of && and ||")));
            }
        }
    }

    private static String tooMuch(String what) {
        return "with this rule the rulebook has more than " + what
                + "; join rules that ask nearly the same, and switch off those that nobody needs";
    }
}
