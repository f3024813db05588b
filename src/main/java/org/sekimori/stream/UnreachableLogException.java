package org.sekimori.stream;

/** Kafka cannot be used as the log; the message is one sentence with the reason and the way out. */
public final class UnreachableLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreachableLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
