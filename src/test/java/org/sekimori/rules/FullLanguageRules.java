package org.sekimori.rules;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sekimori.rules.fact.FindingDraft;
import org.sekimori.rules.language.Vocabulary;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookException;

/** Rules that say everything that a rule may say: each name of the fact with each operator that its type has, and each shape of a text. */
final class FullLanguageRules {

    private static final List<String> ARGUMENTS =
            List.of("small", "network", "1h", "24h", "1d", "7d", "many", "messages_per_day", "messages", "recipients");
    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=", "==", "!=");
    private static final int CONDITIONS = 4;

    private final Vocabulary vocabulary;
    private final Submission probe;
    private final List<String> conditions = new ArrayList<>();
    private final List<String> consequences = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();
    private int texts;

    private FullLanguageRules(DomainPolicies policies) {
        vocabulary = SubmissionVocabulary.of(policies);
        probe = TestSubmissions.submission(policies.defaults());
    }

    /** Files of rules, of the rulebook's one rule {@code small}, with the thresholds of {@link MinimalRulebook}. */
    static List<String> files() throws RulebookException {
        FullLanguageRules language = new FullLanguageRules(DomainPolicies.parse(MinimalRulebook.POLICY));
        Stream.of(
                        Submission.class,
                        ProfileFacts.class,
                        OriginFacts.class,
                        CorrespondenceFacts.class,
                        NeighbourFacts.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> method.getReturnType() != void.class && method.getReturnType() != FindingDraft.class)
                // It takes a number, and names of a file that the small rulebook lacks.
                .filter(method -> !method.getName().equals("evidence"))
                .sorted((a, b) -> a.getName().compareTo(b.getName()))
                .forEach(language::method);
        language.arithmetic();
        language.consequences();
        return language.drl();
    }

    private void method(Method method) {
        String argument = method.getParameterCount() == 0 ? "" : '"' + String.join("\", \"", arguments(method)) + '"';
        boolean getter = method.getParameterCount() == 0;
        String condition = getter ? property(method.getName()) : method.getName() + "(" + argument + ")";
        String call = "s." + method.getName() + "(" + argument + ")";
        Class<?> type = method.getReturnType();
        if (type == boolean.class) {
            conditions.addAll(List.of(condition, "!" + condition, condition + " == true", condition + " != false"));
            consequences.add("s.flag(\"is \" + " + call + ", \"n\", " + call + ");");
            consequences.add("s.flag(" + call + " ? \"yes, it is\" : \"no\");");
        } else if (type == String.class) {
            text(condition);
            consequences.add("s.flag(" + call + ", \"n\", " + call + ");");
            consequences.add(
                    "s.flag(\"it's \" + " + call + " + (" + call + ".equals(\"a b\") ? \"!\" : " + call + "));");
        } else if (type.isPrimitive()) {
            number(condition);
            consequences.add("s.flag(\"n: \" + " + call + ", \"n\", " + call + ", \"m\", -" + call + " * 2 + 1.5);");
        } else if (type.isRecord()) {
            record(condition, call, type);
        } else {
            consequences.add("s.flag(\"at \" + " + call + ", \"n\", " + call + ");");
        }
    }

    private List<String> arguments(Method method) {
        return ARGUMENTS.stream()
                .flatMap(first -> method.getParameterCount() == 1
                        ? Stream.of(List.of(first))
                        : ARGUMENTS.stream().map(second -> List.of(first, second)))
                .filter(arguments -> accepts(method, arguments))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no argument is known for " + method));
    }

    private boolean accepts(Method method, List<String> arguments) {
        return vocabulary.takes(method.getName(), arguments);
    }

    private static String property(String getter) {
        String name = getter.substring(getter.startsWith("is") ? 2 : 3);
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Every shape once for the first text, and each in turn for the others. */
    private void text(String text) {
        List<String> shapes = new ArrayList<>();
        for (String operator : List.of("==", "!=")) {
            shapes.add(text + " " + operator + " \"word\"");
            shapes.add(text + " " + operator + " \"\"");
            shapes.add(text + " " + operator + " \"several words, 税関 and */ signs\"");
            shapes.add(text + " " + operator + " sender");
        }
        shapes.add(text + " in (\"DE\", \"f r\", \"\")");
        shapes.add(text + " not in (\"DE\", \"f r\")");
        for (String function : List.of("startsWith", "endsWith", "contains", "equals", "equalsIgnoreCase")) {
            shapes.add(text + "." + function + "(\"x\")");
            shapes.add("!" + text + "." + function + "(\"@x.\")");
            shapes.add(text + "." + function + "(account)");
        }
        shapes.add(text + ".isEmpty()");
        shapes.add(text + ".length() > 3");
        shapes.add("\"a b\" == " + text);
        conditions.addAll(texts++ == 0 ? shapes : inTurn(shapes, texts, 4));
        consequences.add("s.advise(\"a\" + " + text(text, "startsWith") + ");");
    }

    private static List<String> inTurn(List<String> shapes, int turn, int count) {
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(shapes.get((turn * count + i) % shapes.size()));
        }
        return some;
    }

    private String text(String text, String function) {
        String getter = vocabulary.properties().contains(text)
                ? "s.get" + text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + "()"
                : "s." + text;
        return getter + "." + function + "(\"a.b\")";
    }

    /** The same with numbers. */
    private void number(String number) {
        List<String> shapes = new ArrayList<>();
        for (String operator : COMPARISONS) {
            shapes.add(number + " " + operator + " 1");
            shapes.add(number + " " + operator + " 1.5");
            shapes.add("0 " + operator + " " + number);
            shapes.add(number + " " + operator + " threshold(\"many\")");
            shapes.add(number + " " + operator + " limit(\"messages_per_day\")");
            shapes.add(number + " " + operator + " recipientCount");
        }
        conditions.addAll(inTurn(shapes, numbers.size(), 5));
        numbers.add(number);
    }

    private void record(String condition, String call, Class<?> type) {
        conditions.add(condition + " == null");
        conditions.add(condition + " != null");
        conditions.add("null != " + condition);
        for (RecordComponent part : type.getRecordComponents()) {
            String value = call + "." + part.getName() + "()";
            consequences.add("s.flag(\"of \" + " + value + ", \"n\", " + value + ");");
        }
    }

    private void arithmetic() {
        for (String left : List.of("recipientCount", "sent(\"1h\")", "spike(\"messages\")", "1", "0.5")) {
            for (String right : List.of("recipientCount", "sent(\"7d\")", "newRecipientShare(\"1d\")", "2", "2.5")) {
                for (String operator : List.of("+", "-", "*", "/", "%")) {
                    conditions.add(left + " " + operator + " " + right + " > " + right);
                }
            }
        }
        conditions.addAll(List.of(
                "true",
                "1 < 2",
                "1.5 == 2",
                "threshold(\"many\") > limit(\"messages_per_day\")",
                "overseas || exempt && recipientCount == 1",
                "(overseas || exempt) && !(watched || hold != null)",
                "country in (\"DE\") || sent(\"1h\") > 1 && country not in (\"x y\")",
                "((((recipientCount))) + 1) > 1",
                "recipientCount > 999999999",
                "(recipientCount - sent(\"1h\")) * -recipientCount <= 3",
                "recipientCount == -1"));
    }

    private void consequences() {
        int turn = 0;
        for (String left : numbers) {
            String number = called(left);
            for (String operator : inTurn(List.of("+", "-", "*", "/", "%"), turn++, 1)) {
                consequences.add("s.defer(\"n\" + (" + number + " " + operator + " s.getRecipientCount()), \"a\", "
                        + number + " " + operator + " 2.5, \"b\", " + number + " " + operator + " s.sent(\"1h\"));");
            }
            for (String operator : inTurn(COMPARISONS, turn, 1)) {
                consequences.add("s.reject(" + number + " " + operator
                        + " 3 && s.isOverseas() || !s.isExempt() ? \"a b\" : \"c\");");
            }
        }
        for (int names : List.of(1, 2, 5, 16)) {
            StringBuilder evidence = new StringBuilder();
            for (int i = 0; i < names; i++) {
                evidence.append(", \"name_" + i + "\", " + (i % 3 == 0 ? "\"a, b\"" : i % 3 == 1 ? "true" : "1.5"));
            }
            consequences.add("s.advise(\"many\"" + evidence + "); s.flag(\"x\"); s.defer(\"y\"); s.reject(\"z\");");
        }
        consequences.add("s.flag(\"a\"" + " + \"b c\"".repeat(100) + ");");
        consequences.add("s.flag(\"a\"" + " + s.getCountry()".repeat(190) + ");");
        consequences.add("s.flag(\"a\"" + " + s.sent(\"1h\")".repeat(140) + ");");
    }

    private String called(String number) {
        if (number.endsWith(")")) {
            return "s." + number;
        }
        return "s.get" + number.substring(0, 1).toUpperCase(Locale.ROOT) + number.substring(1) + "()";
    }

    private List<String> drl() {
        List<String> files = new ArrayList<>();
        StringBuilder file = new StringBuilder();
        int rules = 0;
        for (int i = 0; i < Math.max(conditions.size() / CONDITIONS + 1, consequences.size()); i++) {
            int from = Math.min(i * CONDITIONS, conditions.size());
            List<String> own = conditions.subList(from, Math.min(from + CONDITIONS, conditions.size()));
            String condition = own.isEmpty() ? "grant != null, hold != null" : String.join(", ", own);
            String consequence = consequences.get(i % consequences.size());
            if (consequence.contains("getGrant()") || consequence.contains("getHold()")) {
                condition = "grant != null, hold != null, " + condition;
            }
            file.append(MinimalRulebook.rule("small: " + i, condition, consequence)
                    .replaceFirst("\n", i % 3 == 0 ? " salience " + i + "\n" : "\n"));
            if (++rules % 50 == 0) {
                files.add(file.toString());
                file.setLength(0);
            }
        }
        files.add(file.toString());
        return files;
    }
}
