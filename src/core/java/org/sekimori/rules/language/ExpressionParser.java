package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import org.sekimori.rules.language.Token.Kind;

/**
 * Parses expressions, with Java's precedence, which is also DRL's. The whole grammar:
 *
 * <pre>
 * value   = or [ "?" or ":" or ]
 * or      = and { "||" and }                          and     = equal { "&amp;&amp;" equal }
 * equal   = order [ ( "==" | "!=" ) order ]           order   = sum [ ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) sum | [ "not" ] "in" list ]
 * sum     = product { ( "+" | "-" ) product }         product = unary { ( "*" | "/" | "%" ) unary }
 * unary   = [ "!" | "-" ] member                      member  = primary { "." NAME [ list ] }
 * primary = TEXT | NUMBER | "true" | "false" | "null" | "(" value ")" | NAME [ list ]
 * list    = "(" [ value { "," value } ] ")"
 * </pre>
 *
 * <p>Only parentheses nest, and the lexer bounds these, so nothing here recurses deeply.
 */
final class ExpressionParser {

    private static final Set<String> RESERVED = Set.of(
            "new",
            "this",
            "super",
            "eval",
            "matches",
            "memberOf",
            "soundslike",
            "str",
            "exists",
            "forall",
            "not",
            "in",
            "accumulate",
            "collect",
            "from",
            "instanceof",
            "switch",
            "if",
            "else",
            "for",
            "while",
            "do",
            "try",
            "throw",
            "return",
            "var",
            "final",
            "class",
            "contains",
            "excludes",
            "drools",
            "kcontext",
            "end",
            "then",
            "when",
            "rule");

    static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("==", "!="),
            List.of("<", "<=", ">", ">="),
            List.of("+", "-"),
            List.of("*", "/", "%"));
    private static final int EQUAL = 2;
    private static final int ORDER = 3;

    private final TokenReader tokens;
    private final boolean condition;

    ExpressionParser(TokenReader tokens, boolean condition) {
        this.tokens = tokens;
        this.condition = condition;
    }

    Expression parse() throws SyntaxException {
        Expression value = level(0);
        UnsupportedOperators.refuse(value, tokens, condition);
        Token sign = tokens.peek();
        if (!tokens.skip("?")) {
            return value;
        }
        Expression yes = level(0);
        tokens.expect(":", "a choice is written condition ? value : other value, one inside another in parentheses");
        return new Choice(sign.offset(), value, yes, level(0));
    }

    /** Values up to a closing parenthesis, which is read too. */
    List<Expression> list(String close) throws SyntaxException {
        List<Expression> values = new ArrayList<>();
        while (!tokens.skip(close)) {
            if (!values.isEmpty()) {
                tokens.expect(",", "values are separated by commas, and the list ends with '" + close + "'");
            }
            values.add(parse());
        }
        return values;
    }

    private Expression level(int level) throws SyntaxException {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = level(level + 1);
        if (level == ORDER
                && condition
                && (tokens.peek().is("in")
                        || tokens.peek().is("not") && tokens.peek(1).is("in"))) {
            return in(left);
        }
        int count = 0;
        while (tokens.peek().kind() == Kind.SIGN
                && LEVELS.get(level).contains(tokens.peek().text())) {
            Token operator = tokens.next();
            if (operator.is("<") && tokens.peek().is(">")) {
                throw new SyntaxException(operator.offset(), "rules have no operator '<>'; write !=");
            }
            if (count++ > 0 && (level == EQUAL || level == ORDER)) {
                throw new SyntaxException(
                        operator.offset(), "a comparison has two sides: write a < b && b < c instead of a < b < c");
            }
            left = new Binary(operator.offset(), operator.text(), left, level(level + 1));
        }
        return left;
    }

    private Expression in(Expression value) throws SyntaxException {
        int at = tokens.peek().offset();
        boolean negated = tokens.skip("not");
        tokens.expect("in", "write country in (\"DE\", \"FR\") or country not in (\"DE\", \"FR\")");
        tokens.expect("(", "write country in (\"DE\", \"FR\")");
        return new In(at, value, negated, list(")"));
    }

    private Expression unary() throws SyntaxException {
        Token sign = tokens.peek();
        if (tokens.skip("!") || tokens.skip("-")) {
            return new Unary(sign.offset(), sign.text(), member());
        }
        return member();
    }

    private Expression member() throws SyntaxException {
        Expression value = primary();
        while (tokens.skip(".")) {
            Token name = name("after '.' comes a name");
            value = tokens.skip("(")
                    ? new Call(name.offset(), value, name.text(), list(")"))
                    : new Field(name.offset(), value, name.text());
        }
        return value;
    }

    private Expression primary() throws SyntaxException {
        Token token = tokens.peek();
        switch (token.kind()) {
            case TEXT:
                tokens.next();
                return new Text(token.offset(), token.text());
            case NUMBER:
                tokens.next();
                return new Number(token.offset(), token.text());
            case NAME:
                return named();
            default:
                tokens.expect("(", "a name, a number, or a text in double quotes is missing");
                Expression inner = parse();
                tokens.expect(")", "')' is missing");
                return inner;
        }
    }

    private Expression named() throws SyntaxException {
        Token name = name("a name is missing");
        if (name.is("true") || name.is("false") || name.is("null")) {
            return new Word(name.offset(), name.text());
        }
        @Nullable Expression none = null;
        return tokens.skip("(")
                ? new Call(name.offset(), none, name.text(), list(")"))
                : new Name(name.offset(), name.text());
    }

    private Token name(String otherwise) throws SyntaxException {
        Token name = tokens.next();
        if (name.kind() != Kind.NAME) {
            throw new SyntaxException(name.offset(), "here stands " + name.shown() + "; " + otherwise);
        }
        // Methods of a string and parts of a grant are members after a dot.
        boolean member = tokens.position() > 1 && tokens.peek(-2).is(".");
        boolean known = (member && (name.is("contains") || (name.is("from") && !condition))) || rule(name);
        if (RESERVED.contains(name.text()) && !known) {
            throw new SyntaxException(
                    name.offset(), "'" + name.text() + "' is not allowed in rules; " + instead(name.text()));
        }
        return name;
    }

    /** A property of a finding: {@code rule == "sudden-spike"}; a new rule has its name here. */
    private boolean rule(Token name) {
        Token after = tokens.peek();
        return condition
                && name.is("rule")
                && (after.is("==") || after.is("!=") || after.is("in") || after.is("not") || after.is("."));
    }

    private static String instead(String word) {
        return switch (word) {
            case "matches", "soundslike", "memberOf", "str", "excludes" ->
                "compare with ==, in (…), or .startsWith(\"…\"), .endsWith(\"…\"), .contains(\"…\")";
            case "not" -> "write !x, or country not in (\"DE\")";
            case "end", "then", "when", "rule" -> "a ')' or a value is missing before it";
            default -> "conditions compare what Submission offers, and consequences say it";
        };
    }
}
