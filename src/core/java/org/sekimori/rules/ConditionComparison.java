package org.sekimori.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sekimori.rules.language.Expression;
import org.sekimori.rules.language.Expression.Binary;

/**
 * One comparison of a condition, such as {@code sent("1h") >= limit("messages_per_hour")}.
 *
 * @param left what stands before the operator
 * @param operator one of {@code == != >= <= > <}
 * @param right what stands after it
 */
record ConditionComparison(Expression left, String operator, Expression right) {

    private static final Set<String> JOINS = Set.of("||", "&&");

    /** The comparisons of a condition; those joined by {@code ||} or {@code &&} one by one, conditions without any none. */
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
            // What is written out stands to the right, and has no value that anybody needs to be told.
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
