package org.sekimori.stream.rulebook;

import org.jspecify.annotations.Nullable;

/** A rulebook that the log has in force and this instance cannot have: its text is not there, or does not compile here. */
public final class UnusableRulebookException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public UnusableRulebookException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
