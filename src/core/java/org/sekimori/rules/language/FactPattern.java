package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.In;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;

/** A pattern over what other rules raised for the same submission; it stands after the pattern of the submission. */
public sealed interface FactPattern {

    /** Facts that rules raise for other rules, as authors call them. */
    Set<String> TYPES = Set.of("Sign", "Finding");

    /** Its position, in characters from the beginning of the file. */
    int at();

    /** The matched type, its conditions and bindings. */
    Match match();

    /** The same in one form, however it was spaced. */
    String normal();

    /** Every expression in it. */
    List<Expression> values();

    /** How a pattern without accumulation matches. */
    enum Quantifier {
        /** Once for each fact. */
        EACH(""),
        EXISTS("exists "),
        NOT("not ");

        private final String word;

        Quantifier(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * {@code $w : weight}.
     *
     * @param variable its name
     * @param property of the matched fact
     */
    record Binding(int at, String variable, String property) {
        String normal() {
            return variable + " : " + property;
        }
    }

    /** {@code exists Sign( name == "strange lane", $w : weight )}. */
    record Match(int at, Quantifier quantifier, String type, List<Expression> conditions, List<Binding> bindings)
            implements FactPattern {

        public Match {
            conditions = List.copyOf(conditions);
            bindings = List.copyOf(bindings);
        }

        @Override
        public Match match() {
            return this;
        }

        @Override
        public String normal() {
            List<String> parts = new ArrayList<>();
            conditions.forEach(condition -> parts.add(condition.normal()));
            bindings.forEach(binding -> parts.add(binding.normal()));
            return quantifier.word() + type + "(" + String.join(", ", parts) + ")";
        }

        @Override
        public List<Expression> values() {
            return conditions;
        }
    }

    /**
     * {@code $sum : sum($w)}.
     *
     * @param variable its name
     * @param function {@code sum} or {@code count}
     * @param of the variable that is summed
     */
    record Result(int at, String variable, String function, String of) {

        /** Functions that rules may accumulate by. */
        static final Set<String> FUNCTIONS = Set.of("sum", "count");

        String normal() {
            return variable + " : " + function + "(" + of + ")";
        }
    }

    /** {@code accumulate( Sign( $w : weight ); $sum : sum($w); $sum >= threshold("score") )}. */
    record Accumulate(int at, Match match, List<Result> results, List<Expression> constraints) implements FactPattern {

        public Accumulate {
            results = List.copyOf(results);
            constraints = List.copyOf(constraints);
        }

        @Override
        public String normal() {
            return "accumulate(" + match.normal()
                    + results.stream().map(Result::normal).collect(Collectors.joining(", ", "; ", ""))
                    + constraints.stream().map(Expression::normal).collect(Collectors.joining(", ", "; ", ")"));
        }

        @Override
        public List<Expression> values() {
            List<Expression> values = new ArrayList<>(match.conditions());
            values.addAll(constraints);
            return values;
        }
    }

    /** Which signs or findings a pattern can match, by the texts with which it compares a property. */
    final class PatternNames {

        private PatternNames() {}

        /**
         * The texts that a property must be one of, by {@code ==} and {@code in}.
         *
         * @return null if the pattern does not say
         */
        public static @Nullable Set<String> of(Match match, String property) {
            @Nullable Set<String> names = null;
            for (Expression condition : ConditionSplitter.all(match.conditions())) {
                @Nullable Set<String> these = names(condition, property);
                if (these != null) {
                    if (names == null) {
                        names = these;
                    } else {
                        names.retainAll(these);
                    }
                }
            }
            return names;
        }

        private static @Nullable Set<String> names(Expression condition, String property) {
            if (condition instanceof Binary binary && binary.operator().equals("==")) {
                Binary turned = binary.left() instanceof Text ? binary.mirrored() : binary;
                return turned.left() instanceof Name name
                                && name.name().equals(property)
                                && turned.right() instanceof Text text
                        ? new TreeSet<>(Set.of(text.value()))
                        : null;
            }
            if (!(condition instanceof In in)
                    || in.negated()
                    || !(in.value() instanceof Name name)
                    || !name.name().equals(property)) {
                return null;
            }
            Set<String> names = new TreeSet<>();
            for (Expression item : in.items()) {
                if (item instanceof Text text) {
                    names.add(text.value());
                }
            }
            return names;
        }
    }
}
