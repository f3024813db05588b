package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Choice;
import org.sekimori.rules.language.Expression.Field;
import org.sekimori.rules.language.Expression.In;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Number;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.Expression.Unary;
import org.sekimori.rules.language.Expression.Word;
import org.sekimori.rules.language.FactPattern.Accumulate;
import org.sekimori.rules.language.FactPattern.Match;
import org.sekimori.rules.language.FactPattern.Result;
import org.sekimori.rules.language.RuleTree.Action;

/**
 * Prints rules: for Drools, from a {@link RuleRewriter}, with each word checked against the words allowed in its place; and
 * expressions for people, as an author would write them. Parentheses only where precedence needs them, because Drools' parser
 * doubles its time with each nested pair.
 */
public final class RulePrinter {

    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][A-Za-z0-9]{0,59}");
    private static final Pattern TYPE = Pattern.compile("Sign|Finding|RaisedFinding");
    private static final Pattern GENERATED = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern DIGITS = Pattern.compile("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,9})?");
    private static final Set<String> WORDS = Set.of("true", "false", "null");
    private static final Set<String> UNARY = Set.of("!", "-");

    /** By the level of Java's precedence; a higher one binds closer. */
    private static final Map<String, Integer> BINARY = Map.ofEntries(
            Map.entry("||", 1),
            Map.entry("&&", 2),
            Map.entry("==", 3),
            Map.entry("!=", 3),
            Map.entry("<", 4),
            Map.entry("<=", 4),
            Map.entry(">", 4),
            Map.entry(">=", 4),
            Map.entry("+", 5),
            Map.entry("-", 5),
            Map.entry("*", 6),
            Map.entry("/", 6),
            Map.entry("%", 6));

    private static final int CHOICE = 0;
    private static final int EQUAL = 3;
    private static final int ORDER = 4;
    private static final int MEMBER = 8;
    private static final int PRIMARY = 9;

    private final boolean forPeople;

    private RulePrinter(boolean forPeople) {
        this.forPeople = forPeople;
    }

    /** A generated rule, on one line. */
    static String rule(RuleTree rule, String fact) {
        RulePrinter printer = new RulePrinter(false);
        return "rule \"" + name(rule.name()) + "\"" + (rule.salience() == 0 ? "" : " salience " + rule.salience())
                + " when "
                + require(IDENTIFIER, rule.variable()) + " : " + fact
                + "( " + printer.list(rule.conditions()) + " )"
                + rule.patterns().stream()
                        .map(one -> " " + printer.pattern(one))
                        .collect(Collectors.joining())
                + " then "
                + rule.actions().stream().map(printer::action).collect(Collectors.joining(" ")) + " end";
    }

    /** A generated value. */
    static String value(Expression value) {
        return new RulePrinter(false).print(value, CHOICE);
    }

    /** A generated pattern. */
    static String pattern(FactPattern pattern, boolean generated) {
        return new RulePrinter(!generated).pattern(pattern);
    }

    /** A pattern as its author would write it. */
    public static String shown(FactPattern pattern) {
        return pattern(pattern, false);
    }

    /** A value as its author would write it. */
    public static String shown(Expression value) {
        return new RulePrinter(true).print(value, CHOICE);
    }

    static String require(Pattern allowed, String word) {
        if (!allowed.matcher(word).matches()) {
            throw new IllegalArgumentException("'" + word + "' cannot be printed");
        }
        return word;
    }

    static String name(String name) {
        return require(GENERATED, name);
    }

    private String action(Action action) {
        return require(IDENTIFIER, action.variable()) + "." + require(IDENTIFIER, action.verb()) + "("
                + list(action.arguments()) + ")"
                + action.effects().stream()
                        .map(effect -> "." + require(IDENTIFIER, effect) + "()")
                        .collect(Collectors.joining())
                + ";";
    }

    private String pattern(FactPattern pattern) {
        if (!(pattern instanceof Accumulate accumulate)) {
            return match(pattern.match());
        }
        String results = accumulate.results().stream()
                .map(one -> identifier(one.variable()) + " : " + listed(Result.FUNCTIONS, one.function())
                        + (forPeople ? "(" : "( ") + identifier(one.of()) + (forPeople ? ")" : " )"))
                .collect(Collectors.joining(", "));
        return "accumulate( " + match(accumulate.match()) + "; " + results
                + (accumulate.constraints().isEmpty() ? "" : "; " + list(accumulate.constraints())) + " )";
    }

    private String match(Match match) {
        List<String> parts = new ArrayList<>();
        match.conditions().forEach(condition -> parts.add(print(condition, CHOICE)));
        match.bindings().forEach(one -> parts.add(identifier(one.variable()) + " : " + identifier(one.property())));
        String inside = parts.isEmpty() ? " " : " " + String.join(", ", parts) + " ";
        return match.quantifier().word() + require(TYPE, match.type()) + "(" + inside + ")";
    }

    private String list(List<Expression> values) {
        return values.stream().map(value -> print(value, CHOICE)).collect(Collectors.joining(", "));
    }

    /** @param least the level that needs no parentheses here */
    private String print(Expression value, int least) {
        int level = level(value);
        String printed = printed(value, level);
        return level < least ? "(" + printed + ")" : printed;
    }

    private static int level(Expression value) {
        if (value instanceof Choice) {
            return CHOICE;
        } else if (value instanceof Binary binary) {
            return BINARY.getOrDefault(binary.operator(), CHOICE);
        } else if (value instanceof In) {
            return EQUAL;
        }
        return value instanceof Unary ? MEMBER - 1 : PRIMARY;
    }

    private String printed(Expression value, int level) {
        if (value instanceof Text text) {
            return '"' + (forPeople ? text.value() : require(RuleRewriter.WORD, text.value())) + '"';
        } else if (value instanceof Number number) {
            return require(DIGITS, number.digits());
        } else if (value instanceof Word word) {
            return listed(WORDS, word.word());
        } else if (value instanceof Name name) {
            return identifier(name.name());
        } else if (value instanceof Field field) {
            return print(field.on(), MEMBER) + "." + identifier(field.name());
        } else if (value instanceof Call call) {
            Expression on = call.on();
            return (on == null ? "" : print(on, MEMBER) + ".") + identifier(call.name()) + "(" + list(call.arguments())
                    + ")";
        } else if (value instanceof Unary unary) {
            return listed(UNARY, unary.operator()) + print(unary.inner(), MEMBER);
        } else if (value instanceof Binary binary) {
            // Two comparisons in a row cannot be read again, so the left side of one never is one.
            boolean chain = level != EQUAL && level != ORDER;
            return print(binary.left(), chain ? level : level + 1) + " " + listed(BINARY.keySet(), binary.operator())
                    + " " + print(binary.right(), level + 1);
        } else if (value instanceof Choice choice) {
            return print(choice.condition(), 1) + " ? " + print(choice.yes(), 1) + " : " + print(choice.no(), 1);
        }
        In in = (In) value;
        return print(in.value(), ORDER + 1) + (in.negated() ? " not in (" : " in (") + list(in.items()) + ")";
    }

    private String identifier(String name) {
        return forPeople ? name : require(IDENTIFIER, name);
    }

    private static String listed(Set<String> allowed, String word) {
        if (!allowed.contains(word)) {
            throw new IllegalArgumentException("'" + word + "' cannot be printed");
        }
        return word;
    }
}
