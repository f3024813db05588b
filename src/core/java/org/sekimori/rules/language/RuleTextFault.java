package org.sekimori.rules.language;

/**
 * A fault in the text of a rule.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters; a tab is one
 * @param message the fault and the remedy
 */
public record RuleTextFault(int line, int column, String message) {

    /** A fault at a place of a text that is counted in characters from its beginning. */
    public static RuleTextFault at(String text, int offset, String message) {
        int line = 1;
        int start = 0;
        int end = Math.min(offset, text.length());
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new RuleTextFault(line, end - start + 1, message);
    }
}
