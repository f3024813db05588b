package org.sekimori.rules.language;

import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.rules.language.Expression.Binary;

/**
 * Syntax tree of one rule of a file.
 *
 * @param at its beginning, in characters from the beginning of the file
 * @param name the name in quotes
 * @param nameAt position of the name
 * @param salience rules with a higher one fire first; 0 by default
 * @param variable name of the fact in the consequence
 * @param patternAt position of the pattern
 * @param conditions conjunction of conditions
 * @param actions actions in order; at least one
 * @param end end of the rule
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
