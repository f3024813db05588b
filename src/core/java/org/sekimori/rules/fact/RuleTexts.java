package org.sekimori.rules.fact;

import java.util.List;

/** String literals of rules by number. Compiled rules may call it; rule authors may not. */
public abstract class RuleTexts {

    private final List<String> texts;

    /**
     * With the texts of the rules that will see it.
     *
     * @param texts by number
     */
    protected RuleTexts(List<String> texts) {
        this.texts = texts;
    }

    /** A text of the rulebook's rules by its number, as the compiler counted them. */
    public final String textByNumber(int number) {
        return texts.get(number);
    }

    /** The same texts, for other facts of the same rules. */
    protected final List<String> texts() {
        return texts;
    }
}
