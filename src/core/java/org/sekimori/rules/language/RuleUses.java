package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.In;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;

/**
 * What decides whether rules match, and what comes of it; read from their trees. What a consequence reads for its evidence decides
 * nothing, and is left out; the weight of a sign is not.
 *
 * @param inputs asked for in conditions, and what gives signs their weight
 * @param effects asked for in consequences, such as {@code flag}
 * @param outputs left for other rules
 */
public record RuleUses(SortedSet<Use> inputs, SortedSet<String> effects, SortedSet<Use> outputs) {

    /** Kinds of what a rule reads or leaves, in the order in which they are shown. */
    public enum Kind {
        FACT,
        THRESHOLD,
        LIMIT,
        LIST,
        LABEL,
        SIGN,
        /** What another rule found, named by that rule. */
        FINDING
    }

    /**
     * Something that a rule reads or leaves.
     *
     * @param name as it is written: a fact with its arguments, else the name in quotes
     */
    public record Use(Kind kind, String name) implements Comparable<Use> {

        private static final Comparator<Use> ORDER =
                Comparator.comparing(Use::kind).thenComparing(Use::name);

        @Override
        public int compareTo(Use other) {
            return ORDER.compare(this, other);
        }
    }

    /** Functions whose argument names something that is kept outside of the rule. */
    private static final Map<String, Kind> FUNCTIONS = Map.of(
            "threshold", Kind.THRESHOLD,
            "limit", Kind.LIMIT,
            "listed", Kind.LIST,
            "labelled", Kind.LABEL,
            "sign", Kind.SIGN);

    /** Actions that leave something for other rules, named by their first argument. */
    private static final Map<String, Kind> LEAVING = Map.of("sign", Kind.SIGN, "weigh", Kind.SIGN, "label", Kind.LABEL);

    /** What the rules of one file use, taken together. */
    public static RuleUses of(Collection<RuleTree> rules) {
        RuleUses uses = new RuleUses(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (RuleTree rule : rules) {
            rule.conditions().forEach(uses::asks);
            rule.patterns().forEach(uses::reads);
            rule.actions().forEach(uses::does);
        }
        return uses;
    }

    private void asks(Expression condition) {
        ConditionSplitter.visit(condition, part -> {
            if (part instanceof Name name) {
                inputs.add(new Use(Kind.FACT, name.name()));
            } else if (part instanceof Call call && call.on() == null) {
                inputs.add(use(call));
            }
        });
    }

    /** Which signs or findings a pattern takes; its other conditions are about these and about thresholds. */
    private void reads(FactPattern pattern) {
        Kind kind = pattern.match().type().equals("Sign") ? Kind.SIGN : Kind.FINDING;
        String key = kind == Kind.SIGN ? "name" : "rule";
        List<String> named = new ArrayList<>();
        for (Expression value : pattern.values()) {
            ConditionSplitter.visit(value, part -> {
                if (part instanceof Call call && call.on() == null) {
                    inputs.add(use(call));
                } else if (part instanceof Binary equal && equal.operator().equals("==")) {
                    named.addAll(
                            equal.left() instanceof Name name && name.name().equals(key)
                                    ? texts(List.of(equal.right()))
                                    : List.of());
                } else if (part instanceof In in
                        && !in.negated()
                        && in.value() instanceof Name name
                        && name.name().equals(key)) {
                    named.addAll(texts(in.items()));
                }
            });
        }
        (named.isEmpty() ? List.of("any") : named).forEach(name -> inputs.add(new Use(kind, name)));
    }

    private static Use use(Call call) {
        Kind kind = FUNCTIONS.getOrDefault(call.name(), Kind.FACT);
        List<String> texts = texts(call.arguments());
        // Of several texts the last one is the name: those before it say where it is looked for.
        return kind == Kind.FACT || texts.isEmpty()
                ? new Use(Kind.FACT, call.normal())
                : new Use(kind, texts.get(texts.size() - 1));
    }

    private void does(RuleTree.Action action) {
        Kind left = LEAVING.get(action.verb());
        List<String> texts = texts(action.arguments());
        if (left == null || texts.isEmpty()) {
            effects.addAll(action.verbs());
        } else {
            outputs.add(new Use(left, texts.get(0)));
            if (left == Kind.SIGN && action.arguments().size() > 1) {
                weighs(action.arguments().get(1));
            }
        }
    }

    /** A sign's weight decides whether the rules that sum signs match. */
    private void weighs(Expression weight) {
        ConditionSplitter.visit(weight, part -> {
            if (part instanceof Call call && call.name().equals("threshold")) {
                texts(call.arguments()).forEach(name -> inputs.add(new Use(Kind.THRESHOLD, name)));
            }
        });
    }

    private static List<String> texts(List<Expression> values) {
        return values.stream()
                .filter(Text.class::isInstance)
                .map(value -> ((Text) value).value())
                .toList();
    }
}
