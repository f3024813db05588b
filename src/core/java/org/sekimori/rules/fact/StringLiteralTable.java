package org.sekimori.rules.fact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * String literals of a rulebook, taken out of the compiled text: generated code fetches them from the fact by number. No compiler
 * reads an author's string, so it can neither escape its quotes nor be too long for a class file.
 */
public final class StringLiteralTable {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    /** The number of a text, from 0; the same for the same text. */
    public int number(String text) {
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
