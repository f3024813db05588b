package org.sekimori.rules.language;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An expression in a rule. Other constructs do not exist: no assignment, lambda, cast, class, index or object creation. */
public sealed interface Expression {

    /** Its position, in characters from the beginning of the file; of an operation, the operator's. */
    int at();

    /** The same in one form, however it was spaced and bracketed. */
    String normal();

    /** A property of the fact in a condition, the fact itself in a consequence. */
    record Name(int at, String name) implements Expression {
        @Override
        public String normal() {
            return name;
        }
    }

    /**
     * A call.
     *
     * @param on the receiver; null for a function of the fact in a condition
     */
    record Call(int at, @Nullable Expression on, String name, List<Expression> arguments) implements Expression {
        @Override
        public String normal() {
            return (on == null ? "" : on.normal() + ".") + name + list(arguments);
        }
    }

    /** A member without parentheses. */
    record Field(int at, Expression on, String name) implements Expression {
        @Override
        public String normal() {
            return on.normal() + "." + name;
        }
    }

    /** A text in quotes. */
    record Text(int at, String value) implements Expression {
        @Override
        public String normal() {
            return '"' + value + '"';
        }
    }

    /** A number that is written out. */
    record Number(int at, String digits) implements Expression {
        @Override
        public String normal() {
            return digits;
        }
    }

    /** {@code true}, {@code false} or {@code null}. */
    record Word(int at, String word) implements Expression {
        @Override
        public String normal() {
            return word;
        }
    }

    /** {@code !x} or {@code -x}. */
    record Unary(int at, String operator, Expression inner) implements Expression {
        @Override
        public String normal() {
            return operator + inner.normal();
        }
    }

    /** Two values and an operator. */
    record Binary(int at, String operator, Expression left, Expression right) implements Expression {

        private static final Map<String, String> MIRRORED =
                Map.of("<", ">", "<=", ">=", "==", "==", "!=", "!=", ">=", "<=", ">", "<");

        /** Whether it compares its sides. */
        public boolean comparison() {
            return MIRRORED.containsKey(operator);
        }

        /** The same comparison with its sides exchanged. */
        public Binary mirrored() {
            return new Binary(at, MIRRORED.getOrDefault(operator, operator), right, left);
        }

        @Override
        public String normal() {
            return "(" + left.normal() + " " + operator + " " + right.normal() + ")";
        }
    }

    /** {@code condition ? yes : no}. */
    record Choice(int at, Expression condition, Expression yes, Expression no) implements Expression {
        @Override
        public String normal() {
            return "(" + condition.normal() + " ? " + yes.normal() + " : " + no.normal() + ")";
        }
    }

    /** {@code value in (a, b)} and {@code value not in (a, b)}. */
    record In(int at, Expression value, boolean negated, List<Expression> items) implements Expression {
        @Override
        public String normal() {
            return "(" + value.normal() + (negated ? " not in " : " in ") + list(items) + ")";
        }
    }

    private static String list(List<Expression> items) {
        return items.stream().map(Expression::normal).collect(Collectors.joining(", ", "(", ")"));
    }
}
