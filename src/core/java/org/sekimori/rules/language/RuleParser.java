package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.RuleTree.Action;
import org.sekimori.rules.language.Token.Kind;

/**
 * Parses the rules of a file. The whole grammar:
 *
 * <pre>
 * file   = { named | table | rule }
 * named  = "condition" NAME ":" FACT conditions                  conditions = "(" [ value { "," value } ] ")"
 * table  = "table" NAME "(" COLUMN { "," COLUMN } ")" row { row }       row = "(" value { "," value } ")"
 * rule   = "rule" TEXT [ "table" NAME ] [ "salience" NUMBER ] "when" NAME ":" FACT conditions { pattern }
 *          "then" action { action } "end"
 * action = NAME "." NAME "(" value { "," value } ")" { "." NAME "(" ")" } ";"
 * </pre>
 * {@link ExpressionParser} has that of a value, {@link FactPatternParser} that of a pattern.
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

    /** Most rows of a table. */
    private static final int MOST_ROWS = 40;

    /** Most columns of a table. */
    private static final int MOST_COLUMNS = 12;

    /** Most effects called on one reason: there are no more. */
    private static final int MOST_EFFECTS = 5;

    private static final String PATTERN =
            "a rule has one pattern s : Submission( … ) and after it only patterns over Sign( … ) and Finding( … ); join conditions by commas, or by || inside one";

    private static final Map<String, String> NOT_IN_A_FILE = Map.of(
            "import", "imports are not allowed in rules: what a rule may use is there already",
            "package", "a rule has no package: its folder is its place",
            "function", "functions are not allowed in rules: ask for a property of Submission instead",
            "global", "globals are not allowed in rules: a number goes into policy.yml as a threshold",
            "query", "queries are not allowed in rules: write condition name : Submission( … )",
            "declare", "declarations are not allowed in rules: a rule raises s.sign(…), and others read Sign( … )",
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
    private final RuleTemplates templates = new RuleTemplates();

    private RuleParser(TokenReader tokens, String fact) {
        this.tokens = tokens;
        this.fact = fact;
    }

    /**
     * Parses the rules of a file.
     *
     * @param fact the type of a rule's first pattern
     * @throws SyntaxException at the first construct outside the grammar
     */
    public static List<RuleTree> parse(String text, String fact) throws SyntaxException {
        return parseFile(text, fact).rules();
    }

    /**
     * Parses a file with all that it names.
     *
     * @param fact the type of a rule's first pattern
     * @throws SyntaxException at the first construct outside the grammar
     */
    public static RuleFile parseFile(String text, String fact) throws SyntaxException {
        RuleParser parser = new RuleParser(new TokenReader(Lexer.read(text)), fact);
        List<RuleTree> rules = new ArrayList<>();
        while (parser.tokens.peek().kind() != Kind.END) {
            if (parser.tokens.peek().is("condition")) {
                parser.named();
            } else if (parser.tokens.peek().is("table")) {
                parser.table();
            } else {
                parser.rule(rules);
            }
            if (rules.size() > MOST_RULES) {
                throw new SyntaxException(
                        rules.get(MOST_RULES).at(), "the file has more than " + MOST_RULES + " rules; make it two");
            }
        }
        return parser.templates.file(rules);
    }

    private void named() throws SyntaxException {
        tokens.next();
        Token name = name("condition", "condition spiking : " + fact + "( … )");
        tokens.expect(":", "after the condition's name comes ':', as in condition spiking : " + fact + "( … )");
        fact();
        templates.name(name.offset(), name.text(), conditions());
    }

    private Token name(String what, String example) throws SyntaxException {
        Token name = tokens.next();
        if (name.kind() != Kind.NAME || !name.text().matches("[a-z][A-Za-z0-9]{0,39}")) {
            throw new SyntaxException(
                    name.offset(), "the name of a " + what + " is one word that begins small, as in " + example);
        }
        return name;
    }

    private void table() throws SyntaxException {
        String example = "table limits( $period, $limit ) ( \"in an hour\", limit(\"messages_per_hour\") )";
        tokens.next();
        Token name = name("table", example);
        tokens.expect("(", "after the table's name come its columns, as in " + example);
        List<String> columns = new ArrayList<>();
        do {
            Token column = tokens.next();
            if (column.kind() != Kind.NAME
                    || !column.text().matches("\\$[a-z][A-Za-z0-9]{0,19}")
                    || columns.contains(column.text())
                    || columns.size() == MOST_COLUMNS) {
                throw new SyntaxException(
                        column.offset(),
                        "a table has up to " + MOST_COLUMNS
                                + " columns, each with a name of its own that begins with $");
            }
            columns.add(column.text());
        } while (tokens.skip(","));
        tokens.expect(")", "the columns end with ')'");
        List<List<Expression>> rows = new ArrayList<>();
        ExpressionParser cells = new ExpressionParser(tokens, true);
        while (tokens.peek().is("(")) {
            Token first = tokens.next();
            List<Expression> row = cells.list(")");
            if (row.size() != columns.size() || rows.size() == MOST_ROWS) {
                throw new SyntaxException(
                        first.offset(),
                        row.size() == columns.size()
                                ? "a table has at most " + MOST_ROWS + " rows; make it two"
                                : "this row has " + row.size() + " values, and the table " + columns.size()
                                        + " columns");
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            throw tokens.wrong("the table has no row; write " + example);
        }
        templates.table(name.offset(), name.text(), new RuleTemplates.Table(name.offset(), columns, rows));
    }

    private void fact() throws SyntaxException {
        Token type = tokens.peek();
        if (!type.is(fact)) {
            throw tokens.wrong("'" + type.text() + "' is no fact that rules may see: " + PATTERN);
        }
        tokens.next();
    }

    private void rule(List<RuleTree> rules) throws SyntaxException {
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
        @Nullable Token table = tokens.skip("table") ? name("table", "rule \"limit: {period}\" table limits") : null;
        int salience = salience();
        tokens.expect("when", "after the rule's name comes 'when'");
        Token variable = tokens.peek();
        if (variable.kind() != Kind.NAME || !tokens.peek(1).is(":")) {
            throw tokens.wrong(PATTERN);
        }
        tokens.next();
        tokens.next();
        fact();
        List<Expression> conditions = conditions();
        List<FactPattern> patterns = new FactPatternParser(tokens).all();
        if (!tokens.peek().is("then")) {
            throw tokens.wrong(
                    NOT_IN_A_PATTERN.getOrDefault(tokens.peek().text(), "after the pattern comes 'then'; " + PATTERN));
        }
        tokens.next();
        List<Action> actions = actions();
        Token end = tokens.next();
        if (tokens.position() - first > MOST_WORDS) {
            throw new SyntaxException(begin.offset(), "the rule has more than " + MOST_WORDS + " words; make it two");
        }
        RuleTree written = new RuleTree(
                begin.offset(),
                name.text(),
                name.offset(),
                salience,
                variable.text(),
                variable.offset(),
                conditions,
                patterns,
                actions,
                end.offset() + end.text().length());
        for (RuleTree rule : templates.rules(written, table)) {
            if (rule.parts() > MOST_CONDITIONS || rule.nodes() > MOST_WORDS) {
                throw new SyntaxException(
                        begin.offset(),
                        "the rule has more than " + MOST_CONDITIONS
                                + " conditions, counted with the parts of && and || and of named conditions; make it two"
                                + " rules");
            }
            rules.add(rule);
        }
    }

    private List<Action> actions() throws SyntaxException {
        List<Action> actions = new ArrayList<>();
        while (!tokens.peek().is("end")) {
            if (actions.size() == MOST_ACTIONS) {
                throw tokens.wrong("a rule makes at most " + MOST_ACTIONS
                        + " calls after 'then'; write a second rule for the others");
            }
            actions.add(action());
        }
        return actions;
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
            conditions.add(bounded(expressions, tokens));
        }
        tokens.next();
        return conditions;
    }

    /** One condition of bounded length. */
    static Expression bounded(ExpressionParser expressions, TokenReader tokens) throws SyntaxException {
        Token first = tokens.peek();
        int before = tokens.position();
        Expression condition = expressions.parse();
        if (tokens.position() - before > MOST_CONDITION_WORDS) {
            throw new SyntaxException(
                    first.offset(),
                    "the condition has more than " + MOST_CONDITION_WORDS + " words; make it two conditions");
        }
        return condition;
    }

    private Action action() throws SyntaxException {
        Token variable = tokens.peek();
        if (variable.kind() != Kind.NAME
                || !tokens.peek(1).is(".")
                || !tokens.peek(3).is("(")) {
            String hint = NOT_IN_A_CONSEQUENCE.get(variable.text());
            throw tokens.wrong((hint == null ? "" : hint + "; ")
                    + "after 'then' a rule may only call reject, defer, quarantine, flag or advise, as in "
                    + "s.flag(\"reason\", \"name\", s.sent(\"1h\")); up to 'end'");
        }
        tokens.next();
        tokens.next();
        Token verb = tokens.next();
        tokens.next();
        List<Expression> arguments = new ExpressionParser(tokens, false).list(")");
        List<String> effects = new ArrayList<>();
        while (tokens.skip(".")) {
            Token effect = tokens.next();
            if (effect.kind() != Kind.NAME || !verb.is(Action.FIND) || effects.size() == MOST_EFFECTS) {
                throw new SyntaxException(
                        effect.offset(),
                        "only on s.find(…) effects are called, each once: s.find(\"reason\").flag().defer();");
            }
            tokens.expect("(", "an effect takes nothing: s.find(\"reason\").flag().defer();");
            tokens.expect(")", "an effect takes nothing: s.find(\"reason\").flag().defer();");
            effects.add(effect.text());
        }
        tokens.expect(";", "a call ends with ';', and only on s.find(…) effects are called");
        return new Action(variable.offset(), variable.text(), verb.text(), verb.offset(), arguments, effects);
    }
}
