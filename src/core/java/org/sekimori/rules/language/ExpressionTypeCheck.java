package org.sekimori.rules.language;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Choice;
import org.sekimori.rules.language.Expression.Field;
import org.sekimori.rules.language.Expression.In;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.Expression.Unary;
import org.sekimori.rules.language.Expression.Word;
import org.sekimori.rules.language.ValueType.Kind;

/**
 * Infers types of expressions and reports faults; {@link NameResolver} does so for names. A faulty expression has no type, so
 * that one mistake is reported once.
 */
final class ExpressionTypeCheck {

    private final boolean condition;
    private final String text;
    private final List<RuleTextFault> faults;
    private final NameResolver names;

    /**
     * Checks values of one rule.
     *
     * @param condition whether they stand in a condition, where names are properties; else in a consequence
     * @param values those that patterns over signs and findings bind
     * @param present properties that the conditions have found not to be null
     */
    ExpressionTypeCheck(
            Vocabulary vocabulary,
            String variable,
            boolean condition,
            Set<String> present,
            Map<String, ValueType> values,
            String text,
            List<RuleTextFault> faults) {
        this.condition = condition;
        this.text = text;
        this.faults = faults;
        this.names = new NameResolver(this, vocabulary, variable, condition, present, values);
    }

    @Nullable
    ValueType type(Expression value) {
        if (value instanceof Text) {
            return ValueType.TEXT;
        } else if (value instanceof Expression.Number) {
            return ValueType.NUMBER;
        } else if (value instanceof Word word) {
            return word.word().equals("null") ? ValueType.NULL : ValueType.TRUTH;
        } else if (value instanceof Name name) {
            return names.name(name);
        } else if (value instanceof Field field) {
            return names.field(field);
        } else if (value instanceof Call call) {
            return names.call(call);
        } else if (value instanceof Unary unary) {
            boolean not = unary.operator().equals("!");
            return require(unary.inner(), not ? Kind.TRUTH : Kind.NUMBER, "'" + unary.operator() + "' needs")
                    ? (not ? ValueType.TRUTH : ValueType.NUMBER)
                    : null;
        } else if (value instanceof Binary binary) {
            return binary(binary);
        } else if (value instanceof Choice choice) {
            return choice(choice);
        }
        return in((In) value);
    }

    /** Checks that an expression is of a kind; reports a fault otherwise. */
    boolean require(Expression value, Kind kind, String before) {
        ValueType type = type(value);
        if (type != null && !type.is(kind)) {
            wrong(
                    value.at(),
                    before + " " + kind.words() + ", and " + value.normal() + " is "
                            + type.kind().words());
        }
        return type != null && type.is(kind);
    }

    @Nullable
    ValueType wrong(int at, String message) {
        RuleTextFault fault = RuleTextFault.at(text, at, message);
        if (!faults.contains(fault)) {
            // A named condition or a table's cell is checked wherever it is used.
            faults.add(fault);
        }
        return null;
    }

    private @Nullable ValueType binary(Binary binary) {
        String operator = binary.operator();
        switch (operator) {
            case "||", "&&":
                boolean left = require(binary.left(), Kind.TRUTH, "'" + operator + "' joins what is");
                boolean right = require(binary.right(), Kind.TRUTH, "'" + operator + "' joins what is");
                return left && right ? ValueType.TRUTH : null;
            case "==", "!=":
                return equal(binary);
            case "+":
                return sum(binary);
            default:
                boolean comparison = operator.startsWith("<") || operator.startsWith(">");
                String needs =
                        "'" + operator + "' " + (comparison ? "compares" : "calculates with") + " numbers; it needs";
                boolean first = require(binary.left(), Kind.NUMBER, needs);
                boolean second = require(binary.right(), Kind.NUMBER, needs);
                return first && second ? (comparison ? ValueType.TRUTH : ValueType.NUMBER) : null;
        }
    }

    private @Nullable ValueType equal(Binary binary) {
        ValueType left = type(binary.left());
        ValueType right = type(binary.right());
        if (left == null || right == null) {
            return null;
        }
        boolean withNull = left.is(Kind.NULL) || right.is(Kind.NULL);
        if (withNull) {
            Expression other = left.is(Kind.NULL) ? binary.right() : binary.left();
            ValueType type = left.is(Kind.NULL) ? right : left;
            return type.is(Kind.RECORD)
                    ? ValueType.TRUTH
                    : wrong(
                            binary.at(),
                            other.normal() + " is never null"
                                    + (type.is(Kind.TEXT)
                                            ? "; compare it with the empty text, \"\""
                                            : "; leave this out"));
        }
        if (left.kind() != right.kind() || left.is(Kind.RECORD) || left.is(Kind.SHOWN)) {
            return wrong(
                    binary.at(),
                    "'" + binary.operator() + "' cannot compare "
                            + binary.left().normal() + ", " + left.kind().words()
                            + ", with " + binary.right().normal() + ", "
                            + right.kind().words()
                            + (left.is(Kind.RECORD) ? "; compare it with null" : ""));
        }
        if (left.is(Kind.TEXT) && !condition) {
            return wrong(
                    binary.at(),
                    "in a consequence texts are compared by .equals: write "
                            + (binary.operator().equals("==") ? "" : "!")
                            + binary.left().normal() + ".equals("
                            + binary.right().normal() + ")");
        }
        return ValueType.TRUTH;
    }

    private @Nullable ValueType sum(Binary binary) {
        ValueType left = type(binary.left());
        ValueType right = type(binary.right());
        if (left == null || right == null) {
            return null;
        }
        if (left.is(Kind.NUMBER) && right.is(Kind.NUMBER)) {
            return ValueType.NUMBER;
        }
        boolean text = left.is(Kind.TEXT) || right.is(Kind.TEXT);
        boolean plain = !left.is(Kind.RECORD) && !right.is(Kind.RECORD) && !left.is(Kind.NULL) && !right.is(Kind.NULL);
        if (text && plain && !condition) {
            return ValueType.TEXT;
        }
        return wrong(
                binary.at(),
                condition
                        ? "'+' adds numbers in a condition"
                        : "'+' adds numbers or joins texts; it cannot join "
                                + binary.left().normal() + ", " + left.kind().words() + ", and "
                                + binary.right().normal() + ", " + right.kind().words());
    }

    private @Nullable ValueType choice(Choice choice) {
        if (condition) {
            return wrong(
                    choice.at(), "a choice is not allowed in a condition; write (a && b) || (!a && c), or two rules");
        }
        boolean asked = require(choice.condition(), Kind.TRUTH, "what stands before '?' must be");
        ValueType yes = type(choice.yes());
        ValueType no = type(choice.no());
        if (!asked || yes == null || no == null) {
            return null;
        }
        return yes.kind() == no.kind() && !yes.is(Kind.NULL) && !yes.is(Kind.RECORD)
                ? yes
                : wrong(choice.at(), "both values of a choice must be numbers, or both texts");
    }

    private @Nullable ValueType in(In in) {
        if (in.items().isEmpty()) {
            return wrong(in.at(), "'in' needs at least one text: country in (\"DE\", \"FR\")");
        }
        boolean right = require(in.value(), Kind.TEXT, "'in' looks for");
        for (Expression item : in.items()) {
            if (!(item instanceof Text)) {
                wrong(item.at(), "'in' takes texts in double quotes: country in (\"DE\", \"FR\")");
                right = false;
            }
        }
        return right ? ValueType.TRUTH : null;
    }
}
