package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Choice;
import org.sekimori.rules.language.Expression.Field;
import org.sekimori.rules.language.Expression.In;
import org.sekimori.rules.language.Expression.Unary;
import org.sekimori.rules.language.Expression.Word;

/** Splits conditions into conjunctions and alternatives. */
final class ConditionSplitter {

    /** More ways than this in which a rule may match are not looked at. */
    private static final int MOST_WAYS = 64;

    private ConditionSplitter() {}

    /** The conditions that must hold at once, with {@code &&} split and {@code x == true} written {@code x}. */
    static List<Expression> all(List<Expression> conditions) {
        List<Expression> all = new ArrayList<>();
        conditions.forEach(condition -> and(condition, all));
        return all;
    }

    private static void and(Expression value, List<Expression> all) {
        if (value instanceof Binary binary && binary.operator().equals("&&")) {
            and(binary.left(), all);
            and(binary.right(), all);
        } else {
            all.add(simple(value));
        }
    }

    private static Expression simple(Expression value) {
        if (value instanceof Binary binary
                && binary.operator().matches("==|!=")
                && binary.right() instanceof Word word
                && !word.word().equals("null")) {
            boolean same = binary.operator().equals("==") == word.word().equals("true");
            return same ? binary.left() : new Unary(binary.at(), "!", binary.left());
        }
        return value;
    }

    /** The alternatives of conditions, with {@code ||} split; empty if there are too many to check. */
    static List<List<Expression>> ways(List<Expression> conditions) {
        List<List<Expression>> ways = List.of(List.of());
        for (Expression condition : all(conditions)) {
            List<List<Expression>> more = new ArrayList<>();
            for (List<Expression> way : ways) {
                for (Expression one : or(condition)) {
                    List<Expression> longer = new ArrayList<>(way);
                    and(one, longer);
                    more.add(longer);
                }
            }
            if (more.size() > MOST_WAYS) {
                return List.of();
            }
            ways = more;
        }
        return ways;
    }

    private static List<Expression> or(Expression value) {
        if (value instanceof Binary binary && binary.operator().equals("||")) {
            List<Expression> either = new ArrayList<>(or(binary.left()));
            either.addAll(or(binary.right()));
            return either;
        }
        return List.of(value);
    }

    /** A value and everything in it. */
    static void visit(Expression value, Consumer<Expression> visitor) {
        visitor.accept(value);
        parts(value).forEach(part -> visit(part, visitor));
    }

    private static List<Expression> parts(Expression value) {
        if (value instanceof Binary binary) {
            return List.of(binary.left(), binary.right());
        } else if (value instanceof Unary unary) {
            return List.of(unary.inner());
        } else if (value instanceof Choice choice) {
            return List.of(choice.condition(), choice.yes(), choice.no());
        } else if (value instanceof Field field) {
            return List.of(field.on());
        } else if (value instanceof In in) {
            List<Expression> parts = new ArrayList<>(in.items());
            parts.add(0, in.value());
            return parts;
        } else if (value instanceof Call call) {
            List<Expression> parts = new ArrayList<>(call.arguments());
            if (call.on() != null) {
                parts.add(0, call.on());
            }
            return parts;
        }
        return List.of();
    }
}
