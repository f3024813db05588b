package org.sekimori.server;

/** A command that cannot go on. Its message is the one line that the user sees: what is wrong and what to do. */
public class UserFacingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserFacingException(String message) {
        super(message);
    }
}
