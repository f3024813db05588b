package org.sekimori.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * One comparison of a condition, such as {@code sent("1h") >= limit("messages_per_hour")}.
 *
 * @param left what stands before the operator
 * @param operator one of {@code == != >= <= > <}
 * @param right what stands after it
 */
record Comparison(String left, String operator, String right) {

    private static final String[] OPERATORS = {"==", "!=", ">=", "<=", ">", "<"};

    /** The comparisons of a condition; those joined by {@code ||} or {@code &&} one by one, conditions without any none. */
    static List<Comparison> of(String condition) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String part : split(condition)) {
            for (String operator : OPERATORS) {
                int at = find(part, operator, 0);
                if (at > 0) {
                    comparisons.add(new Comparison(
                            part.substring(0, at).strip(),
                            operator,
                            part.substring(at + operator.length()).strip()));
                    break;
                }
            }
        }
        return comparisons;
    }

    private static List<String> split(String condition) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (true) {
            int or = find(condition, "||", from);
            int and = find(condition, "&&", from);
            int at = or < 0 ? and : and < 0 ? or : Math.min(or, and);
            if (at < 0) {
                parts.add(condition.substring(from));
                return parts;
            }
            parts.add(condition.substring(from, at));
            from = at + 2;
        }
    }

    /** Where a word stands outside parentheses and quotes, or -1. */
    private static int find(String text, String word, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == '[')) {
                depth++;
            } else if (!quoted && (c == ')' || c == ']')) {
                depth--;
            } else if (!quoted && depth == 0 && text.startsWith(word, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the right side is written out, so that nothing is learned from showing its value. */
    boolean literal() {
        return right.matches("-?[0-9.]+|\".*\"|null|true|false");
    }
}
