package org.sekimori.rules.language;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.NameSuggestion;

/**
 * Names that rules may use: the public methods of the fact, read by reflection, so that a new property needs no registration.
 * Void methods are the actions, getters are properties, the others are functions.
 */
public final class Vocabulary {

    private final Object probe;
    private final Map<String, Set<String>> words;
    private final SortedMap<String, ValueType> properties = new TreeMap<>();
    private final SortedMap<String, Method> getters = new TreeMap<>();
    private final SortedMap<String, Method> functions = new TreeMap<>();
    private final Set<String> actions = new TreeSet<>();

    /**
     * The vocabulary of a fact.
     *
     * @param probe an empty fact; functions are called with a rule's arguments, and their exceptions are reported to its
     *     author
     * @param words allowed arguments of functions that take one of a few words, by the function's name
     */
    public Vocabulary(Object probe, Map<String, Set<String>> words) {
        this.probe = probe;
        this.words = Map.copyOf(words);
        for (Class<?> type = probe.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic()) {
                    add(method);
                }
            }
        }
    }

    private void add(Method method) {
        String name = method.getName();
        String property = property(method);
        if (name.equals(RuleRewriter.TEXT_BY_NUMBER)) {
            return;
        }
        if (method.getReturnType() == void.class) {
            actions.add(name);
        } else if (!property.isEmpty()) {
            properties.put(property, ValueType.of(method.getReturnType()));
            getters.put(name, method);
        } else {
            functions.put(name, method);
        }
    }

    private static String property(Method method) {
        String name = method.getName();
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
        boolean getter = prefix > 0
                && method.getParameterCount() == 0
                && name.length() > prefix
                && Character.isUpperCase(name.charAt(prefix));
        return getter ? name.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + name.substring(prefix + 1) : "";
    }

    /** Names of the properties, as conditions write them. */
    public Set<String> properties() {
        return properties.keySet();
    }

    /** Names of the functions. */
    public Set<String> functions() {
        return functions.keySet();
    }

    /** Every name that a rule may use: of the fact, of its parts that are records, and of a text. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(properties.keySet());
        members().forEach(member -> names.add(member.substring(member.indexOf('.') + 1)));
        names.remove(RuleRewriter.TEXT_BY_NUMBER);
        return names;
    }

    /** Every method that a compiled rule may call for its author, as {@code java/lang/String.length}. */
    public Set<String> members() {
        Set<String> members = new TreeSet<>();
        NameResolver.OF_TEXT.keySet().forEach(name -> members.add(member(String.class, name)));
        members.add(member(probe.getClass(), RuleRewriter.TEXT_BY_NUMBER));
        actions.forEach(name -> members.add(member(probe.getClass(), name)));
        functions.keySet().forEach(name -> members.add(member(probe.getClass(), name)));
        getters.forEach((getter, method) -> {
            members.add(member(probe.getClass(), getter));
            if (method.getReturnType().isRecord()) {
                for (RecordComponent part : method.getReturnType().getRecordComponents()) {
                    members.add(member(method.getReturnType(), part.getName()));
                }
            }
        });
        return members;
    }

    private static String member(Class<?> owner, String name) {
        return owner.getName().replace('.', '/') + "." + name;
    }

    /** The actions of a consequence. */
    public Set<String> actions() {
        return actions;
    }

    @Nullable
    ValueType property(String name) {
        return properties.get(name);
    }

    @Nullable
    Method getter(String name) {
        return getters.get(name);
    }

    Set<String> getters() {
        return getters.keySet();
    }

    /** The getter of a property, such as {@code getCountry} of {@code country}. */
    String getterOf(String property) {
        for (Map.Entry<String, Method> getter : getters.entrySet()) {
            if (property(getter.getValue()).equals(property)) {
                return getter.getKey();
            }
        }
        return property;
    }

    /** The property of a getter, or the empty text. */
    String propertyOf(String getter) {
        Method method = getters.get(getter);
        return method == null ? "" : property(method);
    }

    @Nullable
    Method function(String name) {
        return functions.get(name);
    }

    /** Why a function does not take a text, or the empty text if it does. */
    String refusal(Method function, String argument) {
        Set<String> known = words.get(function.getName());
        if (known != null) {
            return known.contains(argument) ? "" : unknown(function.getName(), argument, known);
        }
        try {
            function.invoke(probe, argument);
            return "";
        } catch (InvocationTargetException e) {
            return function.getName() + "(\"" + argument + "\"): " + reason(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a public method of the fact cannot be called: " + function, e);
        }
    }

    private static String reason(InvocationTargetException thrown) {
        Throwable cause = thrown.getCause();
        return String.valueOf(cause == null ? thrown.getMessage() : cause.getMessage());
    }

    private static String unknown(String function, String word, Set<String> known) {
        return "there is no " + function + " \"" + word + "\""
                + (known.isEmpty()
                        ? ": policy.yml names none; copy them from the shipped one"
                        : NameSuggestion.hint(word, known) + " Known are " + String.join(", ", new TreeSet<>(known)));
    }
}
