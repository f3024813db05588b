package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekimori.rules.language.RuleTree.Action;
import org.sekimori.rules.language.Token.Kind;

/**
 * Parses the rules of a file. The whole grammar:
 *
 * <pre>
 * file   = { rule }
 * rule   = "rule" TEXT [ "salience" NUMBER ] "when" NAME ":" FACT "(" [ value { "," value } ] ")" "then" action { action } "end"
 * action = NAME "." NAME "(" value { "," value } ")" ";"
 * </pre>
 * {@link ExpressionParser} has that of a value.
 */
public final class RuleParser {

    /** Operators between two values, the loosest first. */
    public static List<List<String>> operators() {
        return ExpressionParser.LEVELS;
    }

    /** Functions of a text, by name. */
    public static Set<String> textFunctions() {
        return NameResolver.OF_TEXT.keySet();
    }

    /** Most rules in a file. */
    static final int MOST_RULES = 100;

    /** Longest rule, in words and signs. */
    static final int MOST_WORDS = 1_200;

    /** Most conditions of a rule, with the parts of {@code &&} and {@code ||} counted apart: Drools makes classes of each. */
    static final int MOST_CONDITIONS = 40;

    /** Longest condition, in words and signs. */
    static final int MOST_CONDITION_WORDS = 400;

    /** Most calls of a rule, so that one rule does not crowd out the findings of others. */
    static final int MOST_ACTIONS = 4;

    private static final String PATTERN =
            "a rule has one pattern, s : Submission( … ), and nothing beside it; join conditions by commas, or by || inside one";

    private static final Map<String, String> NOT_IN_A_FILE = Map.of(
            "import", "imports are not allowed in rules: what a rule may use is there already",
            "package", "a rule has no package: its folder is its place",
            "function", "functions are not allowed in rules: ask for a property of Submission instead",
            "global", "globals are not allowed in rules: a number goes into policy.yml as a threshold",
            "query", "queries are not allowed in rules: write a rule",
            "declare", "declarations are not allowed in rules: Submission is the only fact",
            "unit", "units are not allowed in rules",
            "dialect", "dialects are not allowed in rules",
            "end", "this 'end' ends nothing: each rule has one");

    private static final Map<String, String> NOT_IN_A_PATTERN = Map.of(
            "from",
            "'from' is not allowed in rules: " + PATTERN,
            "over",
            "windows are not allowed in rules: ask for sent(\"1h\") and the like",
            "and",
            PATTERN,
            "or",
            PATTERN);

    private static final String NO_LOOP = "loops are not allowed in rules";
    private static final String NO_BRANCH = "'if' and 'switch' are not allowed in rules: write a second rule";
    private static final Map<String, String> NOT_IN_A_CONSEQUENCE = Map.of(
            "for",
            NO_LOOP,
            "while",
            NO_LOOP,
            "do",
            NO_LOOP,
            "if",
            NO_BRANCH,
            "switch",
            NO_BRANCH,
            "new",
            "a rule makes no objects",
            "throw",
            "a rule throws nothing",
            "try",
            "a rule catches nothing");

    private final TokenReader tokens;
    private final String fact;

    private RuleParser(TokenReader tokens, String fact) {
        this.tokens = tokens;
        this.fact = fact;
    }

    /**
     * Parses the rules of a file.
     *
     * @param fact the only type that patterns may have
     * @throws SyntaxException at the first construct outside the grammar
     */
    public static List<RuleTree> parse(String text, String fact) throws SyntaxException {
        RuleParser parser = new RuleParser(new TokenReader(Lexer.read(text)), fact);
        List<RuleTree> rules = new ArrayList<>();
        while (parser.tokens.peek().kind() != Kind.END) {
            rules.add(parser.rule());
            if (rules.size() > MOST_RULES) {
                throw new SyntaxException(
                        rules.get(MOST_RULES).at(), "the file has more than " + MOST_RULES + " rules; make it two");
            }
        }
        return rules;
    }

    private RuleTree rule() throws SyntaxException {
        Token begin = tokens.peek();
        if (!begin.is("rule")) {
            String hint = NOT_IN_A_FILE.get(begin.text());
            throw tokens.wrong(begin.kind() != Kind.TEXT && hint != null ? hint : "a rule begins with rule \"name\"");
        }
        int first = tokens.position();
        tokens.next();
        Token name = tokens.next();
        if (name.kind() != Kind.TEXT) {
            throw new SyntaxException(name.offset(), "write the rule's name in double quotes: rule \"my-rule\"");
        }
        int salience = salience();
        tokens.expect("when", "after the rule's name comes 'when'");
        Token variable = tokens.peek();
        if (variable.kind() != Kind.NAME || !tokens.peek(1).is(":")) {
            throw tokens.wrong(PATTERN);
        }
        tokens.next();
        tokens.next();
        Token type = tokens.peek();
        if (!type.is(fact)) {
            throw tokens.wrong("'" + type.text() + "' is no fact that rules may see: " + PATTERN);
        }
        tokens.next();
        List<Expression> conditions = conditions();
        if (!tokens.peek().is("then")) {
            throw tokens.wrong(
                    NOT_IN_A_PATTERN.getOrDefault(tokens.peek().text(), "after the pattern comes 'then'; " + PATTERN));
        }
        tokens.next();
        List<Action> actions = new ArrayList<>();
        while (!tokens.peek().is("end")) {
            if (actions.size() == MOST_ACTIONS) {
                throw tokens.wrong("a rule makes at most " + MOST_ACTIONS
                        + " calls after 'then'; write a second rule for the others");
            }
            actions.add(action());
        }
        Token end = tokens.next();
        if (tokens.position() - first > MOST_WORDS) {
            throw new SyntaxException(begin.offset(), "the rule has more than " + MOST_WORDS + " words; make it two");
        }
        RuleTree rule = new RuleTree(
                begin.offset(),
                name.text(),
                name.offset(),
                salience,
                variable.text(),
                variable.offset(),
                conditions,
                actions,
                end.offset() + end.text().length());
        if (rule.parts() > MOST_CONDITIONS) {
            throw new SyntaxException(
                    begin.offset(),
                    "the rule has more than " + MOST_CONDITIONS
                            + " conditions, counted with the parts of && and ||; make it two rules");
        }
        return rule;
    }

    private int salience() throws SyntaxException {
        Token attribute = tokens.peek();
        if (attribute.is("when")) {
            return 0;
        }
        if (!attribute.is("salience")) {
            throw tokens.wrong(
                    attribute.kind() == Kind.NAME
                            ? "'" + attribute.text()
                                    + "' is not allowed in rules: the only attribute is salience with a "
                                    + "whole number, and whether a rule runs is said by mode in rule.yml"
                            : "after the rule's name comes 'when'");
        }
        tokens.next();
        Token value = tokens.next();
        if (value.kind() != Kind.NUMBER || !value.text().matches("\\d{1,5}")) {
            throw new SyntaxException(value.offset(), "salience is a whole number from 0 to 99999, such as 1000");
        }
        return Integer.parseInt(value.text());
    }

    private List<Expression> conditions() throws SyntaxException {
        tokens.expect("(", "a pattern has its conditions in parentheses: " + fact + "( … )");
        List<Expression> conditions = new ArrayList<>();
        ExpressionParser expressions = new ExpressionParser(tokens, true);
        while (!tokens.peek().is(")")) {
            if (!conditions.isEmpty()) {
                tokens.expect(",", "conditions are joined by commas, and a pattern ends with ')'");
            }
            Token first = tokens.peek();
            int before = tokens.position();
            conditions.add(expressions.parse());
            if (tokens.position() - before > MOST_CONDITION_WORDS) {
                throw new SyntaxException(
                        first.offset(),
                        "the condition has more than " + MOST_CONDITION_WORDS + " words; make it two conditions");
            }
        }
        tokens.next();
        return conditions;
    }

    private Action action() throws SyntaxException {
        Token variable = tokens.peek();
        if (variable.kind() != Kind.NAME
                || !tokens.peek(1).is(".")
                || !tokens.peek(3).is("(")) {
            String hint = NOT_IN_A_CONSEQUENCE.get(variable.text());
            throw tokens.wrong((hint == null ? "" : hint + "; ")
                    + "after 'then' a rule may only call reject, defer, flag or advise, as in "
                    + "s.flag(\"reason\", \"name\", s.sent(\"1h\")); up to 'end'");
        }
        tokens.next();
        tokens.next();
        Token verb = tokens.next();
        tokens.next();
        List<Expression> arguments = new ExpressionParser(tokens, false).list(")");
        tokens.expect(";", "a call ends with ';' and nothing is called on its result");
        return new Action(variable.offset(), variable.text(), verb.text(), verb.offset(), arguments);
    }
}
