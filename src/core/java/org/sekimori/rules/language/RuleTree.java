package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;

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
 * @param patterns over signs and findings of other rules
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
        List<FactPattern> patterns,
        List<Action> actions,
        int end) {

    public RuleTree {
        conditions = List.copyOf(conditions);
        patterns = List.copyOf(patterns);
        actions = List.copyOf(actions);
    }

    /** How many conditions it has, with the parts of {@code &&} and {@code ||} counted apart, in its consequence too. */
    public int parts() {
        int[] parts = {conditions.size() + patterns.size()};
        patterns.forEach(pattern -> parts[0] += pattern.values().size());
        values().forEach(value -> ConditionSplitter.visit(value, part -> parts[0] += joins(part)));
        return parts[0];
    }

    /** Whether its consequence lists all signs that it may see. */
    public boolean readsAllSigns() {
        boolean[] reads = {false};
        actions.forEach(action -> action.arguments()
                .forEach(value -> ConditionSplitter.visit(
                        value,
                        part -> reads[0] |= part instanceof Call call && ActionCheck.ALL_SIGNS.contains(call.name()))));
        return reads[0];
    }

    /** How many values and parts of values it has. */
    int nodes() {
        int[] nodes = {0};
        values().forEach(value -> ConditionSplitter.visit(value, part -> nodes[0]++));
        return nodes[0];
    }

    /** Every expression in it: conditions, those of patterns, and arguments of actions. */
    List<Expression> values() {
        List<Expression> values = new ArrayList<>(conditions);
        patterns.forEach(pattern -> values.addAll(pattern.values()));
        actions.forEach(action -> values.addAll(action.arguments()));
        return values;
    }

    /** Every call in it, in the order of its text. */
    public List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        values().forEach(value -> ConditionSplitter.visit(value, part -> {
            if (part instanceof Call call) {
                calls.add(call);
            }
        }));
        return calls;
    }

    /** The same rule, fired before those with a lower salience. */
    public RuleTree withSalience(int changed) {
        return new RuleTree(at, name, nameAt, changed, variable, patternAt, conditions, patterns, actions, end);
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
                + patterns.stream().map(pattern -> " " + pattern.normal()).collect(Collectors.joining())
                + " then " + actions.stream().map(Action::normal).collect(Collectors.joining(" "));
    }

    /**
     * {@code s.flag("reason", "name", value);} or {@code s.find("reason", "name", value).flag().defer();}.
     *
     * @param effects called on its result, in order; empty but after {@code find}
     */
    public record Action(
            int at, String variable, String verb, int verbAt, List<Expression> arguments, List<String> effects) {

        /** Says a reason once, for the effects called on its result. */
        public static final String FIND = "find";

        /** Raises a sign. */
        public static final String SIGN = "sign";

        /** Raises a sign that {@code evidence/weights.yml} weighs. */
        public static final String WEIGH = "weigh";

        public Action {
            arguments = List.copyOf(arguments);
            effects = List.copyOf(effects);
        }

        /** Whether it raises a sign. */
        public boolean signs() {
            return verb.equals(SIGN) || verb.equals(WEIGH);
        }

        /** What it asks for: its effects, or itself. */
        public List<String> verbs() {
            return effects.isEmpty() ? List.of(verb) : effects;
        }

        String normal() {
            return variable + "." + verb
                    + arguments.stream().map(Expression::normal).collect(Collectors.joining(", ", "(", ")"))
                    + effects.stream().map(effect -> "." + effect + "()").collect(Collectors.joining())
                    + ";";
        }
    }
}
