package org.sekimori.cli;

/** A command that cannot go on. Its message is the one line that the user sees: what is wrong and what to do. */
class CommandFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailed(String message) {
        super(message);
    }
}
