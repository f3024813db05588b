package org.sekimori.rules.language;

/**
 * A word or sign of a rule.
 *
 * @param kind what it is
 * @param text as it stands there; a text without its quotes
 * @param offset where it begins, in characters from 0
 */
record Token(Kind kind, String text, int offset) {

    enum Kind {
        NAME,
        TEXT,
        NUMBER,
        SIGN,
        END,
        /** What is no word and no sign; the text says why. */
        BAD
    }

    boolean is(String word) {
        return kind != Kind.TEXT && text.equals(word);
    }

    /** For messages. */
    String shown() {
        return switch (kind) {
            case TEXT -> "\"" + text + "\"";
            case END -> "the end of the file";
            case BAD -> text;
            default -> "'" + text + "'";
        };
    }
}
