package org.sekimori.stream.request;

/**
 * The log takes nothing or answers nothing at the moment, and this is known without waiting for it. Has no stack trace, because an
 * outage makes thousands a second.
 */
public final class LogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String message) {
        super(message, null, false, false);
    }
}
