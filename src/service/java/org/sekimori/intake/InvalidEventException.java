package org.sekimori.intake;

import org.jspecify.annotations.Nullable;

/**
 * Ends the reading of an event at its first fault; caught within the package. Without a stack trace, because broken events may
 * come as fast as good ones.
 */
public class InvalidEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable EventField field;
    private final String problem;

    public InvalidEventException(String sentence) {
        super(sentence, null, false, false);
        this.field = null;
        this.problem = sentence;
    }

    public InvalidEventException(EventField field, String problem) {
        super('"' + field.word() + "\" " + problem, null, false, false);
        this.field = field;
        this.problem = problem;
    }

    /** The sentence without its beginning, the field. */
    public String problem() {
        return problem;
    }

    /** @param field at fault, null if it is not one field */
    public InvalidEventException(String sentence, @Nullable EventField field) {
        super(sentence, null, false, false);
        this.field = field;
        this.problem = sentence;
    }

    /** The name of the field at fault, null if it is not one field. */
    public @Nullable String field() {
        return field == null ? null : field.word();
    }

    /** The sentence for the sender of the event. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
