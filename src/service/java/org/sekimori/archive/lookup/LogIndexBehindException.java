package org.sekimori.archive.lookup;

import org.jspecify.annotations.Nullable;

/** The index of decisions is not there, or too far behind the log: only a search over the whole log would find what is asked for. */
public final class LogIndexBehindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogIndexBehindException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
