package org.sekimori.rules.fact;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A sign raised by a consequence, before its rule is known.
 *
 * @param name its name, such as {@code strange lane}
 * @param weight a finite number
 * @param words what it means, for the analyst; empty: its name
 * @param evidence strings and numbers, in the rule's order
 */
public record RaisedSign(String name, double weight, String words, Map<String, Object> evidence) {

    public RaisedSign {
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "the weight of the sign \"" + name + "\" is no finite number: " + weight);
        }
    }

    /** What it means, in words. */
    public String said() {
        return words.isEmpty() ? name : words;
    }

    /** In one line for the analyst: {@code strange lane 2 (network 203.0.113.0/24)}. */
    public String shown() {
        String details = evidence.entrySet().stream()
                .map(one -> one.getKey() + " " + ShownValue.of(one.getValue()))
                .collect(Collectors.joining(", "));
        return name + " " + ShownValue.of(weight) + (details.isEmpty() ? "" : " (" + details + ")");
    }
}
