package org.sekimori.rules.language;

/** The text of a rule that cannot be read any further. */
public final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient int offset;

    SyntaxException(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }

    /** What is wrong, and where in the text. */
    public RuleTextFault in(String text) {
        return RuleTextFault.at(text, offset, String.valueOf(getMessage()));
    }
}
