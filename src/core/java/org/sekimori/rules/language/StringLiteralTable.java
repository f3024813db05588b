package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a rulebook's rules, taken out of the text that is compiled: generated code asks the fact for them by number. What a
 * person wrote in quotes is never read by a compiler, so it can neither break out of its quotes nor be too long for a class file.
 */
public final class StringLiteralTable {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    /** The number of a text, from 0; the same for the same text. */
    int number(String text) {
        return numbers.computeIfAbsent(text, added -> {
            texts.add(added);
            return texts.size() - 1;
        });
    }

    /** All texts, each at its number. */
    public List<String> texts() {
        return List.copyOf(texts);
    }
}
