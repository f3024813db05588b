package org.sekimori.rules.language;

/**
 * A token of a rule.
 *
 * @param kind its kind
 * @param text its text; of a string, without its quotes
 * @param offset its beginning, in characters from 0
 */
record Token(Kind kind, String text, int offset) {

    enum Kind {
        NAME,
        TEXT,
        NUMBER,
        SIGN,
        END,
        /** An invalid token; its text is the reason. */
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
