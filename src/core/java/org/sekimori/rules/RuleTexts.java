package org.sekimori.rules;

import java.util.List;

/** What compiled rules may ask of their fact and people who write rules may not: the texts that stood in quotes. */
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
