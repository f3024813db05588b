package org.sekimori.intake;

/**
 * Ends the reading of an event at its first problem; never leaves this room. Without a stack trace, because broken events
 * may come as fast as good ones.
 */
final class BrokenEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenEventException(String sentence) {
        super(sentence, null, false, false);
    }

    BrokenEventException(Field field, String problem) {
        this('"' + field.word() + "\" " + problem);
    }

    /** The sentence for whoever sent the event. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
