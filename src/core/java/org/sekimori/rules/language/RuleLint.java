package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Number;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.RuleTree.Action;

/** Warns of probable mistakes in correct rules. */
public final class RuleLint {

    private static final Set<String> PLAIN_NUMBERS = Set.of("0", "1");
    private static final Set<String> OF_THE_POLICY = Set.of("threshold", "limit");
    private static final Set<String> COMPARISONS = Set.of("<", "<=", ">", ">=", "==", "!=");

    private RuleLint() {}

    /** Numbers in conditions: they belong into the policy, where an operator finds and changes them. */
    public static List<RuleTextFault> numbers(String text, List<RuleTree> rules) {
        List<RuleTextFault> faults = new ArrayList<>();
        for (RuleTree rule : rules) {
            List<Expression> conditions = new ArrayList<>(rule.conditions());
            rule.patterns().forEach(pattern -> conditions.addAll(pattern.values()));
            for (Expression condition : conditions) {
                ConditionSplitter.visit(condition, part -> {
                    if (part instanceof Number number && !PLAIN_NUMBERS.contains(number.digits())) {
                        faults.add(RuleTextFault.at(
                                text,
                                number.at(),
                                "the number " + number.digits()
                                        + " stands in a condition; write threshold(\"name\") and put " + number.digits()
                                        + " under thresholds in policy.yml"));
                    }
                });
            }
        }
        return faults;
    }

    /** The names that rules give to a function, such as {@code threshold}. */
    public static Set<String> names(List<RuleTree> rules, String function) {
        Set<String> names = new TreeSet<>();
        for (RuleTree rule : rules) {
            for (Expression value : rule.values()) {
                ConditionSplitter.visit(value, part -> {
                    if (part instanceof Call call
                            && call.name().equals(function)
                            && !call.arguments().isEmpty()
                            && call.arguments().get(0) instanceof Text name) {
                        names.add(name.value());
                    }
                });
            }
        }
        return names;
    }

    /** Where the words of {@code weigh("sign", number, "words", …)} are. */
    private static final int WORDS = 2;

    /** The reasons that rules say, and the words of their weighed signs, each as one text: with its values in braces. */
    public static Set<String> reasons(List<RuleTree> rules) {
        Set<String> reasons = new TreeSet<>();
        for (RuleTree rule : rules) {
            for (Action action : rule.actions()) {
                int at = action.verb().equals(Action.WEIGH) ? WORDS : 0;
                if ((at == WORDS || !action.signs())
                        && action.arguments().size() > at
                        && action.arguments().get(at) instanceof Text reason) {
                    reasons.add(reason.value());
                }
            }
        }
        return reasons;
    }

    /**
     * Conditions that name what is kept outside of rules, such as a list or a label, and get nothing for it.
     *
     * @param function such as {@code listed}
     * @param message what is wrong with a name; empty if nothing is
     */
    public static List<RuleTextFault> named(
            String text, List<RuleTree> rules, String function, UnaryOperator<String> message) {
        List<RuleTextFault> faults = new ArrayList<>();
        for (RuleTree rule : rules) {
            for (Expression condition : rule.conditions()) {
                ConditionSplitter.visit(condition, part -> {
                    if (part instanceof Call call
                            && call.name().equals(function)
                            && call.arguments().size() == 1
                            && call.arguments().get(0) instanceof Text name) {
                        String wrong = message.apply(name.value());
                        if (!wrong.isEmpty()) {
                            faults.add(RuleTextFault.at(text, call.at(), wrong));
                        }
                    }
                });
            }
        }
        return faults;
    }

    /**
     * Rules that can never match, and conditions that say nothing.
     *
     * @param policy values by call, such as {@code threshold("a")}
     */
    public static List<RuleTextFault> matches(String text, List<RuleTree> rules, Map<String, Double> policy) {
        List<RuleTextFault> faults = new ArrayList<>();
        for (RuleTree rule : rules) {
            for (Expression condition : ConditionSplitter.all(rule.conditions())) {
                if (constant(condition)) {
                    faults.add(RuleTextFault.at(
                            text,
                            condition.at(),
                            condition.normal()
                                    + " is the same for every submission; leave it out, or compare with what "
                                    + "Submission offers"));
                } else if (new ValueRanges(policy).alwaysHolds(condition)) {
                    faults.add(
                            RuleTextFault.at(text, condition.at(), condition.normal() + " always holds; leave it out"));
                }
            }
            RuleTextFault never = never(text, rule, policy);
            if (never != null) {
                faults.add(never);
            }
        }
        return faults;
    }

    private static @Nullable RuleTextFault never(String text, RuleTree rule, Map<String, Double> policy) {
        List<List<Expression>> ways = ConditionSplitter.ways(rule.conditions());
        @Nullable RuleTextFault first = null;
        for (List<Expression> way : ways) {
            Contradiction contradiction = Contradiction.in(way, policy);
            if (contradiction == null) {
                return null;
            }
            if (first == null) {
                first = RuleTextFault.at(
                        text,
                        contradiction.at(),
                        "rule \"" + rule.name() + "\" can never match: " + contradiction.why());
            }
        }
        return first;
    }

    /** Whether nothing of the submission is in it. */
    private static boolean constant(Expression condition) {
        boolean[] asks = {false};
        ConditionSplitter.visit(
                condition,
                part -> asks[0] |= part instanceof Name
                        || (part instanceof Call call && call.on() == null && !OF_THE_POLICY.contains(call.name())));
        boolean same = condition instanceof Binary binary
                && COMPARISONS.contains(binary.operator())
                && binary.left().normal().equals(binary.right().normal());
        return same || !asks[0];
    }

    /**
     * A rule with its file, for comparison across files.
     *
     * @param file identifies the file
     */
    public record Placed(String file, String text, RuleTree rule) {

        private Set<String> conditions() {
            Set<String> conditions = new TreeSet<>();
            ConditionSplitter.all(rule.conditions()).forEach(condition -> conditions.add(condition.normal()));
            rule.patterns().forEach(pattern -> conditions.add(pattern.normal()));
            return conditions;
        }

        private Set<String> verbs() {
            Set<String> verbs = new TreeSet<>();
            // Each sign is another one, whatever other rules sign.
            rule.actions().forEach(action -> verbs.addAll(action.signs() ? List.of(action.normal()) : action.verbs()));
            return verbs;
        }
    }

    /** Rules that repeat another, by the index of the rule at fault. */
    public static Map<Integer, RuleTextFault> repeated(List<Placed> rules) {
        Map<Integer, RuleTextFault> faults = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            for (int j = 0; j < rules.size(); j++) {
                Placed one = rules.get(i);
                Placed other = rules.get(j);
                boolean within = i != j
                        && one.conditions().containsAll(other.conditions())
                        && other.verbs().containsAll(one.verbs());
                boolean same = within && one.conditions().equals(other.conditions());
                boolean twins = same && one.verbs().equals(other.verbs());
                if (within && !(twins && i < j)) {
                    String what = "rule \"" + one.rule().name() + "\" "
                            + (same
                                    ? "has the conditions of \"" + other.rule().name() + "\" in " + other.file()
                                    : "can only match when \"" + other.rule().name() + "\" in " + other.file()
                                            + " matches too")
                            + ", which does the same; leave one out";
                    faults.putIfAbsent(
                            i, RuleTextFault.at(one.text(), one.rule().at(), what));
                }
            }
        }
        return faults;
    }
}
