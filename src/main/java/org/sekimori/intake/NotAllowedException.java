package org.sekimori.intake;

import org.jspecify.annotations.Nullable;

/** Ends the reading of an event that its publisher may not say; never leaves this room. */
final class NotAllowedException extends BrokenEventException {

    private static final long serialVersionUID = 1L;

    private final String publisher;
    private final Right right;

    /** @param field at fault, null if it is not one field */
    NotAllowedException(String publisher, Right right, @Nullable Field field, String sentence) {
        super(sentence, field);
        this.publisher = publisher;
        this.right = right;
    }

    /** Who said it; fit for a metric's label. */
    String publisher() {
        return publisher;
    }

    /** What was missing. */
    Right right() {
        return right;
    }
}
