package org.sekimori.rules.language;

/** Thrown at the first fault in a rule's text. */
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

    /** The fault with its place in the text. */
    public RuleTextFault in(String text) {
        return RuleTextFault.at(text, offset, String.valueOf(getMessage()));
    }
}
