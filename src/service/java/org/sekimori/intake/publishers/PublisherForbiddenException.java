package org.sekimori.intake.publishers;

import org.jspecify.annotations.Nullable;
import org.sekimori.intake.EventField;
import org.sekimori.intake.InvalidEventException;

/** Ends the reading of an event that its publisher may not report; caught within the package. */
public final class PublisherForbiddenException extends InvalidEventException {

    private static final long serialVersionUID = 1L;

    private final String publisher;
    private final PublisherRight right;

    /** @param field at fault, null if it is not one field */
    PublisherForbiddenException(String publisher, PublisherRight right, @Nullable EventField field, String sentence) {
        super(sentence, field);
        this.publisher = publisher;
        this.right = right;
    }

    /** The publisher; bounded, as a metric's label. */
    String publisher() {
        return publisher;
    }

    /** The missing right. */
    PublisherRight right() {
        return right;
    }
}
