package org.sekimori.archive;

/** A record of the log that no document can be made of; the message says what is wrong with it. */
public final class UnusableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableRecordException(String message) {
        super(message);
    }
}
