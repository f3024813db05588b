package org.sekimori.stream.request;

/** The log is known to be away at the moment. Has no stack trace, because an outage makes thousands a second. */
public final class LogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String message) {
        super(message, null, false, false);
    }
}
