package org.sekimori.stream.files;

import org.jspecify.annotations.Nullable;

/** A folder cannot be used for the service's data; the message is one sentence with the reason and the remedy. */
public final class UnusableFolderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnusableFolderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
