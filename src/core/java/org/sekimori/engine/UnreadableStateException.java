package org.sekimori.engine;

/** The stored state of an account cannot be read by this version; it must be left as it is. The message names no account. */
public final class UnreadableStateException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    UnreadableStateException(String message) {
        super(message);
    }

    UnreadableStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
