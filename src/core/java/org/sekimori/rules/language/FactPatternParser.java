package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.rules.language.FactPattern.Accumulate;
import org.sekimori.rules.language.FactPattern.Binding;
import org.sekimori.rules.language.FactPattern.Match;
import org.sekimori.rules.language.FactPattern.Quantifier;
import org.sekimori.rules.language.FactPattern.Result;
import org.sekimori.rules.language.Token.Kind;

/**
 * Parses patterns over signs and findings. The whole grammar:
 *
 * <pre>
 * pattern    = [ "exists" | "not" ] match | accumulate
 * match      = ( "Sign" | "Finding" ) "(" [ part { "," part } ] ")"      part = value | NAME ":" NAME
 * accumulate = "accumulate" "(" match ";" result { "," result } [ ";" value { "," value } ] ")"
 * result     = NAME ":" ( "sum" | "count" ) "(" NAME ")"
 * </pre>
 */
final class FactPatternParser {

    /** Most patterns over signs and findings in one rule. */
    static final int MOST_PATTERNS = 4;

    /** Most accumulations of one rule. */
    static final int MOST_ACCUMULATES = 2;

    /** Most results of one accumulation. */
    private static final int MOST_RESULTS = 4;

    private static final String ACCUMULATE =
            "write accumulate( Sign( $w : weight ); $sum : sum($w), $n : count($w); $sum >= threshold(\"…\") )";

    private final TokenReader tokens;

    FactPatternParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** Whether a pattern over signs or findings begins here. */
    boolean begins() {
        Token first = tokens.peek();
        boolean quantified = first.is("exists") || first.is("not");
        return first.kind() == Kind.NAME
                && (quantified || first.is("accumulate") || FactPattern.TYPES.contains(first.text()));
    }

    /** All patterns up to something else. */
    List<FactPattern> all() throws SyntaxException {
        List<FactPattern> patterns = new ArrayList<>();
        int accumulates = 0;
        boolean each = false;
        while (begins()) {
            Token first = tokens.peek();
            FactPattern pattern = first.is("accumulate") ? accumulate() : quantified();
            accumulates += pattern instanceof Accumulate ? 1 : 0;
            patterns.add(pattern);
            if (patterns.size() > MOST_PATTERNS || accumulates > MOST_ACCUMULATES) {
                throw new SyntaxException(
                        first.offset(),
                        "a rule has at most " + MOST_PATTERNS + " patterns over signs and findings, of which "
                                + MOST_ACCUMULATES + " accumulate; write a rule that signs what some of them say");
            }
            if (pattern instanceof Match match && match.quantifier() == Quantifier.EACH) {
                if (each) {
                    throw new SyntaxException(
                            first.offset(),
                            "a second pattern like this fires the rule for every pair of facts; write exists "
                                    + match.type() + "( … )");
                }
                each = true;
            }
        }
        return patterns;
    }

    private Match quantified() throws SyntaxException {
        Token first = tokens.peek();
        Quantifier quantifier =
                tokens.skip("exists") ? Quantifier.EXISTS : tokens.skip("not") ? Quantifier.NOT : Quantifier.EACH;
        return match(first, quantifier);
    }

    private Match match(Token first, Quantifier quantifier) throws SyntaxException {
        Token type = tokens.peek();
        if (type.kind() != Kind.NAME || !FactPattern.TYPES.contains(type.text())) {
            throw tokens.wrong("here stands " + type.shown() + "; patterns beside that of the submission are over "
                    + "Sign( … ) or Finding( … ), which other rules raised");
        }
        tokens.next();
        tokens.expect("(", "a pattern has its conditions in parentheses: " + type.text() + "( … )");
        List<Expression> conditions = new ArrayList<>();
        List<Binding> bindings = new ArrayList<>();
        ExpressionParser expressions = new ExpressionParser(tokens, true);
        boolean begun = false;
        while (!tokens.skip(")")) {
            if (begun) {
                tokens.expect(",", "conditions are joined by commas, and a pattern ends with ')'");
            }
            begun = true;
            if (tokens.peek().kind() == Kind.NAME && tokens.peek(1).is(":")) {
                bindings.add(binding());
            } else {
                conditions.add(RuleParser.bounded(expressions, tokens));
            }
        }
        return new Match(first.offset(), quantifier, type.text(), conditions, bindings);
    }

    private Binding binding() throws SyntaxException {
        Token variable = variable();
        Token property = tokens.next();
        if (property.kind() != Kind.NAME) {
            throw new SyntaxException(property.offset(), "write the name of a property, as in $w : weight");
        }
        return new Binding(variable.offset(), variable.text(), property.text());
    }

    private Token variable() throws SyntaxException {
        Token variable = tokens.next();
        if (variable.kind() != Kind.NAME || !variable.text().matches("\\$[a-z][A-Za-z0-9]{0,19}")) {
            throw new SyntaxException(
                    variable.offset(), "the name of a value begins with $, as in $w : weight or $sum : sum($w)");
        }
        tokens.expect(":", "after the name of a value comes ':', as in $w : weight");
        return variable;
    }

    private Accumulate accumulate() throws SyntaxException {
        Token first = tokens.next();
        tokens.expect("(", ACCUMULATE);
        Match match = match(tokens.peek(), Quantifier.EACH);
        tokens.expect(";", "after the pattern comes ';' and what is accumulated: " + ACCUMULATE);
        List<Result> results = new ArrayList<>();
        do {
            results.add(result());
        } while (tokens.skip(","));
        if (results.size() > MOST_RESULTS) {
            throw new SyntaxException(
                    results.get(MOST_RESULTS).at(), "an accumulation has at most " + MOST_RESULTS + " results");
        }
        List<Expression> constraints = new ArrayList<>();
        if (tokens.skip(";")) {
            ExpressionParser expressions = new ExpressionParser(tokens, true);
            do {
                constraints.add(RuleParser.bounded(expressions, tokens));
            } while (tokens.skip(","));
        }
        tokens.expect(")", "an accumulation ends with ')': " + ACCUMULATE);
        return new Accumulate(first.offset(), match, results, constraints);
    }

    private Result result() throws SyntaxException {
        Token variable = variable();
        Token function = tokens.next();
        if (!Result.FUNCTIONS.contains(function.text()) || function.kind() != Kind.NAME) {
            throw new SyntaxException(
                    function.offset(), function.shown() + " cannot be accumulated by; write sum($w) or count($w)");
        }
        tokens.expect("(", ACCUMULATE);
        Token of = tokens.next();
        if (of.kind() != Kind.NAME) {
            throw new SyntaxException(of.offset(), ACCUMULATE);
        }
        tokens.expect(")", ACCUMULATE);
        return new Result(variable.offset(), variable.text(), function.text(), of.text());
    }
}
