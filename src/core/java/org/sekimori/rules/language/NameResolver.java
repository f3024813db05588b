package org.sekimori.rules.language;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Field;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.ValueType.Kind;
import org.sekimori.text.NameSuggestion;

/** Resolves properties and calls to their types. Every name must be in the vocabulary: that is the allow-list. */
final class NameResolver {

    /** Methods of a string that rules may call, with their result types. All are bounded in time and memory. */
    static final Map<String, ValueType> OF_TEXT = Map.of(
            "startsWith", ValueType.TRUTH,
            "endsWith", ValueType.TRUTH,
            "contains", ValueType.TRUTH,
            "equals", ValueType.TRUTH,
            "equalsIgnoreCase", ValueType.TRUTH,
            "isEmpty", ValueType.TRUTH,
            "length", ValueType.NUMBER);

    private static final Set<String> WITHOUT_ARGUMENT = Set.of("isEmpty", "length");
    private static final String LIST = " The list is in docs/facts.md.";

    private final ExpressionTypeCheck check;
    private final Vocabulary vocabulary;
    private final String variable;
    private final boolean condition;
    private final Set<String> present;
    private final Map<String, ValueType> values;

    /** @param values those that patterns bind, by the names that the author gave them */
    NameResolver(
            ExpressionTypeCheck check,
            Vocabulary vocabulary,
            String variable,
            boolean condition,
            Set<String> present,
            Map<String, ValueType> values) {
        this.values = values;
        this.check = check;
        this.vocabulary = vocabulary;
        this.variable = variable;
        this.condition = condition;
        this.present = present;
    }

    @Nullable
    ValueType name(Name name) {
        ValueType bound = values.get(name.name());
        if (bound != null) {
            return bound;
        }
        if (!condition) {
            return check.wrong(name.at(), unknownInConsequence(name.name()));
        }
        ValueType type = vocabulary.property(name.name());
        if (type != null) {
            return type;
        }
        Method function = vocabulary.function(name.name());
        return function != null
                ? check.wrong(name.at(), "'" + name.name() + "' is a function; write " + example(function))
                : check.wrong(
                        name.at(),
                        vocabulary.fact() + " has no property '" + name.name() + "'"
                                + NameSuggestion.hint(name.name(), vocabulary.properties()) + LIST);
    }

    private String unknownInConsequence(String name) {
        if (name.equals(variable)) {
            return "'" + name + "' itself is no value; call what it offers, such as " + name + ".getCountry()";
        }
        String only = "'" + name + "' is not known here; a consequence knows only '" + variable + "'"
                + (values.isEmpty() ? "" : " and " + String.join(", ", new TreeSet<>(values.keySet())));
        return vocabulary.property(name) == null
                ? only
                : only + ", as in " + variable + "." + vocabulary.getterOf(name) + "()";
    }

    private static String example(Method function) {
        List<String> arguments = new ArrayList<>();
        for (Parameter parameter : function.getParameters()) {
            arguments.add(
                    switch (parameter.getName()) {
                        case "window" -> arguments.isEmpty() ? "\"1h\"" : "\"7d\"";
                        case "halfLife" -> "\"1h\"";
                        case "what" -> "\"messages\"";
                        case "rule" -> "\"many-places\"";
                        case "number" -> "number";
                        default -> "\"name\"";
                    });
        }
        return function.getName() + "(" + String.join(", ", arguments) + ")";
    }

    @Nullable
    ValueType field(Field field) {
        if (field.on() instanceof Name name && name.name().equals(variable) && !condition) {
            return check.wrong(
                    field.at(),
                    vocabulary.property(field.name()) != null
                            ? "in a consequence write " + variable + "." + vocabulary.getterOf(field.name()) + "()"
                            : vocabulary.fact() + " has no '" + field.name() + "'"
                                    + NameSuggestion.hint(field.name(), vocabulary.getters()) + LIST);
        }
        return check.wrong(
                field.at(),
                "'." + field.name() + "' is not allowed in rules: a rule names what Submission offers itself"
                        + (condition
                                ? "; of a grant or a hold a condition only asks whether there is one, grant != null"
                                : ""));
    }

    @Nullable
    ValueType call(Call call) {
        Expression on = call.on();
        if (on == null) {
            return condition
                    ? own(call)
                    : check.wrong(call.at(), "call it on the submission: " + variable + "." + call.name() + "(…)");
        }
        if (on instanceof Name name && name.name().equals(variable)) {
            return condition ? check.wrong(name.at(), "in a condition leave '" + variable + ".' out") : ofFact(call);
        }
        ValueType type = check.type(on);
        if (type == null) {
            return null;
        }
        if (type.is(Kind.TEXT)) {
            return ofText(call);
        }
        return type.is(Kind.RECORD) && !condition
                ? ofRecord(call, on, type)
                : check.wrong(
                        call.at(),
                        "'." + call.name() + "()' is not allowed in rules: " + on.normal() + " is "
                                + type.kind().words());
    }

    private @Nullable ValueType ofFact(Call call) {
        Method getter = vocabulary.getter(call.name());
        if (getter != null) {
            return call.arguments().isEmpty()
                    ? ValueType.of(getter.getReturnType())
                    : check.wrong(call.at(), call.name() + "() takes nothing between its parentheses");
        }
        return own(call);
    }

    private @Nullable ValueType own(Call call) {
        Method function = vocabulary.function(call.name());
        if (function == null) {
            return check.wrong(call.at(), unknown(call));
        }
        if (function.getParameterCount() != call.arguments().size()) {
            return check.wrong(call.at(), "'" + call.name() + "' is written " + example(function));
        }
        List<Object> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            if (function.getParameterTypes()[arguments.size()] == Number.class) {
                if (!check.require(argument, Kind.NUMBER, "'" + call.name() + "' needs here")) {
                    return null;
                }
                arguments.add(0.0);
                continue;
            }
            if (!(argument instanceof Text literal)) {
                return check.wrong(
                        argument.at(), "'" + call.name() + "' takes a text in double quotes: " + example(function));
            }
            arguments.add(literal.value());
        }
        String refusal = vocabulary.refusal(function, arguments);
        if (!refusal.isEmpty()) {
            return check.wrong(
                    call.arguments().isEmpty()
                            ? call.at()
                            : call.arguments().get(0).at(),
                    refusal);
        }
        return ValueType.of(function.getReturnType());
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
        return vocabulary.fact() + " has no function '" + name + "'" + NameSuggestion.hint(name, known) + LIST;
    }

    private @Nullable ValueType ofText(Call call) {
        ValueType type = OF_TEXT.get(call.name());
        if (type == null) {
            return check.wrong(
                    call.at(),
                    "'." + call.name() + "()' is not allowed on a text; allowed are "
                            + String.join(", ", new TreeSet<>(OF_TEXT.keySet())));
        }
        int arguments = WITHOUT_ARGUMENT.contains(call.name()) ? 0 : 1;
        if (call.arguments().size() != arguments) {
            return check.wrong(call.at(), "'." + call.name() + "' takes " + (arguments == 0 ? "nothing" : "one text"));
        }
        boolean right =
                arguments == 0 || check.require(call.arguments().get(0), Kind.TEXT, "'." + call.name() + "' needs");
        return right ? type : null;
    }

    private @Nullable ValueType ofRecord(Call call, @Nullable Expression on, ValueType record) {
        List<String> parts = new ArrayList<>();
        for (RecordComponent part : record.java().getRecordComponents()) {
            if (part.getName().equals(call.name()) && call.arguments().isEmpty()) {
                String property = on instanceof Call getter ? vocabulary.propertyOf(getter.name()) : "";
                return present.contains(property)
                        ? ValueType.of(part.getType())
                        : check.wrong(
                                call.at(),
                                "there may be no " + property + " here; add the condition " + property + " != null");
            }
            parts.add(part.getName() + "()");
        }
        return check.wrong(
                call.at(),
                "'." + call.name() + "' is not allowed on a " + record.java().getSimpleName() + "; allowed are "
                        + String.join(", ", parts));
    }
}
