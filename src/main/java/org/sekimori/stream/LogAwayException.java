package org.sekimori.stream;

/**
 * The log takes nothing or answers nothing at the moment, and this is known without waiting for it. Has no stack trace, because an
 * outage makes thousands a second.
 */
public final class LogAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogAwayException(String message) {
        super(message, null, false, false);
    }
}
