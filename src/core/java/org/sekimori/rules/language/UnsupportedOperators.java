package org.sekimori.rules.language;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Token.Kind;

/** Operators of DRL, SQL and natural language that rules do not support, with their replacements. */
final class UnsupportedOperators {

    private static final String NO_PATTERNS = "there are no regular expressions; compare with ==, in (\"…\", \"…\"), ";

    private UnsupportedOperators() {}

    /**
     * Refuses an unsupported operator after an expression.
     *
     * @param left the expression before it
     * @param condition whether it is in a condition
     */
    static void refuse(Expression left, TokenReader tokens, boolean condition) throws SyntaxException {
        Token operator = tokens.peek();
        boolean negated = operator.is("not") || operator.is("!");
        Token word = negated ? tokens.peek(1) : operator;
        Token right = tokens.peek(negated ? 2 : 1);
        String instead = word.kind() == Kind.NAME ? instead(word.text(), left, right, negated, condition) : null;
        if (instead != null) {
            throw new SyntaxException(
                    operator.offset(),
                    "rules have no operator '" + (negated ? operator.text() + " " : "") + word.text() + "'; "
                            + instead);
        }
    }

    private static @Nullable String instead(
            String word, Expression left, Token right, boolean negated, boolean condition) {
        String value = left instanceof Name name ? name.name() : "x";
        String text = right.kind() == Kind.TEXT ? right.shown() : "\"…\"";
        String no = negated ? "!" : "";
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "contains" -> "write " + no + value + ".contains(" + text + ")";
            case "excludes" -> "write " + (negated ? "" : "!") + value + ".contains(" + text + ")";
            case "startswith" -> "write " + no + value + ".startsWith(" + text + ")";
            case "endswith" -> "write " + no + value + ".endsWith(" + text + ")";
            case "matches", "like", "regexp", "rlike" ->
                NO_PATTERNS + no + value + ".startsWith(" + text + "), " + no + value + ".endsWith(" + text + ") or "
                        + no + value + ".contains(" + text + ")";
            case "memberof" ->
                condition
                        ? "write " + value + (negated ? " not" : "") + " in (\"…\", \"…\")"
                        : "compare with == and ||";
            case "soundslike" -> "compare with == or " + value + ".equalsIgnoreCase(" + text + ")";
            case "str" ->
                "write " + value + ".startsWith(\"…\"), " + value + ".endsWith(\"…\") or " + value + ".length()";
            case "and" -> "write && or a comma between two conditions";
            case "or" -> "write ||, or a second rule";
            case "is", "equals", "eq" -> "write " + value + (negated ? " != " : " == ") + text;
            case "ne" -> "write " + value + " != " + text;
            case "gt", "ge", "lt", "le" -> "write >, >=, < or <=";
            case "between" -> "write two conditions, joined by a comma: " + value + " >= …, " + value + " <= …";
            case "in" ->
                condition
                        ? "write " + value + (negated ? " not" : "") + " in (\"DE\", \"FR\")"
                        : "it stands in conditions only; compare with == and ||";
            case "notin" -> "write " + value + " not in (\"DE\", \"FR\")";
            case "instanceof" -> "every fact has one type, which docs/facts.md names";
            case "after",
                    "before",
                    "coincides",
                    "during",
                    "includes",
                    "overlaps",
                    "meets",
                    "metby",
                    "finishes",
                    "starts" -> "times are not compared; ask in a window, as sent(\"1h\")";
            case "from", "collect", "accumulate", "over" ->
                "a rule asks Submission alone; sums over a time are facts, as sent(\"1h\")";
            default -> null;
        };
    }
}
