package org.sekimori.rules.language;

import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.rules.language.Expression.Binary;

/**
 * One rule of a file.
 *
 * @param at where it begins, in characters from the beginning of the file
 * @param name as it stands in quotes
 * @param nameAt where the name stands
 * @param salience rules with more of it fire first; 0 if not said
 * @param variable what the consequence calls the fact
 * @param patternAt where the pattern begins
 * @param conditions all must hold
 * @param actions what then happens, in order; at least one
 * @param end where it ends
 */
public record RuleTree(
        int at,
        String name,
        int nameAt,
        int salience,
        String variable,
        int patternAt,
        List<Expression> conditions,
        List<Action> actions,
        int end) {

    public RuleTree {
        conditions = List.copyOf(conditions);
        actions = List.copyOf(actions);
    }

    /** How many conditions it has, with the parts of {@code &&} and {@code ||} counted apart, in its consequence too. */
    public int parts() {
        int[] parts = {conditions.size()};
        conditions.forEach(condition -> ConditionSplitter.visit(condition, part -> parts[0] += joins(part)));
        actions.forEach(action ->
                action.arguments().forEach(value -> ConditionSplitter.visit(value, part -> parts[0] += joins(part))));
        return parts[0];
    }

    private static int joins(Expression value) {
        return value instanceof Binary binary
                        && (binary.operator().equals("&&") || binary.operator().equals("||"))
                ? 1
                : 0;
    }

    /** The same in one form, however it was spaced and commented. */
    String normal() {
        return "rule \"" + name + "\" salience " + salience + " when " + variable + " : "
                + conditions.stream().map(Expression::normal).collect(Collectors.joining(", ", "(", ")"))
                + " then " + actions.stream().map(Action::normal).collect(Collectors.joining(" "));
    }

    /** {@code s.flag("reason", "name", value);}. */
    public record Action(int at, String variable, String verb, int verbAt, List<Expression> arguments) {
        public Action {
            arguments = List.copyOf(arguments);
        }

        String normal() {
            return variable + "." + verb
                    + arguments.stream().map(Expression::normal).collect(Collectors.joining(", ", "(", ");"));
        }
    }
}
