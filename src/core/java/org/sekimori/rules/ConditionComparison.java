package org.sekimori.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sekimori.rules.language.Expression;
import org.sekimori.rules.language.Expression.Binary;

/**
 * A comparison in a condition, such as {@code sent("1h") >= limit("messages_per_hour")}.
 *
 * @param left left operand
 * @param operator one of {@code == != >= <= > <}
 * @param right right operand
 */
record ConditionComparison(Expression left, String operator, Expression right) {

    private static final Set<String> JOINS = Set.of("||", "&&");

    /** The comparisons of a condition, those joined by {@code ||} or {@code &&} one by one; empty without any. */
    static List<ConditionComparison> of(Expression condition) {
        List<ConditionComparison> comparisons = new ArrayList<>();
        collect(condition, comparisons);
        return comparisons;
    }

    private static void collect(Expression condition, List<ConditionComparison> comparisons) {
        if (!(condition instanceof Binary binary)) {
            return;
        }
        if (JOINS.contains(binary.operator())) {
            collect(binary.left(), comparisons);
            collect(binary.right(), comparisons);
        } else if (binary.comparison()) {
            // A literal belongs on the right; its value is known.
            Binary shown = literal(binary.left()) && !literal(binary.right()) ? binary.mirrored() : binary;
            comparisons.add(new ConditionComparison(shown.left(), shown.operator(), shown.right()));
        }
    }

    /** Whether the right side is written out, so that nothing is learned from showing its value. */
    boolean literal() {
        return literal(right);
    }

    /** Whether the right side is a number that is written out. */
    boolean number() {
        return number(right);
    }

    private static boolean literal(Expression side) {
        return number(side) || side instanceof Expression.Text || side instanceof Expression.Word;
    }

    private static boolean number(Expression side) {
        return side instanceof Expression.Number
                || (side instanceof Expression.Unary minus && minus.inner() instanceof Expression.Number);
    }
}
