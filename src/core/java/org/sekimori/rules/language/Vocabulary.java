package org.sekimori.rules.language;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.fact.FindingDraft;
import org.sekimori.rules.fact.RuleFact;
import org.sekimori.rules.language.RuleTree.Action;
import org.sekimori.text.NameSuggestion;

/**
 * Names that rules may use: the public methods of the fact, read by reflection, so that a new property needs no registration.
 * Void methods are the actions, getters are properties, the others are functions.
 */
public final class Vocabulary {

    /** What only generated code calls. */
    private static final Set<String> HIDDEN = Set.of(RuleRewriter.TEXT_BY_NUMBER, RuleRewriter.VISIBLE_TO);

    private final Object probe;
    private final Map<String, Set<String>> words;
    private final SortedMap<String, ValueType> properties = new TreeMap<>();
    private final SortedMap<String, Method> getters = new TreeMap<>();
    private final SortedMap<String, Method> functions = new TreeMap<>();
    private final Set<String> actions = new TreeSet<>();
    private final Map<String, Vocabulary> further;

    /** The vocabulary of a fact that stands alone; see the other constructor. */
    public Vocabulary(Object probe, Map<String, Set<String>> words) {
        this(probe, words, Map.of());
    }

    /**
     * The vocabulary of a fact.
     *
     * @param probe an empty fact; functions are called with a rule's arguments, and their exceptions are reported to its
     *     author
     * @param words allowed arguments of functions that take one of a few words, by the function's name
     * @param further vocabularies of the facts that rules raise for other rules, by their names in rules
     */
    public Vocabulary(Object probe, Map<String, Set<String>> words, Map<String, Vocabulary> further) {
        this.probe = probe;
        this.further = Map.copyOf(further);
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
        if (HIDDEN.contains(name)) {
            return;
        }
        if (method.getReturnType() == void.class || method.getReturnType() == FindingDraft.class) {
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
        further.values().forEach(fact -> names.addAll(fact.properties.keySet()));
        members().forEach(member -> names.add(member.substring(member.indexOf('.') + 1)));
        names.removeAll(HIDDEN);
        return names;
    }

    /** Every method that a compiled rule may call for its author, as {@code java/lang/String.length}. */
    public Set<String> members() {
        Set<String> members = new TreeSet<>();
        NameResolver.OF_TEXT.keySet().forEach(name -> members.add(member(String.class, name)));
        members.add(member(probe.getClass(), RuleRewriter.TEXT_BY_NUMBER));
        actions.forEach(name -> members.add(member(probe.getClass(), name)));
        functions.keySet().forEach(name -> members.add(member(probe.getClass(), name)));
        if (actions.contains(Action.FIND)) {
            effects().forEach(name -> members.add(member(FindingDraft.class, name)));
        }
        if (probe instanceof RuleFact) {
            members.add(member(probe.getClass(), RuleRewriter.VISIBLE_TO));
        }
        further.values().forEach(fact -> members.addAll(fact.members()));
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

    /** Effects that are called on a reason, {@code s.find("…").flag()}. */
    static Set<String> effects() {
        Set<String> effects = new TreeSet<>();
        for (Method method : FindingDraft.class.getDeclaredMethods()) {
            if (method.getReturnType() == FindingDraft.class && Modifier.isPublic(method.getModifiers())) {
                effects.add(method.getName());
            }
        }
        return effects;
    }

    /** The vocabulary of a fact that rules raise for other rules, by its name in rules; null if there is none. */
    @Nullable
    Vocabulary further(String type) {
        return further.get(type);
    }

    /** How rules call the fact. */
    String fact() {
        String name = probe.getClass().getSimpleName();
        return FactPattern.TYPES.stream()
                .filter(type -> RuleRewriter.classOf(type).equals(name))
                .findFirst()
                .orElse(name);
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

    /** Whether it has a function of this name that takes these texts. */
    public boolean takes(String function, List<String> arguments) {
        Method method = functions.get(function);
        return method != null && refusal(method, new ArrayList<>(arguments)).isEmpty();
    }

    /** Why a function does not take these texts and numbers, or the empty text if it does. */
    String refusal(Method function, List<Object> arguments) {
        Set<String> known = words.get(function.getName());
        if (known != null && !arguments.isEmpty()) {
            String word = String.valueOf(arguments.get(0));
            if (!known.contains(word)) {
                return unknown(function.getName(), word, known);
            }
        }
        if (known != null && arguments.size() == 1) {
            return "";
        }
        try {
            function.invoke(probe, arguments.toArray());
            return "";
        } catch (InvocationTargetException e) {
            return arguments.stream()
                            .map(argument -> argument instanceof String text ? '"' + text + '"' : "…")
                            .collect(Collectors.joining(", ", function.getName() + "(", "): "))
                    + reason(e);
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
                        ? ": " + (function.equals("evidence") ? "evidence/weights.yml" : "policy.yml")
                                + " names none; copy them from the shipped one"
                        : NameSuggestion.hint(word, known) + " Known are " + String.join(", ", new TreeSet<>(known)));
    }
}
