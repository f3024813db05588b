package org.sekimori.rules;

import java.util.List;

/** String literals of rules by number. Compiled rules may call it; rule authors may not. */
public abstract class RuleTexts {

    private final List<String> texts;

    RuleTexts(List<String> texts) {
        this.texts = texts;
    }

    /** A text of the rulebook's rules by its number, as {@link GeneratedRules} counted them. */
    public final String textByNumber(int number) {
        return texts.get(number);
    }
}
