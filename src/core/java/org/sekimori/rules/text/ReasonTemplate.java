package org.sekimori.rules.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A reason as a rule says it, with its values in braces: {@code {sent} messages today}. Finds the values again in a reason that was
 * recorded, in time that grows with its length only.
 *
 * @param texts what stands before, between and behind the values; one more than there are names
 * @param names of the values, in order
 */
record ReasonTemplate(List<String> texts, List<String> names) {

    static ReasonTemplate of(String template) {
        List<String> texts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int from = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
            int close = template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            texts.add(template.substring(from, open));
            names.add(template.substring(open + 1, close));
            from = close + 1;
        }
        texts.add(template.substring(from));
        return new ReasonTemplate(texts, names);
    }

    /** Characters that a reason must have for certain: of several templates that fit, the one with most says it. */
    int fixed() {
        return texts.stream().mapToInt(String::length).sum();
    }

    /** The names that it has and another text lacks. */
    Set<String> lacking(ReasonTemplate other) {
        Set<String> lacking = new TreeSet<>(names);
        other.names().forEach(lacking::remove);
        return lacking;
    }

    /** The values of a reason by name; null if it was not said so. */
    @Nullable
    Map<String, String> values(String reason) {
        if (!reason.startsWith(texts.get(0))) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        int from = texts.get(0).length();
        for (int i = 0; i < names.size(); i++) {
            String next = texts.get(i + 1);
            boolean last = i + 1 == names.size();
            int to = last ? reason.length() - next.length() : reason.indexOf(next, from + 1);
            if (to < from || !reason.startsWith(next, to)) {
                return null;
            }
            values.put(names.get(i), reason.substring(from, to));
            from = to + next.length();
        }
        return from == reason.length() ? values : null;
    }
}
