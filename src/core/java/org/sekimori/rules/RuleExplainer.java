package org.sekimori.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.Profile;
import org.sekimori.rules.evidence.EvidenceReader;
import org.sekimori.rules.fact.RuleActionCollector;
import org.sekimori.rules.fact.RuleFact;
import org.sekimori.rules.fact.StringLiteralTable;
import org.sekimori.rules.language.Expression;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.FactPattern;
import org.sekimori.rules.language.FactPattern.Accumulate;
import org.sekimori.rules.language.GeneratedDrl;
import org.sekimori.rules.language.GeneratedDrl.Binding;
import org.sekimori.rules.language.GeneratedDrl.Query;
import org.sekimori.rules.language.RulePrinter;
import org.sekimori.rules.language.RuleRewriter;
import org.sekimori.rules.language.RuleTree;
import org.sekimori.rules.language.SyntaxException;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.source.RulebookException;

/**
 * Explains how each rule of a rulebook evaluated a submission. Every condition is compiled again as a rule of its own, and every
 * side of a comparison as a binding, so that Drools itself provides results and values. For questions about single decisions;
 * much too slow for each submission.
 */
public final class RuleExplainer implements AutoCloseable {

    private static final String HELD = "held_";
    private static final String VALUES = "values_";
    private static final String LEFT = "left_side";
    private static final String RIGHT = "right_side";
    private static final String PACKAGE = "why";
    private static final int MOST_QUERIES = 100;

    private final Rulebook rulebook;
    private final List<Parsed> rules = new ArrayList<>();

    /** Conditions by text. */
    private final Map<String, CompiledQueries> asked = new LinkedHashMap<>();

    private final StringLiteralTable texts = new StringLiteralTable();
    private boolean readsRaised;
    private final CompiledRulesCache.@Nullable Share container;

    /** A DRL rule and the text of its conditions. */
    private record Parsed(String rule, String name, List<String> conditions) {}

    /**
     * A compiled condition.
     *
     * @param text as it is shown
     * @param number its number in the compiled rules
     * @param comparisons as written
     * @param queries the compiled queries
     * @param results the generated names of results of an accumulation, by the author's
     */
    private record CompiledQueries(
            String text,
            int number,
            List<ConditionComparison> comparisons,
            List<Query> queries,
            Map<String, String> results) {

        String held() {
            return HELD + number;
        }

        String values(int comparison) {
            return VALUES + number + "_" + comparison;
        }
    }

    /**
     * Compiles the conditions of a rulebook; takes about as long as compiling the rulebook.
     *
     * @throws RulebookException if a condition cannot be taken apart
     */
    public RuleExplainer(Rulebook rulebook) throws RulebookException {
        this(rulebook, rulebook.specs().keySet());
    }

    /**
     * Compiles the conditions of some rules only, which is quicker.
     *
     * @param ids of the rules to explain
     * @throws RulebookException if a condition cannot be taken apart
     */
    public RuleExplainer(Rulebook rulebook, Set<String> ids) throws RulebookException {
        this.rulebook = rulebook;
        for (int number = 0; number < rulebook.drl().size(); number++) {
            DrlFile file = rulebook.drl().get(number);
            if (!ids.contains(file.spec().id())) {
                continue;
            }
            List<RuleTree> read = file.rules();
            for (int i = 0; i < read.size(); i++) {
                RuleTree rule = read.get(i);
                List<String> conditions = new ArrayList<>();
                for (Expression condition : rule.conditions()) {
                    conditions.add(ask(file, condition));
                }
                for (FactPattern pattern : rule.patterns()) {
                    conditions.add(ask(file, pattern, RuleOrder.compiledName(number, i)));
                    readsRaised = true;
                }
                rules.add(new Parsed(file.spec().id(), rule.name(), conditions));
            }
        }
        this.container = asked.isEmpty() ? null : RuleCompiler.compileAgain(source(asked.values()));
    }

    private String ask(DrlFile file, Expression condition) throws RulebookException {
        String text = RulePrinter.shown(condition);
        if (!asked.containsKey(text)) {
            CompiledQueries added = new CompiledQueries(
                    text, asked.size(), ConditionComparison.of(condition), new ArrayList<>(), Map.of());
            try {
                added.queries().add(new Query(added.held(), List.of(generated(condition)), List.of()));
                for (int i = 0; i < added.comparisons().size(); i++) {
                    added.queries()
                            .add(new Query(
                                    added.values(i),
                                    List.of(),
                                    sides(added.comparisons().get(i))));
                }
            } catch (SyntaxException e) {
                throw new RulebookException(List.of(file.problem(e.in(file.text()))));
            }
            asked.put(text, added);
        }
        return text;
    }

    /** @param reader the rule's name in the rulebook, which says what it may see */
    private String ask(DrlFile file, FactPattern pattern, String reader) throws RulebookException {
        String text = RulePrinter.shown(pattern);
        List<ConditionComparison> comparisons = new ArrayList<>();
        if (pattern instanceof Accumulate accumulate) {
            accumulate.constraints().forEach(constraint -> comparisons.addAll(ConditionComparison.of(constraint)));
        }
        Map<String, String> results = new HashMap<>();
        CompiledQueries added = new CompiledQueries(text, asked.size(), comparisons, new ArrayList<>(), results);
        try {
            FactPattern compiled = generated(pattern, reader);
            added.queries().add(new Query(added.held(), List.of(), List.of(), List.of(compiled)));
            if (pattern instanceof Accumulate written && compiled instanceof Accumulate made) {
                for (int i = 0; i < written.results().size(); i++) {
                    results.put(
                            written.results().get(i).variable(),
                            made.results().get(i).variable());
                }
            }
            for (int i = 0; i < comparisons.size(); i++) {
                Expression right = comparisons.get(i).right();
                boolean plain = comparisons.get(i).literal() || !ofTheSubmission(right);
                List<Binding> bindings = plain ? List.of() : List.of(new Binding(RIGHT, side(right)));
                Accumulate all = (Accumulate) pattern;
                Accumulate unbounded = new Accumulate(all.at(), all.match(), all.results(), List.of());
                added.queries()
                        .add(new Query(added.values(i), List.of(), bindings, List.of(generated(unbounded, reader))));
            }
        } catch (SyntaxException e) {
            throw new RulebookException(List.of(file.problem(e.in(file.text()))));
        }
        // What a rule may see is its own, so the text alone does not say which condition it is.
        String key = text + " of " + reader + " " + asked.size();
        asked.put(key, added);
        return key;
    }

    private FactPattern generated(FactPattern pattern, String reader) throws SyntaxException {
        return RuleRewriter.pattern(pattern, reader, SubmissionVocabulary.NAMES, texts);
    }

    /** Whether Drools can say its value on the submission alone: it has no result of the accumulation. */
    private static boolean ofTheSubmission(Expression value) {
        return !RulePrinter.shown(value).contains("$");
    }

    private List<Binding> sides(ConditionComparison comparison) throws SyntaxException {
        Binding left = new Binding(LEFT, side(comparison.left()));
        return comparison.literal() ? List.of(left) : List.of(left, new Binding(RIGHT, side(comparison.right())));
    }

    /** Drools types a sum by its first operand, so it is given one that accepts both. */
    private Expression side(Expression value) throws SyntaxException {
        Expression side = generated(value);
        return side instanceof Binary sum && !sum.comparison()
                ? new Binary(sum.at(), "+", new Expression.Number(sum.at(), "0.0"), sum)
                : side;
    }

    private Expression generated(Expression value) throws SyntaxException {
        return RuleRewriter.condition(value, SubmissionVocabulary.NAMES, texts);
    }

    /** In packages of a few: of very many rules in one Drools makes something that rules may not use. */
    private static List<GeneratedDrl> source(Collection<CompiledQueries> conditions) {
        List<Query> queries =
                conditions.stream().flatMap(one -> one.queries().stream()).toList();
        List<GeneratedDrl> source = new ArrayList<>();
        for (int from = 0; from < queries.size(); from += MOST_QUERIES) {
            List<Query> some = queries.subList(from, Math.min(from + MOST_QUERIES, queries.size()));
            source.add(GeneratedDrl.queries(PACKAGE + source.size(), Submission.class, some));
        }
        return source;
    }

    /** The explanation of each rule that runs on this kind of event, in the order of the rules' ids. */
    public List<RuleExplanation> explain(
            MailEvent event, Profile profile, GrantSet grants, @Nullable Hold hold, CaseSet cases) {
        return explain(
                event,
                profile,
                grants,
                hold,
                cases,
                NeighbourMemory.NONE,
                rulebook.policies().of(event.account()));
    }

    /** The same under another policy, as a case may have it. */
    public List<RuleExplanation> explain(
            MailEvent event,
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            CaseSet cases,
            NeighbourMemory neighbours,
            DomainPolicy policy) {
        Set<String> held = new HashSet<>();
        Map<String, Match> values = new HashMap<>();
        RuleActionCollector actions = new RuleActionCollector();
        Submission submission = new Submission(
                event,
                profile,
                grants,
                hold,
                cases,
                neighbours,
                policy,
                new EvidenceReader(rulebook.weights()),
                texts.texts(),
                actions);
        List<RuleFact> raised = List.of();
        if (readsRaised) {
            try (RuleSession session = rulebook.newSession()) {
                raised = session.raised(
                        event, profile, grants, hold, cases, neighbours, policy, submission, texts.texts());
            }
        }
        if (container != null) {
            try {
                evaluate(container.container(), submission, raised, held, values);
            } catch (RuntimeException e) {
                held.clear();
                values.clear();
                oneByOne(submission, raised, held, values);
            }
        }
        List<RuleExplanation> explanations = new ArrayList<>();
        for (Parsed rule : rules) {
            if (!rulebook.spec(rule.rule()).triggers().contains(event.kind())) {
                continue;
            }
            List<RuleExplanation.Condition> conditions = new ArrayList<>();
            for (String key : rule.conditions()) {
                CompiledQueries condition = compiled(key);
                boolean holds = held.contains(condition.held());
                conditions.add(new RuleExplanation.Condition(condition.text(), holds, values(condition, values)));
            }
            boolean matched = conditions.stream().allMatch(RuleExplanation.Condition::held);
            explanations.add(new RuleExplanation(rule.rule(), rule.name(), matched, conditions));
        }
        return explanations;
    }

    private static void evaluate(
            KieContainer container,
            Submission submission,
            List<RuleFact> raised,
            Set<String> held,
            Map<String, Match> values) {
        KieSession session = container.getKieBase().newKieSession();
        try {
            session.addEventListener(new DefaultAgendaEventListener() {
                @Override
                public void beforeMatchFired(BeforeMatchFiredEvent fired) {
                    held.add(fired.getMatch().getRule().getName());
                    values.put(fired.getMatch().getRule().getName(), fired.getMatch());
                }
            });
            raised.forEach(session::insert);
            session.insert(submission);
            session.fireAllRules();
        } finally {
            session.dispose();
        }
    }

    /**
     * Repeats the evaluation with each condition alone, after one threw and ended the session. A guarded condition, such as
     * {@code hold.by} after {@code hold != null}, throws alone; it counts as not met.
     */
    private void oneByOne(Submission submission, List<RuleFact> raised, Set<String> held, Map<String, Match> values) {
        asked.forEach((text, condition) -> {
            try (CompiledRulesCache.Share alone = RuleCompiler.compileAgain(source(List.of(condition)))) {
                evaluate(alone.container(), submission, raised, held, values);
            } catch (RulebookException e) {
                throw new IllegalStateException("a condition that was compiled before is refused: " + text, e);
            } catch (RuntimeException e) {
                held.remove(condition.held());
            }
        });
    }

    private CompiledQueries compiled(String text) {
        CompiledQueries condition = asked.get(text);
        if (condition == null) {
            throw new IllegalStateException("a condition was not compiled: " + text);
        }
        return condition;
    }

    private static List<RuleExplanation.Value> values(CompiledQueries condition, Map<String, Match> matches) {
        List<RuleExplanation.Value> values = new ArrayList<>();
        for (int i = 0; i < condition.comparisons().size(); i++) {
            ConditionComparison comparison = condition.comparisons().get(i);
            Match match = matches.get(condition.values(i));
            if (match != null) {
                Object left = value(match, LEFT, comparison.left(), condition);
                Object right =
                        comparison.literal() ? literal(comparison) : value(match, RIGHT, comparison.right(), condition);
                values.add(new RuleExplanation.Value(
                        RulePrinter.shown(comparison.left()),
                        shown(left),
                        comparison.operator(),
                        shown(right),
                        shortBy(left, comparison.operator(), right)));
            }
        }
        return values;
    }

    /** A side of a comparison; where it is a result of an accumulation, that result. */
    private static @Nullable Object value(Match match, String side, Expression written, CompiledQueries condition) {
        String result = condition.results().get(RulePrinter.shown(written));
        String name = result == null ? side : result;
        return match.getDeclarationIds().contains(name) ? match.getDeclarationValue(name) : "?";
    }

    private static Object literal(ConditionComparison comparison) {
        String written = RulePrinter.shown(comparison.right());
        return comparison.number() ? new BigDecimal(written) : written;
    }

    /** Formats a value; an unset limit is a very large number. */
    private static String shown(@Nullable Object value) {
        if (value instanceof Hold hold) {
            // The reason is for analysts with the right to read it.
            return "on hold since " + hold.since();
        }
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
            container.close();
        }
    }
}
