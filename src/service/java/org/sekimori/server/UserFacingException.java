package org.sekimori.server;

/** An error that ends a command. Its message is the one line that the user sees: the fault and the remedy. */
public class UserFacingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserFacingException(String message) {
        super(message);
    }
}
