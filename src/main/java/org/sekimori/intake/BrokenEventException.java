package org.sekimori.intake;

import org.jspecify.annotations.Nullable;

/**
 * Ends the reading of an event at its first problem; never leaves this room. Without a stack trace, because broken events
 * may come as fast as good ones.
 */
class BrokenEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Field field;
    private final String problem;

    BrokenEventException(String sentence) {
        super(sentence, null, false, false);
        this.field = null;
        this.problem = sentence;
    }

    BrokenEventException(Field field, String problem) {
        super('"' + field.word() + "\" " + problem, null, false, false);
        this.field = field;
        this.problem = problem;
    }

    /** The sentence without its beginning, the field. */
    String problem() {
        return problem;
    }

    /** @param field at fault, null if it is not one field */
    BrokenEventException(String sentence, @Nullable Field field) {
        super(sentence, null, false, false);
        this.field = field;
        this.problem = sentence;
    }

    /** The name of the field at fault, null if it is not one field. */
    @Nullable
    String field() {
        return field == null ? null : field.word();
    }

    /** The sentence for whoever sent the event. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
