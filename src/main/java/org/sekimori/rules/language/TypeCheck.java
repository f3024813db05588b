package org.sekimori.rules.language;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
import org.sekimori.rules.language.Type.Kind;

/**
 * Says of what kind a value is, and what is wrong with it. Every name must be in the vocabulary: that is the allow-list. A value
 * with a fault has no type, so that one mistake is reported once.
 */
final class TypeCheck {

    /** A text's own functions that a rule may call, with what they return. None of them can take long or much memory. */
    private static final Map<String, Type> OF_TEXT = Map.of(
            "startsWith", Type.TRUTH,
            "endsWith", Type.TRUTH,
            "contains", Type.TRUTH,
            "equals", Type.TRUTH,
            "equalsIgnoreCase", Type.TRUTH,
            "isEmpty", Type.TRUTH,
            "length", Type.NUMBER);

    private static final Set<String> WITHOUT_ARGUMENT = Set.of("isEmpty", "length");
    private static final String LIST = " The list is in docs/rules.md.";

    private final Vocabulary vocabulary;
    private final String variable;
    private final boolean condition;
    private final Set<String> present;
    private final String text;
    private final List<Fault> faults;

    /**
     * Checks values of one rule.
     *
     * @param condition whether they stand in a condition, where names are properties; else in a consequence
     * @param present properties that the conditions have found not to be null
     */
    TypeCheck(
            Vocabulary vocabulary,
            String variable,
            boolean condition,
            Set<String> present,
            String text,
            List<Fault> faults) {
        this.vocabulary = vocabulary;
        this.variable = variable;
        this.condition = condition;
        this.present = present;
        this.text = text;
        this.faults = faults;
    }

    @Nullable
    Type type(Expression value) {
        if (value instanceof Text) {
            return Type.TEXT;
        } else if (value instanceof Expression.Number) {
            return Type.NUMBER;
        } else if (value instanceof Word word) {
            return word.word().equals("null") ? Type.NULL : Type.TRUTH;
        } else if (value instanceof Name name) {
            return name(name);
        } else if (value instanceof Field field) {
            return field(field);
        } else if (value instanceof Call call) {
            return call(call);
        } else if (value instanceof Unary unary) {
            boolean not = unary.operator().equals("!");
            return require(unary.inner(), not ? Kind.TRUTH : Kind.NUMBER, "'" + unary.operator() + "' needs")
                    ? (not ? Type.TRUTH : Type.NUMBER)
                    : null;
        } else if (value instanceof Binary binary) {
            return binary(binary);
        } else if (value instanceof Choice choice) {
            return choice(choice);
        }
        return in((In) value);
    }

    /** Whether a value is of a kind; says what is wrong if not. */
    boolean require(Expression value, Kind kind, String before) {
        Type type = type(value);
        if (type != null && !type.is(kind)) {
            wrong(
                    value.at(),
                    before + " " + kind.words() + ", and " + value.normal() + " is "
                            + type.kind().words());
        }
        return type != null && type.is(kind);
    }

    @Nullable
    Type wrong(int at, String message) {
        faults.add(Fault.at(text, at, message));
        return null;
    }

    private @Nullable Type name(Name name) {
        if (!condition) {
            return wrong(name.at(), unknownInConsequence(name.name()));
        }
        Type type = vocabulary.property(name.name());
        if (type != null) {
            return type;
        }
        Method function = vocabulary.function(name.name());
        return function != null
                ? wrong(name.at(), "'" + name.name() + "' is a function; write " + example(function))
                : wrong(
                        name.at(),
                        "Submission has no property '" + name.name() + "'"
                                + Nearest.hint(name.name(), vocabulary.properties()) + LIST);
    }

    private String unknownInConsequence(String name) {
        if (name.equals(variable)) {
            return "'" + name + "' itself is no value; call what it offers, such as " + name + ".getCountry()";
        }
        String only = "'" + name + "' is not known here; a consequence knows only '" + variable + "'";
        return vocabulary.property(name) == null
                ? only
                : only + ", as in " + variable + "." + vocabulary.getterOf(name) + "()";
    }

    private static String example(Method function) {
        String argument =
                switch (function.getParameterCount() == 0 ? "" : function.getParameters()[0].getName()) {
                    case "" -> "";
                    case "window" -> "\"1h\"";
                    case "halfLife" -> "\"1h\"";
                    case "what" -> "\"messages\"";
                    default -> "\"name\"";
                };
        return function.getName() + "(" + argument + ")";
    }

    private @Nullable Type field(Field field) {
        if (field.on() instanceof Name name && name.name().equals(variable) && !condition) {
            return wrong(
                    field.at(),
                    vocabulary.property(field.name()) != null
                            ? "in a consequence write " + variable + "." + vocabulary.getterOf(field.name()) + "()"
                            : "Submission has no '" + field.name() + "'"
                                    + Nearest.hint(field.name(), vocabulary.getters()) + LIST);
        }
        return wrong(
                field.at(),
                "'." + field.name() + "' is not allowed in rules: a rule names what Submission offers itself"
                        + (condition
                                ? "; of a grant or a hold a condition only asks whether there is one, grant != null"
                                : ""));
    }

    private @Nullable Type call(Call call) {
        Expression on = call.on();
        if (on == null) {
            return condition
                    ? own(call)
                    : wrong(call.at(), "call it on the submission: " + variable + "." + call.name() + "(…)");
        }
        if (on instanceof Name name && name.name().equals(variable)) {
            return condition ? wrong(name.at(), "in a condition leave '" + variable + ".' out") : ofFact(call);
        }
        Type type = type(on);
        if (type == null) {
            return null;
        }
        if (type.is(Kind.TEXT)) {
            return ofText(call);
        }
        return type.is(Kind.RECORD) && !condition
                ? ofRecord(call, on, type)
                : wrong(
                        call.at(),
                        "'." + call.name() + "()' is not allowed in rules: " + on.normal() + " is "
                                + type.kind().words());
    }

    private @Nullable Type ofFact(Call call) {
        Method getter = vocabulary.getter(call.name());
        if (getter != null) {
            return call.arguments().isEmpty()
                    ? Type.of(getter.getReturnType())
                    : wrong(call.at(), call.name() + "() takes nothing between its parentheses");
        }
        return own(call);
    }

    private @Nullable Type own(Call call) {
        Method function = vocabulary.function(call.name());
        if (function == null) {
            return wrong(call.at(), unknown(call));
        }
        if (function.getParameterCount() != call.arguments().size()) {
            return wrong(call.at(), "'" + call.name() + "' is written " + example(function));
        }
        for (Expression argument : call.arguments()) {
            if (!(argument instanceof Text literal)) {
                return wrong(
                        argument.at(), "'" + call.name() + "' takes a text in double quotes: " + example(function));
            }
            String refusal = vocabulary.refusal(function, literal.value());
            if (!refusal.isEmpty()) {
                return wrong(literal.at(), refusal);
            }
        }
        return Type.of(function.getReturnType());
    }

    private String unknown(Call call) {
        String name = call.name();
        String property = condition ? vocabulary.propertyOf(name) : "";
        if (!property.isEmpty()) {
            return "in a condition write " + property + " instead of " + name + "()";
        }
        if (vocabulary.property(name) != null) {
            return condition
                    ? "'" + name + "' is a property; write it without parentheses"
                    : "in a consequence write " + variable + "." + vocabulary.getterOf(name) + "()";
        }
        if (vocabulary.actions().contains(name)) {
            return "'" + name + "' is an action: it stands by itself after 'then'";
        }
        Set<String> known = new TreeSet<>(vocabulary.functions());
        if (!condition) {
            known.addAll(vocabulary.getters());
        }
        return "Submission has no function '" + name + "'" + Nearest.hint(name, known) + LIST;
    }

    private @Nullable Type ofText(Call call) {
        Type type = OF_TEXT.get(call.name());
        if (type == null) {
            return wrong(
                    call.at(),
                    "'." + call.name() + "()' is not allowed on a text; allowed are "
                            + String.join(", ", new TreeSet<>(OF_TEXT.keySet())));
        }
        int arguments = WITHOUT_ARGUMENT.contains(call.name()) ? 0 : 1;
        if (call.arguments().size() != arguments) {
            return wrong(call.at(), "'." + call.name() + "' takes " + (arguments == 0 ? "nothing" : "one text"));
        }
        boolean right = arguments == 0 || require(call.arguments().get(0), Kind.TEXT, "'." + call.name() + "' needs");
        return right ? type : null;
    }

    private @Nullable Type ofRecord(Call call, @Nullable Expression on, Type record) {
        List<String> parts = new ArrayList<>();
        for (RecordComponent part : record.java().getRecordComponents()) {
            if (part.getName().equals(call.name()) && call.arguments().isEmpty()) {
                String property = on instanceof Call getter ? vocabulary.propertyOf(getter.name()) : "";
                return present.contains(property)
                        ? Type.of(part.getType())
                        : wrong(
                                call.at(),
                                "there may be no " + property + " here; add the condition " + property + " != null");
            }
            parts.add(part.getName() + "()");
        }
        return wrong(
                call.at(),
                "'." + call.name() + "' is not allowed on a " + record.java().getSimpleName() + "; allowed are "
                        + String.join(", ", parts));
    }

    private @Nullable Type binary(Binary binary) {
        String operator = binary.operator();
        switch (operator) {
            case "||", "&&":
                boolean left = require(binary.left(), Kind.TRUTH, "'" + operator + "' joins what is");
                boolean right = require(binary.right(), Kind.TRUTH, "'" + operator + "' joins what is");
                return left && right ? Type.TRUTH : null;
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
                return first && second ? (comparison ? Type.TRUTH : Type.NUMBER) : null;
        }
    }

    private @Nullable Type equal(Binary binary) {
        Type left = type(binary.left());
        Type right = type(binary.right());
        if (left == null || right == null) {
            return null;
        }
        boolean withNull = left.is(Kind.NULL) || right.is(Kind.NULL);
        if (withNull) {
            Expression other = left.is(Kind.NULL) ? binary.right() : binary.left();
            Type type = left.is(Kind.NULL) ? right : left;
            return type.is(Kind.RECORD)
                    ? Type.TRUTH
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
        return Type.TRUTH;
    }

    private @Nullable Type sum(Binary binary) {
        Type left = type(binary.left());
        Type right = type(binary.right());
        if (left == null || right == null) {
            return null;
        }
        if (left.is(Kind.NUMBER) && right.is(Kind.NUMBER)) {
            return Type.NUMBER;
        }
        boolean text = left.is(Kind.TEXT) || right.is(Kind.TEXT);
        boolean plain = !left.is(Kind.RECORD) && !right.is(Kind.RECORD) && !left.is(Kind.NULL) && !right.is(Kind.NULL);
        if (text && plain && !condition) {
            return Type.TEXT;
        }
        return wrong(
                binary.at(),
                condition
                        ? "'+' adds numbers in a condition"
                        : "'+' adds numbers or joins texts; it cannot join "
                                + binary.left().normal() + ", " + left.kind().words() + ", and "
                                + binary.right().normal() + ", " + right.kind().words());
    }

    private @Nullable Type choice(Choice choice) {
        if (condition) {
            return wrong(
                    choice.at(), "a choice is not allowed in a condition; write (a && b) || (!a && c), or two rules");
        }
        boolean asked = require(choice.condition(), Kind.TRUTH, "what stands before '?' must be");
        Type yes = type(choice.yes());
        Type no = type(choice.no());
        if (!asked || yes == null || no == null) {
            return null;
        }
        return yes.kind() == no.kind() && !yes.is(Kind.NULL) && !yes.is(Kind.RECORD)
                ? yes
                : wrong(choice.at(), "both values of a choice must be numbers, or both texts");
    }

    private @Nullable Type in(In in) {
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
        return right ? Type.TRUTH : null;
    }
}
