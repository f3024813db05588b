package org.sekimori.rules.language;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.In;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.Expression.Unary;
import org.sekimori.rules.language.Expression.Word;
import org.sekimori.rules.language.ValueRanges.Range;

/**
 * A reason why conditions cannot hold at once. Sound but incomplete.
 *
 * @param at the condition that makes it impossible
 * @param why for people
 */
record Contradiction(int at, String why) {

    private static final int LESS = 1;
    private static final int EQUAL = 2;
    private static final int MORE = 4;

    private static final Map<String, Integer> OPERATORS =
            Map.of("<", LESS, "<=", LESS | EQUAL, "==", EQUAL, "!=", LESS | MORE, ">=", MORE | EQUAL, ">", MORE);

    /** The words that a property can be. */
    private static final Map<String, Set<String>> WORDS = Map.of(
            "originKind", Set.of("country", "internal", "relay", "unknown"),
            "channel", Set.of("submission", "webmail", "api"));

    /** The first contradiction among conditions that must hold at once, or null. */
    static @Nullable Contradiction in(List<Expression> conditions, Map<String, Double> policy) {
        List<Expression> all = withImplied(conditions);
        Contradiction found = opposite(all);
        found = found == null ? compared(all) : found;
        found = found == null ? ranges(all, new ValueRanges(policy)) : found;
        return found == null ? words(all) : found;
    }

    /** A grant is only looked for from overseas, and only a country is overseas. */
    private static List<Expression> withImplied(List<Expression> conditions) {
        List<Expression> all = new ArrayList<>();
        for (Expression condition : conditions) {
            all.add(condition);
            boolean overseas = condition.normal().equals("overseas");
            if (condition.normal().equals("(grant != null)")) {
                all.add(new Name(condition.at(), "overseas"));
                overseas = true;
            }
            if (overseas) {
                Expression kind = new Name(condition.at(), "originKind");
                all.add(new Binary(condition.at(), "==", kind, new Text(condition.at(), "country")));
            }
        }
        return all;
    }

    /** {@code x} and {@code !x}, and conditions that are always false. */
    private static @Nullable Contradiction opposite(List<Expression> conditions) {
        Set<String> seen = new HashSet<>();
        for (Expression condition : conditions) {
            String normal = condition.normal();
            String opposite = condition instanceof Unary not ? not.inner().normal() : "!" + normal;
            if (condition instanceof Word word && word.word().equals("false")) {
                return new Contradiction(condition.at(), "it requires 'false'");
            }
            if (seen.contains(opposite)) {
                return new Contradiction(condition.at(), normal + " and " + opposite + " exclude each other");
            }
            seen.add(normal);
        }
        return null;
    }

    /** {@code a >= b} and {@code a < b}, for any {@code a} and {@code b}. */
    private static @Nullable Contradiction compared(List<Expression> conditions) {
        Map<String, Integer> left = new HashMap<>();
        for (Expression condition : conditions) {
            if (!(condition instanceof Binary binary) || !OPERATORS.containsKey(binary.operator())) {
                continue;
            }
            boolean turn = binary.left().normal().compareTo(binary.right().normal()) > 0;
            String operator = turn ? binary.mirrored().operator() : binary.operator();
            String sides = turn
                    ? binary.right().normal() + " " + binary.left().normal()
                    : binary.left().normal() + " " + binary.right().normal();
            int remaining = left.merge(sides, OPERATORS.getOrDefault(operator, 0), (a, b) -> a & b);
            if (remaining == 0) {
                return new Contradiction(condition.at(), condition.normal() + " contradicts another condition");
            }
        }
        return null;
    }

    private static @Nullable Contradiction ranges(List<Expression> conditions, ValueRanges ranges) {
        Map<String, Range> by = new HashMap<>();
        for (Expression condition : conditions) {
            if (!(condition instanceof Binary written) || !OPERATORS.containsKey(written.operator())) {
                continue;
            }
            Binary binary = ranges.constant(written.left()) == null ? written : written.mirrored();
            Range allowed = ranges.allowed(binary);
            if (allowed == null) {
                continue;
            }
            String value = binary.left().normal();
            Range natural = ranges.natural(binary.left());
            Range before = by.getOrDefault(value, natural == null ? Range.ANY : natural);
            Range after = before.and(allowed);
            if (after.empty()) {
                return new Contradiction(
                        condition.at(),
                        value + " would have to be " + words(before) + " and " + words(allowed)
                                + ", with the numbers of policy.yml");
            }
            by.put(value, after);
        }
        return null;
    }

    private static String words(Range range) {
        boolean low = range.least() != Double.NEGATIVE_INFINITY;
        boolean high = range.most() != Double.POSITIVE_INFINITY;
        String least = (range.leastOut() ? "more than " : "at least ") + plain(range.least());
        String most = (range.mostOut() ? "less than " : "at most ") + plain(range.most());
        return low && high ? least + " and " + most : low ? least : high ? most : "any number";
    }

    private static String plain(double number) {
        return Double.isInfinite(number)
                ? "any"
                : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** Texts that a property can never be, or not at once. */
    private static @Nullable Contradiction words(List<Expression> conditions) {
        Map<String, Set<String>> possible = new HashMap<>();
        for (Expression condition : conditions) {
            @Nullable String property = null;
            Set<String> words = new HashSet<>();
            if (condition instanceof Binary binary
                    && binary.operator().equals("==")
                    && binary.left() instanceof Name name
                    && binary.right() instanceof Text text) {
                property = name.name();
                words.add(text.value());
            } else if (condition instanceof In in && !in.negated() && in.value() instanceof Name name) {
                property = name.name();
                in.items().forEach(item -> words.add(item instanceof Text text ? text.value() : ""));
            }
            if (property == null) {
                continue;
            }
            String at = property;
            words.removeIf(word -> !canBe(at, word));
            if (words.isEmpty()) {
                return new Contradiction(condition.at(), property + " is never that; it is " + kinds(property));
            }
            Set<String> before = possible.putIfAbsent(property, words);
            if (before != null) {
                before.retainAll(words);
                if (before.isEmpty()) {
                    return new Contradiction(condition.at(), property + " would have to be two different texts");
                }
            }
        }
        return null;
    }

    private static boolean canBe(String property, String word) {
        Set<String> known = WORDS.get(property);
        return known == null ? !property.equals("country") || word.matches("([A-Z]{2})?") : known.contains(word);
    }

    private static String kinds(String property) {
        Set<String> known = WORDS.get(property);
        return known == null
                ? "a code of two capital letters, or empty"
                : "one of " + String.join(", ", new TreeSet<>(known));
    }
}
