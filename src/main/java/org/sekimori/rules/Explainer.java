package org.sekimori.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.Match;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;

/**
 * Says what each rule of a rulebook sees of a submission. Every condition is compiled once more as a rule of its own, and every
 * side of a comparison as a binding, so that it is Drools itself that says what held, and with which values. For people who ask
 * about single decisions; much too slow to be asked about each.
 */
public final class Explainer implements AutoCloseable {

    private static final String HELD = "held ";
    private static final String VALUES = "values ";

    private final Rulebook rulebook;
    private final List<Parsed> rules = new ArrayList<>();

    /** Conditions by text, with the number under which each was compiled. */
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    private final @Nullable KieContainer container;

    /** A DRL rule and the text of its conditions. */
    private record Parsed(String rule, String name, List<String> conditions) {}

    /**
     * Compiles the conditions of a rulebook; takes about as long as compiling the rulebook.
     *
     * @throws RulebookException if a condition cannot be taken apart
     */
    public Explainer(Rulebook rulebook) throws RulebookException {
        this(rulebook, rulebook.specs().keySet());
    }

    /**
     * Compiles the conditions of some rules only, which is quicker.
     *
     * @param ids of the rules to explain
     * @throws RulebookException if a condition cannot be taken apart
     */
    public Explainer(Rulebook rulebook, Set<String> ids) throws RulebookException {
        this.rulebook = rulebook;
        for (DrlFile file : rulebook.drl()) {
            if (!ids.contains(file.spec().id())) {
                continue;
            }
            for (RuleDescr rule : file.parse().getRules()) {
                List<String> conditions = conditions(rule);
                rules.add(new Parsed(file.spec().id(), rule.getName(), conditions));
                conditions.forEach(text -> numbers.putIfAbsent(text, numbers.size()));
            }
        }
        this.container = numbers.isEmpty() ? null : RuleCompiler.compileText("why", source(numbers));
    }

    private static List<String> conditions(RuleDescr rule) {
        List<String> conditions = new ArrayList<>();
        for (var descr : rule.getLhs().getDescrs()) {
            if (descr instanceof PatternDescr pattern && pattern.getObjectType().equals("Submission")) {
                for (var constraint : pattern.getConstraint().getDescrs()) {
                    if (constraint instanceof ExprConstraintDescr expression) {
                        conditions.add(expression.getExpression().strip());
                    }
                }
            }
        }
        return conditions;
    }

    private static String source(Map<String, Integer> numbers) {
        StringBuilder drl = new StringBuilder("package rules.why; import org.sekimori.rules.Submission;\n");
        numbers.forEach((text, number) -> {
            drl.append("rule \"" + HELD + number + "\" when Submission( ")
                    .append(text)
                    .append(" ) then end\n");
            int part = 0;
            for (Comparison comparison : Comparison.of(text)) {
                drl.append("rule \"" + VALUES + number + "." + part++ + "\" when Submission( $left : (")
                        .append(comparison.left())
                        .append(")")
                        .append(comparison.literal() ? "" : ", $right : (" + comparison.right() + ")")
                        .append(" ) then end\n");
            }
        });
        return drl.toString();
    }

    /** What each rule that runs sees of a submission, in the order of the rules' ids. */
    public List<Explanation> explain(
            MailEvent event, Profile profile, GrantSet grants, @Nullable Hold hold, CaseSet cases) {
        return explain(event, profile, grants, hold, cases, rulebook.policies().of(event.account()));
    }

    /** The same under another policy, as a case may have it. */
    public List<Explanation> explain(
            MailEvent event,
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            CaseSet cases,
            DomainPolicy policy) {
        Set<String> held = new HashSet<>();
        Map<String, Match> values = new HashMap<>();
        RaisedList raised = new RaisedList();
        Submission submission = new Submission(event, profile, grants, hold, cases, policy, raised);
        if (container != null) {
            try {
                evaluate(container, submission, held, values);
            } catch (RuntimeException e) {
                held.clear();
                values.clear();
                oneByOne(submission, held, values);
            }
        }
        List<Explanation> explanations = new ArrayList<>();
        for (Parsed rule : rules) {
            List<Explanation.Condition> conditions = new ArrayList<>();
            for (String text : rule.conditions()) {
                int number = numbers.getOrDefault(text, -1);
                boolean holds = held.contains(HELD + number);
                conditions.add(new Explanation.Condition(text, holds, values(text, number, values)));
            }
            boolean matched = conditions.stream().allMatch(Explanation.Condition::held);
            explanations.add(new Explanation(rule.rule(), rule.name(), matched, conditions));
        }
        return explanations;
    }

    private static void evaluate(
            KieContainer container, Submission submission, Set<String> held, Map<String, Match> values) {
        KieSession session = container.getKieBase().newKieSession();
        try {
            session.addEventListener(new DefaultAgendaEventListener() {
                @Override
                public void beforeMatchFired(BeforeMatchFiredEvent fired) {
                    held.add(fired.getMatch().getRule().getName());
                    values.put(fired.getMatch().getRule().getName(), fired.getMatch());
                }
            });
            session.insert(submission);
            session.fireAllRules();
        } finally {
            session.dispose();
        }
    }

    /**
     * The same after a condition threw, which ends a session: each alone, compiled again. One that is guarded by another, such as
     * {@code hold.by} after {@code hold != null}, throws when it is asked alone; it did not hold.
     */
    private void oneByOne(Submission submission, Set<String> held, Map<String, Match> values) {
        numbers.forEach((text, number) -> {
            KieContainer alone = null;
            try {
                alone = RuleCompiler.compileText("why", source(Map.of(text, number)));
                evaluate(alone, submission, held, values);
            } catch (RulebookException e) {
                throw new IllegalStateException("a condition that was compiled before is refused: " + text, e);
            } catch (RuntimeException e) {
                held.remove(HELD + number);
            } finally {
                if (alone != null) {
                    RuleCompiler.release(alone);
                }
            }
        });
    }

    private static List<Explanation.Value> values(String text, int number, Map<String, Match> matches) {
        List<Explanation.Value> values = new ArrayList<>();
        int part = 0;
        for (Comparison comparison : Comparison.of(text)) {
            Match match = matches.get(VALUES + number + "." + part++);
            if (match != null) {
                Object left = match.getDeclarationValue("$left");
                Object right = comparison.literal() ? literal(comparison) : match.getDeclarationValue("$right");
                values.add(new Explanation.Value(
                        comparison.left(),
                        shown(left),
                        comparison.operator(),
                        shown(right),
                        shortBy(left, comparison.operator(), right)));
            }
        }
        return values;
    }

    private static Object literal(Comparison comparison) {
        return comparison.right().matches("-?[0-9.]+") ? new BigDecimal(comparison.right()) : comparison.right();
    }

    /** A limit that is not set is a very large number. */
    private static String shown(@Nullable Object value) {
        if (value instanceof Number number && number.longValue() != Long.MAX_VALUE) {
            return new BigDecimal(number.toString())
                    .round(new MathContext(6))
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return value instanceof Number ? "no limit" : String.valueOf(value);
    }

    private static String shortBy(@Nullable Object left, String operator, @Nullable Object right) {
        if (!(left instanceof Number a) || !(right instanceof Number b) || b.longValue() == Long.MAX_VALUE) {
            return "";
        }
        BigDecimal gap = new BigDecimal(b.toString()).subtract(new BigDecimal(a.toString()));
        boolean below = gap.signum() > 0 && (operator.startsWith(">") || operator.equals("=="));
        boolean above = gap.signum() < 0 && (operator.startsWith("<") || operator.equals("=="));
        boolean equal = gap.signum() == 0 && operator.length() == 1;
        return below || above
                ? gap.abs().round(new MathContext(6)).stripTrailingZeros().toPlainString()
                : equal ? "1" : "";
    }

    @Override
    public void close() {
        if (container != null) {
            RuleCompiler.release(container);
        }
    }
}
