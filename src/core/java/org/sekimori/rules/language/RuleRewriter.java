package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.fact.StringLiteralTable;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Choice;
import org.sekimori.rules.language.Expression.In;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Number;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.Expression.Unary;
import org.sekimori.rules.language.Expression.Word;
import org.sekimori.rules.language.FactPattern.Accumulate;
import org.sekimori.rules.language.FactPattern.Binding;
import org.sekimori.rules.language.FactPattern.Match;
import org.sekimori.rules.language.FactPattern.Result;
import org.sekimori.rules.language.RuleTree.Action;

/**
 * Rewrites an author's rule to the compiled one, replacing everything chosen freely: the rule's name by a generated one, the
 * submission's name by {@code s}, texts by numbers in a {@link StringLiteralTable}. The remaining names are the fact's; the
 * remaining texts are single short words of letters, digits and underscores, such as {@code "24h"}.
 */
public final class RuleRewriter {

    /** Name of the fact in generated consequences. */
    static final String FACT = "s";

    /** The fact's function that gives a text by its number. */
    public static final String TEXT_BY_NUMBER = "textByNumber";

    /** Texts that are printed as they are. */
    static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]{0,60}");

    /** The function of signs and findings that generated patterns ask first: whether this rule may see them. */
    public static final String VISIBLE_TO = "visibleTo";

    /** Classes of the facts that authors call otherwise. */
    private static final Map<String, String> CLASSES = Map.of("Finding", "RaisedFinding");

    private final Set<String> names;
    private final StringLiteralTable texts;
    private final String variable;

    /** Generated names of bound values, by the author's: {@code v0} for {@code $sum}. */
    private final Map<String, String> values = new HashMap<>();

    private RuleRewriter(Set<String> names, StringLiteralTable texts, String variable) {
        this.names = names;
        this.texts = texts;
        this.variable = variable;
    }

    /**
     * Rewrites a rule.
     *
     * @param name its generated name
     * @param names all names that rules may use
     * @param texts receives the rule's texts
     * @throws SyntaxException for any other name, which the rule's check should have found
     */
    public static RuleTree of(RuleTree rule, String name, Set<String> names, StringLiteralTable texts)
            throws SyntaxException {
        RuleRewriter generated = new RuleRewriter(names, texts, rule.variable());
        List<Expression> conditions = generated.all(rule.conditions(), true);
        List<FactPattern> patterns = new ArrayList<>();
        for (FactPattern pattern : rule.patterns()) {
            patterns.add(generated.pattern(pattern, name));
        }
        List<Action> actions = new ArrayList<>();
        for (Action action : rule.actions()) {
            actions.add(generated.action(action));
        }
        return new RuleTree(
                rule.at(),
                name,
                rule.nameAt(),
                rule.salience(),
                FACT,
                rule.patternAt(),
                conditions,
                patterns,
                actions,
                rule.end());
    }

    /**
     * A condition, or a part of one, as it is compiled.
     *
     * @throws SyntaxException as {@link #of}
     */
    public static Expression condition(Expression condition, Set<String> names, StringLiteralTable texts)
            throws SyntaxException {
        return new RuleRewriter(names, texts, FACT).value(condition, true);
    }

    /**
     * A pattern over signs or findings, as it is compiled for a rule.
     *
     * @param reader the rule's generated name
     * @throws SyntaxException as {@link #of}
     */
    public static FactPattern pattern(FactPattern pattern, String reader, Set<String> names, StringLiteralTable texts)
            throws SyntaxException {
        return new RuleRewriter(names, texts, FACT).pattern(pattern, reader);
    }

    /** The class of a fact that rules raise, by its name in rules. */
    static String classOf(String type) {
        return CLASSES.getOrDefault(type, type);
    }

    private FactPattern pattern(FactPattern pattern, String reader) throws SyntaxException {
        Match match = match(pattern.match(), reader);
        if (!(pattern instanceof Accumulate accumulate)) {
            return match;
        }
        List<Result> results = new ArrayList<>();
        for (Result result : accumulate.results()) {
            String of = values.get(result.of());
            if (of == null || !Result.FUNCTIONS.contains(result.function())) {
                throw new SyntaxException(result.at(), "'" + result.of() + "' is not bound in the pattern");
            }
            results.add(new Result(result.at(), bind(result.variable()), result.function(), of));
        }
        List<Expression> constraints = new ArrayList<>();
        for (Expression constraint : accumulate.constraints()) {
            constraints.add(onFact(value(constraint, true)));
        }
        return new Accumulate(accumulate.at(), match, results, constraints);
    }

    private Match match(Match match, String reader) throws SyntaxException {
        List<Expression> conditions = new ArrayList<>();
        @Nullable Expression itself = null;
        conditions.add(new Call(match.at(), itself, VISIBLE_TO, List.of(new Text(match.at(), reader))));
        conditions.addAll(all(match.conditions(), true));
        List<Binding> bindings = new ArrayList<>();
        for (Binding binding : match.bindings()) {
            bindings.add(new Binding(binding.at(), bind(binding.variable()), known(binding.property(), binding.at())));
        }
        return new Match(match.at(), match.quantifier(), classOf(match.type()), conditions, bindings);
    }

    private String bind(String variable) {
        return values.computeIfAbsent(variable, added -> "v" + values.size());
    }

    /** Outside a pattern of its own, Drools asks the submission by its name. */
    private static Expression onFact(Expression value) {
        if (value instanceof Call call && call.on() == null) {
            return new Call(call.at(), new Name(call.at(), FACT), call.name(), call.arguments());
        } else if (value instanceof Unary unary) {
            return new Unary(unary.at(), unary.operator(), onFact(unary.inner()));
        } else if (value instanceof Binary binary) {
            return new Binary(binary.at(), binary.operator(), onFact(binary.left()), onFact(binary.right()));
        }
        return value;
    }

    private Action action(Action action) throws SyntaxException {
        if (!action.variable().equals(variable)) {
            throw new SyntaxException(
                    action.at(), "'" + action.variable() + "' is not what the rule calls the submission");
        }
        return new Action(
                action.at(),
                FACT,
                known(action.verb(), action.verbAt()),
                action.verbAt(),
                all(action.arguments(), false),
                effects(action));
    }

    private List<String> effects(Action action) throws SyntaxException {
        for (String effect : action.effects()) {
            known(effect, action.verbAt());
        }
        return action.effects();
    }

    private List<Expression> all(List<Expression> values, boolean condition) throws SyntaxException {
        List<Expression> generated = new ArrayList<>();
        for (Expression value : values) {
            generated.add(value(value, condition));
        }
        return generated;
    }

    private Expression value(Expression value, boolean condition) throws SyntaxException {
        if (value instanceof Text text) {
            return WORD.matcher(text.value()).matches() ? text : byNumber(text, condition);
        } else if (value instanceof Name name) {
            return name(name, condition);
        } else if (value instanceof Call call) {
            return call(call, condition);
        } else if (value instanceof Unary unary) {
            return new Unary(unary.at(), unary.operator(), value(unary.inner(), condition));
        } else if (value instanceof Binary binary) {
            return binary(binary, condition);
        } else if (value instanceof Choice choice) {
            return new Choice(
                    choice.at(),
                    value(choice.condition(), condition),
                    value(choice.yes(), condition),
                    value(choice.no(), condition));
        } else if (value instanceof In in) {
            return new In(in.at(), value(in.value(), condition), in.negated(), all(in.items(), condition));
        } else if (value instanceof Number || value instanceof Word) {
            return value;
        }
        throw new SyntaxException(value.at(), "a member without parentheses cannot be compiled");
    }

    /** Drools compiles no comparison of a whole property with a number before it, {@code 0 < size}. */
    private Expression binary(Binary binary, boolean condition) throws SyntaxException {
        Binary turned = condition && binary.comparison() && number(binary.left()) && !number(binary.right())
                ? binary.mirrored()
                : binary;
        return new Binary(
                turned.at(), turned.operator(), value(turned.left(), condition), value(turned.right(), condition));
    }

    private static boolean number(Expression value) {
        return value instanceof Number || (value instanceof Unary minus && minus.inner() instanceof Number);
    }

    private Expression name(Name name, boolean condition) throws SyntaxException {
        if (!condition && name.name().equals(variable)) {
            return new Name(name.at(), FACT);
        }
        String bound = values.get(name.name());
        return new Name(name.at(), bound != null ? bound : known(name.name(), name.at()));
    }

    private Expression call(Call call, boolean condition) throws SyntaxException {
        Expression on = call.on();
        return new Call(
                call.at(),
                on == null ? null : value(on, condition),
                known(call.name(), call.at()),
                all(call.arguments(), condition));
    }

    private Expression byNumber(Text text, boolean condition) {
        Number number = new Number(text.at(), Integer.toString(texts.number(text.value())));
        @Nullable Expression fact = condition ? null : new Name(text.at(), FACT);
        return new Call(text.at(), fact, TEXT_BY_NUMBER, List.of(number));
    }

    private String known(String name, int at) throws SyntaxException {
        if (!names.contains(name)) {
            throw new SyntaxException(at, "'" + name + "' is no name that a rule may use");
        }
        return name;
    }
}
