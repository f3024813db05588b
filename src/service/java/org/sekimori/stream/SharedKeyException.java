package org.sekimori.stream;

/** A key shared by all instances on a log cannot be used here; the message says which file to copy from where. */
public final class SharedKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SharedKeyException(String message) {
        super(message);
    }

    public SharedKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
