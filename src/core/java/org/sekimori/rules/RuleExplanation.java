package org.sekimori.rules;

import java.util.List;

/**
 * How one DRL rule evaluated a submission.
 *
 * @param rule id of the rule
 * @param name the DRL rule's whole name, such as {@code send-limit: messages in an hour}
 * @param matched whether all conditions held
 * @param conditions in written order
 */
public record RuleExplanation(String rule, String name, boolean matched, List<Condition> conditions) {

    /**
     * One condition.
     *
     * @param text as it is written in the DRL, without comments and needless parentheses
     * @param held whether it held
     * @param values the values of its comparisons
     */
    public record Condition(String text, boolean held, List<Value> values) {}

    /**
     * The two sides of a comparison, as text.
     *
     * @param shortBy the missing amount; empty if none is missing or it is not numeric
     */
    public record Value(String left, String leftValue, String operator, String rightValue, String shortBy) {}

    public RuleExplanation {
        conditions = List.copyOf(conditions);
    }
}
