package org.sekimori.stream;

import org.jspecify.annotations.Nullable;

/** Kafka cannot be used as the log; the message is one sentence with the reason and the remedy. */
public final class UnreachableLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreachableLogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
