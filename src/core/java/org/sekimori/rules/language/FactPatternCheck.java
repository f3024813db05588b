package org.sekimori.rules.language;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.FactPattern.Accumulate;
import org.sekimori.rules.language.FactPattern.Binding;
import org.sekimori.rules.language.FactPattern.Match;
import org.sekimori.rules.language.FactPattern.Quantifier;
import org.sekimori.rules.language.FactPattern.Result;
import org.sekimori.rules.language.ValueType.Kind;

/** Checks patterns over signs and findings against the vocabulary; finds the values that they bind. */
final class FactPatternCheck {

    /** Most values that a consequence may have beside the submission. */
    private static final int MOST_VALUES = 8;

    private final String text;
    private final Vocabulary vocabulary;
    private final List<RuleTextFault> faults;

    /** Values that the consequence may use. */
    private final Map<String, ValueType> bound = new LinkedHashMap<>();

    FactPatternCheck(String text, Vocabulary vocabulary, List<RuleTextFault> faults) {
        this.text = text;
        this.vocabulary = vocabulary;
        this.faults = faults;
    }

    private void wrong(int at, String message) {
        RuleTextFault fault = RuleTextFault.at(text, at, message);
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    /** Reports faults; returns the values for the consequence, by name. */
    Map<String, ValueType> check(List<FactPattern> patterns) {
        for (FactPattern pattern : patterns) {
            Map<String, ValueType> own = match(pattern.match());
            if (pattern instanceof Accumulate accumulate) {
                accumulate(accumulate, own);
            } else if (pattern.match().quantifier() == Quantifier.EACH) {
                bound.putAll(own);
            } else if (!own.isEmpty()) {
                wrong(
                        pattern.match().bindings().get(0).at(),
                        "a pattern with exists or not gives no values; take the name out");
            }
        }
        if (bound.size() > MOST_VALUES) {
            wrong(
                    patterns.get(0).at(),
                    "the patterns of the rule name more than " + MOST_VALUES + " values; leave out what is not used");
        }
        return bound;
    }

    private Map<String, ValueType> match(Match match) {
        Vocabulary fact = vocabulary.further(match.type());
        if (fact == null) {
            wrong(match.at(), "there is no fact " + match.type());
            return Map.of();
        }
        ExpressionTypeCheck conditions = new ExpressionTypeCheck(fact, "", true, Set.of(), Map.of(), text, faults);
        match.conditions().forEach(condition -> conditions.require(condition, Kind.TRUTH, "a condition must be"));
        Map<String, ValueType> own = new LinkedHashMap<>();
        for (Binding binding : match.bindings()) {
            ValueType type = conditions.type(new Name(binding.at(), binding.property()));
            if (type != null && named(binding.at(), binding.variable(), own)) {
                own.put(binding.variable(), type);
            }
        }
        return own;
    }

    private boolean named(int at, String variable, Map<String, ValueType> own) {
        boolean again = own.containsKey(variable) || bound.containsKey(variable);
        if (again) {
            wrong(at, "'" + variable + "' names another value already");
        }
        return !again;
    }

    private void accumulate(Accumulate accumulate, Map<String, ValueType> own) {
        Map<String, ValueType> results = new LinkedHashMap<>();
        for (Result result : accumulate.results()) {
            ValueType of = own.get(result.of());
            if (of == null) {
                wrong(
                        result.at(),
                        "'" + result.of() + "' is not bound in the pattern; write "
                                + accumulate.match().type() + "( " + result.of() + " : weight )");
            } else if (result.function().equals("sum") && !of.is(Kind.NUMBER)) {
                wrong(
                        result.at(),
                        "only numbers can be summed; " + result.of() + " is "
                                + of.kind().words());
            }
            boolean taken = own.containsKey(result.variable());
            if (taken || named(result.at(), result.variable(), results)) {
                if (taken) {
                    wrong(result.at(), "'" + result.variable() + "' names another value already");
                }
                results.put(result.variable(), ValueType.NUMBER);
            }
        }
        ExpressionTypeCheck constraints =
                new ExpressionTypeCheck(vocabulary, "", true, Set.of(), results, text, faults);
        for (Expression constraint : accumulate.constraints()) {
            constraint(constraint, results, constraints);
        }
        bound.putAll(results);
    }

    /** Drools takes comparisons that begin with a result, and sees properties of the submission only as functions. */
    private void constraint(Expression constraint, Map<String, ValueType> results, ExpressionTypeCheck check) {
        boolean begins = constraint instanceof Binary binary
                && binary.comparison()
                && binary.left() instanceof Name name
                && results.containsKey(name.name());
        if (!begins) {
            wrong(
                    constraint.at(),
                    "after the results each condition compares one of them, as in "
                            + results.keySet().stream().findFirst().orElse("$sum")
                            + " >= threshold(\"…\"), joined by commas");
            return;
        }
        int[] properties = {0};
        ConditionSplitter.visit(constraint, part -> {
            if (part instanceof Name name && !results.containsKey(name.name())) {
                properties[0]++;
                wrong(
                        name.at(),
                        "here stand only results, numbers, threshold(\"…\") and other functions; put '" + name.name()
                                + "' into Submission( … )");
            }
        });
        if (properties[0] == 0) {
            check.require(constraint, Kind.TRUTH, "a condition must be");
        }
    }
}
